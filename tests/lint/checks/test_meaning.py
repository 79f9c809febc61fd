"""Questions that mean the same pass the threshold, and those that only look alike do not."""

import numpy as np
import pytest

from index.encoders.protocol import Encoder
from lint.checks.different_meaning import differ
from lint.checks.same_meaning import SAME, centred
from tests.lint.headings import NEAR
from tests.lint.headings import SAME as PAIRS
from tests.pages import bundled_facets


def test_the_threshold_passes_most_that_mean_the_same_and_none_that_only_look_alike(encoder: Encoder) -> None:
    titles = list(dict.fromkeys(title for pair in (*PAIRS, *NEAR) for title in pair))
    rows = dict(zip(titles, centred(titles, encoder), strict=True))

    def same(one: str, other: str) -> bool:
        return bool(np.dot(rows[one], rows[other]) >= SAME) and not differ(one, other, bundled_facets())

    assert [pair for pair in NEAR if same(*pair)] == []
    assert sum(same(*pair) for pair in PAIRS) >= len(PAIRS) / 2


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        pytest.param("Мы из РФ, как платить?", "Мы не из РФ, как платить?", True, id="negation"),
        pytest.param("Как включить сеть?", "Как отключить сеть?", True, id="opposite"),
        pytest.param("Как отключить сеть?", "Как включить сеть?", True, id="opposite-turned"),
        pytest.param("Как обновить до 1.30?", "Как обновить до 1.31?", True, id="number"),
        pytest.param("Как создать MySQL?", "Как создать Redis?", True, id="product"),
        pytest.param("Цены в регионе Москва", "Цены в регионе Казахстан", True, id="region"),
        pytest.param("Как удалить диск?", "Как удалить домен?", True, id="thing"),
        pytest.param("Как удалить диск?", "Каким образом удалить диск?", False, id="manner"),
        pytest.param("Где цены на диски?", "Где узнать цену диска?", False, id="inflection"),
    ],
)
def test_what_vectors_do_not_feel_tells_apart(one: str, other: str, apart: bool) -> None:
    assert differ(one, other, bundled_facets()) is apart

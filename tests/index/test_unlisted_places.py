"""What is said of a question that names a city which is none of the values."""

from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Query
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from tests.conftest import FAQ

FACETS = """[town]
label = { ru = "Город" }

[town.values.perm]
label = { ru = "Пермь" }
names = ["пермь"]

[town.values.ufa]
label = { ru = "Уфа" }
names = ["уфа"]

[kind]
label = { ru = "Тип" }

[kind.values.own]
label = { ru = "Своя доставка" }
names = ["своя доставка"]

[kind.values.partner]
label = { ru = "Доставка партнера" }
names = ["доставка партнера"]
"""
PAGE = """## Сколько стоит доставка?

- Пермь: 200 рублей;
- Уфа: 300 рублей.

Заказы собирает склад в городе Самара.
"""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("towns")
    (folder / "delivery.md").write_text(PAGE, encoding="utf-8")
    (folder / "facets.toml").write_text(FACETS, encoding="utf-8")
    build(folder, folder / ".index", HashEncoder(), default_facets=FAQ / "facets.toml")
    return Searcher(load(folder / ".index", open_bundle), HashEncoder())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("вы доставляете в Москву?", "Отдельных ответов для Москвы здесь нет. Город: Пермь, Уфа."),
        ("доставка в нижнем новгороде", "Отдельных ответов для Нижнего Новгорода здесь нет. Город: Пермь, Уфа."),
        ("доставка в Перми", ""),
        ("доставка из Москвы в Уфу", ""),
        ("доставка со склада в Самаре", ""),
        ("доставка в Германию", ""),
        ("сколько стоит доставка", ""),
    ],
)
def test_a_city_that_is_none_of_the_values_is_said(searcher: Searcher, question: str, said: str) -> None:
    notices = searcher(Query(question, {})).notices
    assert [one.message for one in notices if one.code.startswith("unlisted_")] == ([said] if said else [])


def test_it_is_said_for_whoever_chose_a_city_and_with_an_answer_or_without(searcher: Searcher) -> None:
    for abstain in (True, False):
        notices = searcher(Query("доставка в Москву", {"town": "ufa"}, abstain=abstain)).notices
        assert "unlisted_town" in {one.code for one in notices}

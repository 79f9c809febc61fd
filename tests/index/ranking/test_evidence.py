"""How much of a question all texts of a section cover together."""

import numpy as np
import pytest

from index.ranking.evidence import Evidence, coverage
from index.result import Query
from index.search import Searcher

MATCHES = np.array([[0.6, 0.0], [0.1, 0.3], [0.2, 0.1]], np.float32)


def test_each_token_is_covered_by_whichever_text_matches_it_best() -> None:
    assert coverage(MATCHES, is_body=np.array([False, True, False])) == pytest.approx((0.9, 0.4))


def test_what_is_not_there_covers_nothing() -> None:
    assert coverage(MATCHES, is_body=np.zeros(3, np.bool_)).body == 0


def evidence(searcher: Searcher, text: str) -> Evidence:
    (first, *_) = searcher.explain(Query(text, {}))
    assert first.evidence is not None
    return Evidence(**first.evidence)


def test_a_heading_covers_itself(searcher: Searcher) -> None:
    title = "Как получить акт сверки за нужный период?"
    found = evidence(searcher, title)
    assert found.whole == pytest.approx(1, abs=0.05)
    assert found.whole > found.body
    assert found.length == pytest.approx(np.log(len(title.split())))
    assert found.support > np.log(100)


def test_a_word_that_nothing_matches_is_not_covered(searcher: Searcher) -> None:
    plain, odd = (evidence(searcher, text) for text in ("получить акт сверки", "получить акт сверки стеклопакетов"))
    assert odd.whole < plain.whole

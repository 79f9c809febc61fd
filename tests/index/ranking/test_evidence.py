"""What speaks for the first section."""

import numpy as np
import pytest

from index.ranking.evidence import Evidence
from index.result import Query
from index.search import Searcher


def evidence(searcher: Searcher, text: str) -> Evidence:
    (first, *_) = searcher.explain(Query(text, {}))
    return Evidence(**first.evidence)


def test_a_heading_covers_itself(searcher: Searcher) -> None:
    title = "Как получить акт сверки за нужный период?"
    found = evidence(searcher, title)
    assert found.whole == pytest.approx(1, abs=0.05)
    assert found.whole > found.body
    assert found.length == pytest.approx(np.log(len(title.split())))
    assert found.support > np.log(100)


def test_the_nearest_way_to_ask_is_the_heading_itself(searcher: Searcher) -> None:
    found = evidence(searcher, "Как получить акт сверки за нужный период?")
    assert found.way > found.answer


def test_of_two_answers_that_cover_a_question_one_alone_leads(searcher: Searcher) -> None:
    ranked = searcher.explain(Query("получить акт сверки", {}))
    leads = [one.evidence["lead"] for one in ranked]
    assert sum(lead > 0 for lead in leads) == 1
    best = max(ranked, key=lambda one: one.features["body"])
    assert best.evidence["lead"] == max(leads)


def test_a_word_that_nothing_matches_is_not_covered(searcher: Searcher) -> None:
    plain, odd = (evidence(searcher, text) for text in ("получить акт сверки", "получить акт сверки стеклопакетов"))
    assert odd.whole < plain.whole

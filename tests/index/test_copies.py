"""Questions in other characters (``tests.copies``) are understood and answered as the clean ones."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.labels.question_file import read_questions
from index.autocomplete import Suggester
from index.result import Query, Result
from index.search import Searcher
from tests.copies import COPIES

QUESTIONS = read_questions([Path(__file__).parents[2] / "eval" / "questions" / "dev.jsonl"])
SAMPLE = [Query(one.query, {"region": one.region} if one.region else {}) for one in QUESTIONS[:: len(QUESTIONS) // 40]]

copies = pytest.mark.parametrize("copy", [pytest.param(copy, id=name) for name, copy in COPIES.items()])


@copies
def test_a_copy_of_a_question_gets_the_same_answers(searcher: Searcher, copy: Callable[[str], str]) -> None:
    for query in SAMPLE:
        found = searcher(replace(query, text=copy(query.text)))
        assert _less_what_differs(found) == _less_what_differs(searcher(query))


@copies
def test_a_copy_of_a_beginning_gets_the_same_suggestions(searcher: Searcher, copy: Callable[[str], str]) -> None:
    suggest = Suggester(searcher.bundle, searcher.repair)
    for text in ("как получить счё", "не приходит", "алматы акт", "frn cdthrb", "ёлка"):
        assert suggest(copy(text), {}, 5) == suggest(text, {}, 5)


@copies
def test_evidence_stands_in_the_text_that_was_searched_for(searcher: Searcher, copy: Callable[[str], str]) -> None:
    query = searcher(Query(copy("Как оплатить, если мой проект в Казахстане?"), {})).query
    assert query.facets["region"].value == "kazakhstan"
    assert (query.facets["region"].evidence or "nothing") in query.used


def test_a_question_of_invisible_characters_is_empty(searcher: Searcher) -> None:
    with pytest.raises(ValueError, match="the question is empty"):
        searcher(Query("\u200b\u00ad ", {}))


def _less_what_differs(result: Result) -> Result:
    """Less the text as it was typed and the time."""
    return replace(result, query=replace(result.query, text=""), took_ms=0.0)

"""Adjectives, inhabitants, short and foreign names of a value, for a facet of labels and names alone."""

from pathlib import Path

import pytest

from eval.bench.infer import said_of
from ingest.content.facets import read_facets

SHOP = read_facets(Path(__file__).parents[3] / "eval" / "contents" / "shop" / "facets.toml")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("московский магазин", {"city": "moscow"}, id="adjective"),
        pytest.param("питерские магазины", {"city": "spb"}, id="adjective-of-a-short-name"),
        pytest.param("казанцам по какому номеру звонить", {"city": "kazan"}, id="people"),
        pytest.param("петербуржцам скидка", {"city": "spb"}, id="people-with-another-consonant"),
        pytest.param("адрес, мск", {"city": "moscow"}, id="short"),
        pytest.param("магазин в Питере", {"city": "spb"}, id="colloquial-and-inflected"),
        pytest.param("живу в Петербурге", {"city": "spb"}, id="last-part"),
        pytest.param("Қазандағы дүкен", {"city": "kazan"}, id="kazakh"),
        pytest.param("store in Moscow", {"city": "moscow"}, id="english"),
        pytest.param("курьерская доставка", {"way": "courier"}, id="adjective-of-a-thing"),
        pytest.param("карта курса", {}, id="none"),
    ],
)
def test_a_question_may_call_a_value_otherwise(query: str, expected: dict[str, str]) -> None:
    assert said_of(query, SHOP) == expected


def test_a_facet_that_declares_words_for_questions_has_those_alone() -> None:
    bundled = read_facets(Path(__file__).parents[3] / "faq" / "facets.toml")
    assert said_of("москвичам скидка", bundled) == {}

"""Named audiences, and values that are inside others, as facets.toml declares them."""

from pathlib import Path
from typing import Any

import pytest

from ingest.content.facets import facets_of
from ingest.errors import BadFacets
from tests.ingest.scope.test_choice import AUDIENCES, CITY, WAY, declared


def test_readers_choose_among_audiences_as_among_the_values_of_a_facet() -> None:
    choices = declared(city=CITY, way=WAY, audience=AUDIENCES).choices()
    assert list(choices) == ["city", "way", "audience"]
    assert choices["audience"] == {"guest": {"ru": "Гость Алматы"}}
    assert "audience" not in declared(city=CITY).choices()


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"audience": "x"}, "audience is not a table; write [audience.ID] with label"),
        ({"audience": {"guest": {"city": "moscow"}}}, "[audience.guest] has no label; write [audience.ID] with label"),
        ({"audience": {"guest": {"label": {"ru": "Гость"}}}}, "[audience.guest] chooses no value; write [audience.ID]"),
        (
            {"audience": {"guest": {"label": {"ru": "Гость"}, "city": "mars"}}},
            "[audience.guest] has city = 'mars', which is not declared; choose from moscow, kazakhstan, almaty",
        ),
        (
            {"audience": {"guest": {"label": {"ru": "Гость"}, "planet": "mars"}}},
            "[audience.guest] has planet = 'mars', which is not declared; choose from city.",
        ),
    ],
)
def test_a_bad_audience_is_refused(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(BadFacets) as refused:
        declared(city=CITY, **tables)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"a": {"within": "b"}},
            "[city.values.a] is within 'b', which is not declared; choose from",
        ),
        ({"a": {"within": "b"}, "b": {"within": "a"}}, "[city.values.a] is inside itself; remove one within"),
        ({"a": {"within": "a"}}, "[city.values.a] is inside itself; remove one within"),
        ({"a": {"within": 1}}, 'within in [city.values.a] is not the id of a value; write within = "…"'),
        ({"-a": {}}, "[city.values.-a] has a comma, or a hyphen in front; write an id such as north-west"),
        ({"a,b": {}}, "[city.values.a,b] has a comma, or a hyphen in front; write an id such as north-west"),
    ],
)
def test_a_bad_tree_is_refused(values: dict[str, dict[str, Any]], message: str) -> None:
    tables = {name: {"label": {"ru": f"Город {name}"}, "names": [f"Имя{name}"], **own} for name, own in values.items()}
    with pytest.raises(BadFacets) as refused:
        facets_of(Path("facets.toml"), {"city": {"label": {"ru": "Город"}, "values": tables}})
    assert message in str(refused.value)

"""Choices as sets: include, exclude, broader values, audiences."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.content.facets import Facet, Facets, facets_of
from ingest.scope.choice import OTHER, all_but, allowed, stated

CITY = {
    "label": {"ru": "Город"},
    "values": {
        "moscow": {"label": {"ru": "Москва"}, "names": ["Москва"]},
        "kazakhstan": {"label": {"ru": "Казахстан"}, "names": ["Казахстан"], "within": "cis"},
        "almaty": {"label": {"ru": "Алматы"}, "names": ["Алматы"], "within": "kazakhstan"},
        "astana": {"label": {"ru": "Астана"}, "names": ["Астана"], "within": "kazakhstan"},
        "cis": {"label": {"ru": "СНГ"}, "names": ["СНГ"]},
    },
}
WAY = {
    "label": {"ru": "Оплата"},
    "values": {
        "card": {"label": {"ru": "Карта"}, "names": ["карта"]},
        "cash": {"label": {"ru": "Наличные"}, "names": ["наличные"]},
    },
    "query": {"exhaustive": True},
}
AUDIENCES = {"guest": {"label": {"ru": "Гость Алматы"}, "city": "almaty", "way": "cash"}}


def declared(**tables: object) -> Facets:
    return facets_of(Path("facets.toml"), tables)


FACETS = declared(city=CITY, way=WAY, audience=AUDIENCES)


def facet(name: str) -> Facet:
    found = FACETS.get(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("almaty", {"almaty"}, id="one"),
        pytest.param("moscow, almaty", {"moscow", "almaty"}, id="either"),
        pytest.param("kazakhstan", {"kazakhstan", "almaty", "astana"}, id="a-broader-value-has-what-is-inside"),
        pytest.param("cis", {"cis", "kazakhstan", "almaty", "astana"}, id="two-levels"),
        pytest.param("cis,-almaty", {"cis", "kazakhstan", "astana"}, id="all-of-it-but-one"),
        pytest.param("-cis", {"moscow", OTHER}, id="all-but-it-and-what-is-inside"),
        pytest.param("almaty,-kazakhstan", {OTHER}, id="nothing-is-left"),
    ],
)
def test_a_statement_lets_values_in(text: str, expected: set[str]) -> None:
    assert allowed({"city": text}, FACETS) == {"city": expected}


def test_excluding_one_of_two_that_are_all_there_is_leaves_the_other() -> None:
    assert allowed({"way": "-cash"}, FACETS) == {"way": {"card"}}


def test_an_audience_chooses_what_is_not_chosen_itself() -> None:
    assert allowed({"audience": "guest"}, FACETS) == {"city": {"almaty"}, "way": {"cash"}}
    assert allowed({"audience": "guest", "way": "card"}, FACETS) == {"city": {"almaty"}, "way": {"card"}}


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"planet": "mars"}, "unknown facet 'planet'; choose from city, way."),
        ({"city": "-mars"}, "unknown city 'mars'; choose from moscow, kazakhstan, almaty, astana, cis."),
        ({"city": ","}, "unknown city ','; choose from moscow, kazakhstan, almaty, astana, cis."),
        ({"audience": "guest,-guest"}, "unknown audience 'guest,-guest'; choose from guest."),
    ],
)
def test_what_is_unknown_is_named_with_what_is_known(chosen: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message is compared
        allowed(chosen, FACETS)
    assert str(refused.value) == message


@given(st.lists(st.sampled_from(sorted({"moscow", "kazakhstan", "almaty", "astana", "cis"})), unique=True), st.data())
def test_what_is_stated_lets_the_same_values_in(named: list[str], data: st.DataObject) -> None:
    out = data.draw(st.lists(st.sampled_from(["moscow", "kazakhstan", "almaty", "astana", "cis"]), unique=True))
    text = ",".join([*named, *(f"-{value}" for value in out)]) or "-moscow"
    values = allowed({"city": text}, FACETS)["city"]
    assert allowed({"city": stated(facet("city"), values)}, FACETS)["city"] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("almaty,moscow", "moscow,almaty", id="in-the-order-declared"),
        pytest.param("kazakhstan,almaty", "kazakhstan", id="what-is-inside-goes-without-saying"),
        pytest.param("-almaty", "-almaty", id="exclusion"),
        pytest.param("cis,-almaty", "-almaty,cis", id="all-of-it-but-one"),
    ],
)
def test_a_statement_is_the_shortest(text: str, expected: str) -> None:
    assert stated(facet("city"), allowed({"city": text}, FACETS)["city"]) == expected


def test_excluding_an_exhaustive_value_is_stated_by_what_is_left() -> None:
    assert stated(facet("way"), all_but(facet("way"), ["cash"])) == "card"

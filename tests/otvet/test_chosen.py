"""Facet values from the command line, against the facets that an index knows."""

import pytest

from otvet.chosen import choice
from server.errors import InvalidRequest
from tests.hand_service import FACETS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param(
            [("scheme", "prepaid"), ("region", "moscow")], {"scheme": "prepaid", "region": "moscow"}, id="two-facets"
        ),
        pytest.param([("region", "moscow"), ("region", "moscow")], {"region": "moscow"}, id="the-same-twice"),
        pytest.param([("region", "moscow"), ("region", "kazakhstan")], {"region": "moscow,kazakhstan"}, id="either"),
        pytest.param([("region", "-moscow")], {"region": "-moscow"}, id="all-but-one"),
    ],
)
def test_what_is_chosen_of_each_facet(given: list[tuple[str, str]], expected: dict[str, str]) -> None:
    assert choice(given, FACETS) == expected


def test_a_facet_named_like_a_search_parameter_is_unknown() -> None:
    with pytest.raises(InvalidRequest, match=r"^'limit' is unknown; known are region, scheme\.$"):
        choice([("limit", "3")], FACETS)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    given = [("region", "moscow"), ("region", "-almaty"), ("scheme", "later"), ("planet", "mars")]
    with pytest.raises(InvalidRequest) as refused:
        choice(given, FACETS)
    assert [fault.detail for fault in refused.value.faults] == [
        "region '-almaty' is unknown; choose from moscow, kazakhstan.",
        "scheme 'later' is unknown; choose from prepaid, postpaid.",
        "'planet' is unknown; known are region, scheme.",
    ]

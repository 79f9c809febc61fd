"""Facet values from the command line, against the facets that an index knows."""

import pytest

from otvet.chosen import one_value_each
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
    ],
)
def test_one_value_of_each_facet(given: list[tuple[str, str]], expected: dict[str, str]) -> None:
    assert one_value_each(given, FACETS) == expected


def test_a_facet_named_like_a_search_parameter_is_unknown() -> None:
    with pytest.raises(InvalidRequest, match=r"^'limit' is unknown; known are region, scheme\.$"):
        one_value_each([("limit", "3")], FACETS)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    given = [("region", "moscow"), ("region", "kazakhstan"), ("scheme", "later"), ("planet", "mars")]
    with pytest.raises(InvalidRequest) as refused:
        one_value_each(given, FACETS)
    assert [fault.detail for fault in refused.value.faults] == [
        "region has 2 values (moscow, kazakhstan); a search takes one so far, so give one.",
        "scheme 'later' is unknown; choose from prepaid, postpaid.",
        "'planet' is unknown; known are region, scheme.",
    ]

"""Bodies nested so deeply that reading or describing them takes more stack than there is."""

import itertools

import pytest

from server.app import create_app
from tests.attacks.clients import JSON
from tests.hand_service import ACT, by_hand

OPEN = {"lists": ("[", "]"), "objects": ('{"a":', "}"), "both": ('[{"queries":', "}]")}
PLACES = {
    "whole": "%s",
    "queries": '{"queries": %s}',
    "a-question": '{"queries": [{"q": %s}]}',
    "a-facet": '{"queries": [{"q": "a", "region": %s}]}',
    "another-field": '{"queries": [{"q": "a"}], "x": %s}',
    "section": '{"query": "a", "section": %s, "helpful": true}',
    "facets": f'{{"query": "a", "section": "{ACT}", "helpful": true, "facets": %s}}',
    "confidence": f'{{"query": "a", "section": "{ACT}", "helpful": true, "confidence": %s}}',
}
DEPTHS = (3, 100, 255, 900, 990, 3000, 30_000)


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/feedback"])
@pytest.mark.parametrize("place", PLACES)
def test_a_body_nested_however_deeply_is_a_problem_document(path: str, place: str) -> None:
    client = create_app(by_hand()).test_client()
    for depth, (opened, closed) in itertools.product(DEPTHS, OPEN.values()):
        for core in (opened * depth + "1" + closed * depth, opened * depth, opened * depth + closed * (depth + 1)):
            response = client.post(path, data=PLACES[place].replace("%s", core), headers=JSON)
            assert response.status_code in (400, 413), (depth, core[:20], response.text[:200])
            assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", ["/feedback", "/login", "/"])
def test_pages_take_no_json(path: str) -> None:
    client = create_app(by_hand()).test_client()
    assert client.post(path, data="[" * 30_000, headers=JSON).status_code in (400, 403, 405)

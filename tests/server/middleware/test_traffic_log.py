"""What is kept of questions and feedback over HTTP, and that keeping never stands in the way."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.result import Query, Result
from server.app import create_app
from server.resources import Resources
from server.settings import Settings
from tests.hand_service import ACT, by_hand, search
from traffic.record import Feedback, QueryRecord
from traffic.store import Store
from traffic.writer import Writer

URL = "/api/v1/feedback"
GOOD: dict[str, Any] = {"query": "акт сверки", "section": ACT, "helpful": False}


@pytest.fixture
def resources(tmp_path: Path) -> Iterator[Resources]:
    with Resources.of(Settings(rate=0, traffic=tmp_path / "traffic.sqlite")) as resources:
        yield resources


@pytest.fixture
def client(resources: Resources) -> FlaskClient:
    return create_app(by_hand(), resources=resources).test_client()


def kept(resources: Resources) -> tuple[list[QueryRecord], list[Feedback]]:
    assert resources.traffic
    resources.traffic.flush()
    now = datetime.now(UTC)
    span = now - timedelta(hours=1), now + timedelta(hours=1)
    return resources.traffic.store.asked(*span), resources.traffic.store.feedback(*span)


def test_a_search_is_kept_as_it_was_answered(client: FlaskClient, resources: Resources) -> None:
    result = client.get("/api/v1/search", query_string={"q": "frn cdthrb период Алматы"}).json
    assert result
    ((asked,), feedback) = kept(resources)
    assert feedback == []
    assert (asked.query, asked.used, asked.facets) == (
        "frn cdthrb период Алматы",
        "акт сверки период Алматы",
        {"region": "kazakhstan"},
    )
    assert (asked.status, asked.confidence) == (result["status"], result["answers"][0]["confidence"])
    assert asked.shown == tuple(answer["id"] for answer in result["answers"])
    assert asked.generation == result["index"]["generation"]
    assert abs(asked.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_batch_and_the_page_are_kept_too(client: FlaskClient, resources: Resources) -> None:
    client.post("/api/v1/search", json={"queries": [{"q": "один"}, {"q": "два"}]})
    client.get("/?q=три")
    assert [asked.query for asked in kept(resources)[0]] == ["один", "два", "три"]


@pytest.mark.parametrize("path", ["/api/v1/search?q=а&partial=true", "/?q=а&partial=true", "/api/v1/suggest?q=а"])
def test_what_is_still_being_typed_is_not_kept(client: FlaskClient, resources: Resources, path: str) -> None:
    assert client.get(path).status_code == 200
    assert kept(resources)[0] == []


@pytest.mark.parametrize("path", ["/api/v1/search?q=", "/api/v1/search?q=a&region=narnia", "/", "/api/v1/sections"])
def test_what_is_no_question_is_not_kept(client: FlaskClient, resources: Resources, path: str) -> None:
    client.get(path)
    assert kept(resources)[0] == []


def test_feedback_is_kept_whole(client: FlaskClient, resources: Resources) -> None:
    said = GOOD | {
        "reason": "wrong_variant",
        "facets": {"region": "moscow", "scheme": None},
        "confidence": 0.5,
        "generation": "hand-1",
    }
    response = client.post(URL, json=said)
    assert (response.status_code, response.json) == (202, {"kept": True})
    (feedback,) = kept(resources)[1]
    assert replace(feedback, at=datetime.min) == Feedback(
        datetime.min, "акт сверки", {"region": "moscow"}, ACT, False, "wrong_variant", 0.5, "hand-1"
    )


REFUSED: list[tuple[dict[str, Any], int, str, str]] = [
    ({"section": "no.md#way"}, 404, "There is no section 'no.md#way' for these choices; /api/v1/sections lists what "
     "there is.", "#/section"),
    ({"section": 5}, 400, "section must be the section's id, a string, got 5.", "#/section"),
    ({"helpful": "no"}, 400, "helpful must be true or false, got 'no'.", "#/helpful"),
    ({"query": " "}, 400, "query is empty; ask a question in words.", "#/query"),
    ({"query": "a\0"}, 400, "query has the control character U+0000 at position 1; remove it.", "#/query"),
    ({"reason": "rude"}, 400, "reason must be one of '', 'wrong_topic', 'wrong_variant', 'unclear', 'outdated', "
     "'other', got 'rude'.", "#/reason"),
    ({"facets": {"region": "narnia"}}, 400, "facets.region 'narnia' is unknown; choose from moscow, kazakhstan.",
     "#/facets/region"),
    ({"facets": {"ragion": "moscow"}}, 400, "'facets.ragion' is unknown; known are region, scheme.", "#/facets/ragion"),
    ({"facets": "moscow"}, 400, 'facets must be an object such as {"region": "…"}, got \'moscow\'.', "#/facets"),
    ({"confidence": 2}, 400, "confidence must be a number from 0 to 1, got 2.", "#/confidence"),
    ({"generation": "<b>"}, 400, "generation must be the answer's index.generation, at most 64 letters, digits, "
     "'.', '_' and '-', got '<b>'.", "#/generation"),
    ({"email": "a@b.ru"}, 400, "'email' is unknown; known are query, section, helpful, reason, facets, confidence, "
     "generation.", "#/email"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "status", "detail", "pointer"), REFUSED)
def test_feedback_that_says_nothing_usable_is_refused(
    client: FlaskClient, resources: Resources, change: dict[str, Any], status: int, detail: str, pointer: str
) -> None:
    response = client.post(URL, json=GOOD | change)
    assert response.json
    assert (response.status_code, response.json["detail"]) == (status, detail)
    assert response.content_type == "application/problem+json"
    assert response.json["errors"] == [{"detail": detail, "pointer": pointer}]
    assert kept(resources)[1] == []


def test_feedback_that_is_no_object_is_told_what_it_should_be(client: FlaskClient) -> None:
    response = client.post(URL, json=[])
    assert response.json
    assert response.json["detail"] == (
        'The body must be an object such as {"query": "…", "section": "…", "helpful": true}, got list.'
    )


def test_a_server_that_keeps_nothing_says_so() -> None:
    client = create_app(by_hand()).test_client()
    response = client.post(URL, json=GOOD)
    assert (response.status_code, response.json) == (202, {"kept": False})


class Slow(Store):
    """A disk that hangs until it is let go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.go = threading.Event()

    def add(self, record: QueryRecord | Feedback) -> None:
        self.go.wait(10)
        super().add(record)


def test_a_disk_that_hangs_holds_up_no_answer_and_what_is_lost_is_counted(resources: Resources, tmp_path: Path) -> None:
    slow = Slow(tmp_path / "slow.sqlite")
    writer = Writer(slow, waiting=2)
    client = create_app(by_hand(), resources=replace(resources, traffic=writer)).test_client()
    for _ in range(10):
        assert client.get("/api/v1/search?q=акт").status_code == 200
    assert 7 <= writer.lost <= 8  # two wait, and one may be under way
    slow.go.set()
    writer.close()


def test_a_disk_that_refuses_fails_no_answer(resources: Resources) -> None:
    assert resources.traffic
    resources.traffic.store._connection.execute("DROP TABLE asked")
    client = create_app(by_hand(), resources=resources).test_client()
    assert client.get("/api/v1/search?q=акт").status_code == 200
    resources.traffic.flush()
    assert resources.traffic.lost == 1
    assert "otvet_traffic_lost 1.0" in client.get("/metrics").text


def test_a_search_that_fails_is_not_kept(resources: Resources) -> None:
    def broken(query: Query) -> Result:
        raise RuntimeError("no")

    create_app(replace(by_hand(), search=broken), resources=resources).test_client().get("/api/v1/search?q=а")
    assert kept(resources)[0] == []


def test_metrics_count_requests_results_and_name_the_index(client: FlaskClient) -> None:
    client.get("/api/v1/search?q=акт сверки")
    client.get("/api/v1/search?q=бегемот")
    client.get("/api/v1/search?q=")
    client.open("/nothing", method="BREW")
    response = client.get("/metrics")
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = set(response.text.splitlines())
    assert {
        'otvet_requests_total{endpoint="search_one",method="GET",status="200"} 2.0',
        'otvet_requests_total{endpoint="search_one",method="GET",status="400"} 1.0',
        'otvet_requests_total{endpoint="none",method="other",status="404"} 1.0',
        'otvet_request_seconds_count{endpoint="search_one"} 3.0',
        'otvet_results_total{status="answered"} 1.0',
        'otvet_results_total{status="unsure"} 0.0',
        'otvet_results_total{status="no_answer"} 1.0',
        'otvet_index{encoder="words",generation="hand-1"} 1.0',
    } <= lines


def test_the_search_that_the_service_was_given_is_left_alone() -> None:
    service = by_hand()
    create_app(service)
    assert service.search is search

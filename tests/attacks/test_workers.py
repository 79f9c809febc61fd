"""One client asks as much as it may: another is answered meanwhile, and so is whoever looks after the server."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from server.app import create_app
from server.limits import Limits
from server.resources import Resources
from server.settings import Settings
from tests.attacks.clients import (
    ATTACKER,
    JSON,
    SLOW,
    Held,
    Place,
    ask,
    batch,
    connections,
    in_background,
    needs_addresses,
)
from tests.hand_service import by_hand
from tests.site import listening

WAIT = f"/api/v1/search?q={quote(SLOW)}"
FREE = ["/healthz", "/readyz", "/metrics", "/static/0/page.css", "/widget/0/element.js"]


@pytest.fixture
def held() -> Iterator[Held]:
    one = Held()
    yield one
    one.released.set()


@pytest.fixture
def place(held: Held) -> Iterator[Place]:
    """Of a server with four workers."""
    with listening(create_app(held.service())) as server:
        yield server.effective_host, int(server.effective_port)
        held.released.set()


@needs_addresses
def test_batches_of_one_client_leave_workers_to_others(held: Held, place: Place) -> None:
    body = batch(SLOW, 32)
    with in_background(8, lambda at: ask(place, "/api/v1/search", ATTACKER, body=body, headers=JSON)) as answers:
        held.wait_for(2)
        assert ask(place, "/api/v1/search?q=a").status == 200
        assert ask(place, "/").status == 200
        held.released.set()
    assert {answer.status for answer in answers} == {200}


@needs_addresses
@pytest.mark.parametrize("path", FREE)
def test_probes_and_files_are_answered_while_every_worker_is_held(held: Held, place: Place, path: str) -> None:
    with in_background(8, lambda at: ask(place, WAIT, f"127.0.1.{at + 1}")):
        held.wait_for(4)
        assert ask(place, path).status == 200
        held.released.set()


@needs_addresses
def test_clients_take_turns(held: Held, place: Place) -> None:
    """Twelve requests of one client were there first, and the other's is answered after those in progress."""
    with (
        in_background(12, lambda at: ask(place, WAIT, ATTACKER)),
        in_background(2, lambda at: ask(place, WAIT, "127.0.0.9")),
    ):
        held.wait_for(4)
        with in_background(1, lambda at: ask(place, "/")) as answers:
            held.released.set()
        assert [answer.status for answer in answers] == [200]


def test_a_question_costs_as_much_as_it_is_long() -> None:
    resources = Resources.of(Settings(rate=0.001, burst=20))
    client = create_app(by_hand(), resources=resources).test_client()
    for path in ("/api/v1/search?q=", "/?q=", "/faq?ask="):
        statuses = [client.get(path + "а" * 1000, environ_base={"REMOTE_ADDR": path}).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]


def test_a_batch_costs_as_much_as_its_questions_together() -> None:
    resources = Resources.of(Settings(rate=0.001, burst=40))
    client = create_app(by_hand(), resources=resources).test_client()
    body = batch("а" * 1000, 4)
    assert [client.post("/api/v1/search", data=body, headers=JSON).status_code for _ in range(2)] == [200, 429]


def test_a_batch_has_a_bound_on_its_characters() -> None:
    client = create_app(by_hand(), limits=Limits(batch_characters=100)).test_client()
    assert client.post("/api/v1/search", data=batch("а" * 50, 2), headers=JSON).status_code == 200
    refused = client.post("/api/v1/search", data=batch("а" * 50, 3), headers=JSON)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (400, "#/queries")  # type: ignore[index]
    assert refused.json["detail"] == "The queries have 150 characters together; at most 100 are taken at once."  # type: ignore[index]


@needs_addresses
def test_a_probe_needs_no_worker(held: Held, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is answered where it is received: not even those workers are asked that answer nothing else."""
    monkeypatch.setattr("server.wsgi.waitress_server.Lanes.queue", lambda *_: pytest.fail("a worker was asked"))
    found = ask(place, "/healthz")
    assert (found.status, found.json()) == (200, {"status": "ok"})


def test_a_probe_says_the_same_as_the_application(place: Place) -> None:
    received, made = ask(place, "/healthz", ATTACKER), create_app(by_hand()).test_client().get("/healthz")
    assert received.body == made.data
    assert received.headers.items() >= dict(made.headers).items()


def test_probes_among_other_requests_of_a_connection_are_answered_in_order(place: Place) -> None:
    paths = ["/healthz", "/robots.txt", "/healthz", "/healthz", "/nothing", "/healthz"]
    requests = "".join(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths)
    last = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with connections(place, 1, (requests + last).encode()) as (one,):
        received = b"".join(iter(lambda: one.recv(65536), b"")).decode()
    assert re.findall(r"HTTP/1\.1 (\d+)", received) == ["200", "200", "200", "200", "404", "200", "200"]

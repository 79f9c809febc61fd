"""More is asked than can be answered: the rest is refused at once, and what was begun finishes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from server.app import create_app
from server.resources import Resources
from server.settings import Settings
from server.wsgi import worker_lane
from tests.attacks.clients import ATTACKER, OTHER, SLOW, Held, Place, ask, in_background, needs_addresses
from tests.site import listening

WAIT = f"/api/v1/search?q={quote(SLOW)}"


@pytest.fixture
def held() -> Iterator[Held]:
    one = Held()
    yield one
    one.released.set()


@pytest.fixture
def place(held: Held) -> Iterator[Place]:
    """Of a server with two workers."""
    with listening(create_app(held.service()), threads=2) as server:
        yield server.effective_host, int(server.effective_port)
        held.released.set()


@needs_addresses
def test_a_full_queue_refuses_the_client_that_filled_it(
    held: Held, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_lane, "QUEUED", 5)
    with (
        in_background(9, lambda at: ask(place, WAIT, ATTACKER)) as attacks,
        in_background(1, lambda at: ask(place, WAIT, "127.0.0.9")) as others,
    ):
        held.wait_for(2)
        with in_background(2, lambda at: ask(place, "/")) as late:
            while len(attacks) < 3:  # refused while all workers are held
                time.sleep(0.01)
            refused = attacks[0]
            assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
            assert refused.headers["Content-Type"] == "application/problem+json"
            assert refused.json()["type"] == "urn:otvet:problem:overloaded"
            held.released.set()
    assert [answer.status for answer in others + late] == [200, 200, 200]
    assert {answer.status for answer in attacks} == {200, 503}


def test_one_client_has_a_bound_on_what_waits(held: Held, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_lane, "QUEUED_EACH", 2)
    with in_background(6, lambda at: ask(place, WAIT, ATTACKER)) as attacks:
        while len(attacks) < 3:
            time.sleep(0.01)
        assert [answer.status for answer in attacks] == [503] * 3
        held.released.set()
    assert sorted(answer.status for answer in attacks) == [200] * 3 + [503] * 3


def test_time_in_the_queue_counts(held: Held, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_lane, "QUEUE_SECONDS", 0.0)
    with in_background(1, lambda at: ask(place, WAIT, ATTACKER)) as answers:
        pass
    assert [(answer.status, answer.headers["Retry-After"]) for answer in answers] == [(503, "5")]


SERVER = """
import time
from dataclasses import replace
from server.wsgi import waitress_server
from server.app import create_app
from server.resources import Resources
from server.settings import Settings
from server.run import serve
from tests.hand_service import by_hand, search

def slow(query):
    print("asked", flush=True)
    time.sleep({seconds})
    return search(query)

waitress_server.STOP_SECONDS = {deadline}
serve(create_app(replace(by_hand(), search=slow)), host="127.0.0.1", port=0, threads=1,
      announce=lambda address: print(address, flush=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize(
    ("seconds", "deadline", "statuses"),
    [pytest.param(0.3, 10, [200] * 4, id="in-time"), pytest.param(30, 0.5, [], id="too-late")],
)
def test_sigterm_finishes_what_is_queued_within_a_deadline(
    seconds: float, deadline: float, statuses: list[int]
) -> None:
    script = SERVER.format(seconds=seconds, deadline=deadline)
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        host, port = process.stdout.readline().removeprefix("http://").rstrip("/\n").split(":")
        place = (host, int(port))
        request = f"GET {WAIT} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        waiting = [socket.create_connection(place, timeout=20) for _ in range(4)]
        for one in waiting:
            one.sendall(request)
        assert process.stdout.readline() == "asked\n"
        assert ask(place, "/healthz").status == 200  # after this, the others have been read too
        process.send_signal(signal.SIGTERM)
        found = [one.recv(12) for one in waiting]
        assert [int(line[-3:]) for line in found if line] == statuses
        assert process.wait(20) == 0
        for one in waiting:
            one.close()


@needs_addresses
def test_a_server_that_stops_takes_nothing_new(held: Held) -> None:
    with listening(create_app(held.service())) as server:
        place = (server.effective_host, int(server.effective_port))
        with in_background(1, lambda at: ask(place, WAIT, ATTACKER)) as answers:
            held.wait_for(1)
            server.stop()
            with pytest.raises((ConnectionRefusedError, ConnectionResetError)):
                ask_until_it_fails(place)
            held.released.set()
        assert [answer.status for answer in answers] == [200]


def ask_until_it_fails(place: Place) -> None:
    while True:
        ask(place, "/healthz", OTHER)


SITE = "https://shop.example"


@pytest.mark.parametrize(
    ("path", "headers", "kind", "says"),
    [
        pytest.param(WAIT, {"Origin": SITE}, "application/problem+json", "overloaded", id="script-of-another-site"),
        pytest.param(f"/?q={quote(SLOW)}", {}, "text/html; charset=utf-8", "Сервер занят", id="page"),
        pytest.param(f"/?q={quote(SLOW)}&lang=kk", {}, "text/html; charset=utf-8", "Сервер бос емес", id="in-kazakh"),
        pytest.param(f"/?q={quote(SLOW)}&fragment=true", {}, "text/html; charset=utf-8", "Сервер занят", id="part"),
        pytest.param(f"/faq?ask={quote(SLOW)}", {}, "application/problem+json", "overloaded", id="for-programs"),
    ],
)
def test_what_is_refused_has_the_form_that_its_client_takes_and_is_counted(
    held: Held, monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[str, str], kind: str, says: str
) -> None:
    monkeypatch.setattr(worker_lane, "QUEUE_SECONDS", -1.0)
    resources = Resources.of(Settings(rate=0, cors_origins=frozenset({SITE})))
    with listening(create_app(held.service(), resources=resources), threads=2) as server:
        place = (server.effective_host, int(server.effective_port))
        refused = ask(place, path, ATTACKER, headers={"Accept": "text/html", **headers})
    counted = resources.metrics.written().decode()
    assert (refused.status, refused.headers["Retry-After"], refused.headers["Content-Type"]) == (503, "5", kind)
    assert says in refused.body.decode()
    assert refused.headers.get("Access-Control-Allow-Origin") == headers.get("Origin")
    assert re.search(r'otvet_requests_total\{endpoint="\w+",method="GET",status="503"\} 1\.0', counted)

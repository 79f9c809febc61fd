"""One client opens what connections it can, or sends as slowly as it can: nobody else is shut out."""

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from server.app import create_app
from server.wsgi import waitress_channel, waitress_server
from tests.attacks.clients import ATTACKER, OTHER, PATIENCE, Place, ask, closed, connections, needs_addresses
from tests.hand_service import by_hand
from tests.site import listening

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"

PARTS = [
    pytest.param(b"", id="idle"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: ", id="header"),
    pytest.param(b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\na", id="body"),
    pytest.param(b"POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na", id="chunk"),
]


@pytest.fixture
def place() -> Iterator[Place]:
    with listening(create_app(by_hand())) as server:
        yield server.effective_host, int(server.effective_port)


@needs_addresses
@pytest.mark.parametrize("sent", PARTS)
def test_held_connections_of_one_client_shut_nobody_out(place: Place, sent: bytes) -> None:
    with connections(place, 150, sent) as held:
        for source in (OTHER, ATTACKER):
            assert ask(place, "/healthz", source).status == 200
        assert closed(held[0])  # the one that was quiet for longest


@needs_addresses
def test_connections_from_many_addresses_leave_room(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waitress_server, "CONNECTIONS", 40)
    with ExitStack() as stack, connections(place, 1, b"", "127.0.0.9") as others:
        for number in range(1, 11):
            stack.enter_context(connections(place, 6, b"", f"127.0.1.{number}"))
        assert ask(place, "/healthz").status == 200
        others[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert others[0].recv(12) == b"HTTP/1.1 200"


def test_a_connection_that_is_owed_an_answer_is_not_closed(place: Place) -> None:
    """Not even by its own client, who opens more than it may."""
    with connections(place, 1, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") as asked, connections(place, 50, b""):
        assert asked[0].recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize("sent", PARTS[1:])
def test_a_request_that_drips_in_has_a_deadline(place: Place, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waitress_channel, "HEADER_SECONDS", 0.5)
    monkeypatch.setattr(waitress_channel, "REQUEST_SECONDS", 0.5)
    with connections(place, 5, sent) as dripping:
        assert all(closed(one) for one in dripping)  # though the client sends nothing more that would wake the server


def test_headers_have_less_time_than_a_body(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waitress_channel, "HEADER_SECONDS", 0.1)
    whole = b"POST /api/v1/feedback HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
    with connections(place, 1, whole) as slow, connections(place, 1, whole[:20]) as slower:
        assert closed(slower[0])
        slow[0].sendall(b"{}")
        assert slow[0].recv(12) == b"HTTP/1.1 400"


def test_headers_have_a_bound(place: Place) -> None:
    with connections(place, 1, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * waitress_channel.HEADER_BYTES) as big:
        assert b"431" in big[0].recv(12)


def test_who_takes_no_answer_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that is never ready for more is never ready to be closed either."""
    monkeypatch.setattr(waitress_server, "REQUEST_SECONDS", 0.5)

    def long(environ: object, start_response: "StartResponse") -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(1 << 25))])
        return [b"x" * (1 << 25)]

    with listening(long) as server, connections((server.effective_host, int(server.effective_port)), 4, GET):
        until = monotonic() + PATIENCE
        while server.active_channels and monotonic() < until:
            sleep(0.1)
        assert not server.active_channels

"""Clients of a server on this machine, each with a loopback address of its own, and a search that waits."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

import pytest

from index.result import Query, Result
from server.service import Service
from tests.hand_service import by_hand, search

Place = tuple[str, int]

ATTACKER, OTHER = "127.0.0.1", "127.0.0.2"
PATIENCE = 20
"""Seconds after which a test fails."""

JSON = {"Content-Type": "application/json"}
SLOW = "долго"


def several_addresses() -> bool:
    """Whether this machine lets a program connect from 127.0.0.2, as Linux does."""
    try:
        with socket.socket() as one:
            one.bind((OTHER, 0))
    except OSError:
        return False
    return True


needs_addresses = pytest.mark.skipif(not several_addresses(), reason="needs all of 127.0.0.0/8, as Linux has it")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


def ask(
    place: Place, path: str, source: str = OTHER, *, body: str = "", headers: dict[str, str] | None = None
) -> Answer:
    """One request over a connection of its own; a POST if there is a body."""
    connection = http.client.HTTPConnection(*place, timeout=PATIENCE, source_address=(source, 0))
    try:
        connection.request("POST" if body else "GET", path, body or None, headers or {})
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


@contextmanager
def connections(place: Place, number: int, sent: bytes, source: str = ATTACKER) -> Iterator[list[socket.socket]]:
    """Open connections, each with these bytes sent."""
    with ExitStack() as stack:
        opened = []
        for _ in range(number):
            one = socket.create_connection(place, timeout=PATIENCE, source_address=(source, 0))
            stack.callback(one.close)
            one.sendall(sent)
            opened.append(one)
        yield opened


def closed(connection: socket.socket) -> bool:
    """Whether the server hangs up without an answer."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@dataclass
class Held:
    """A service whose answers to questions with «долго» wait for `release`."""

    released: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Goes up by one with each such question."""

    def service(self) -> Service:
        return replace(by_hand(), search=self.search)

    def search(self, query: Query) -> Result:
        if SLOW in query.text:
            self.begun.release()
            assert self.released.wait(PATIENCE)
        return search(query)

    def wait_for(self, number: int) -> None:
        """Wait until so many are being answered."""
        for _ in range(number):
            assert self.begun.acquire(timeout=PATIENCE)


@contextmanager
def in_background(number: int, task: Callable[[int], Answer]) -> Iterator[list[Answer]]:
    """Run a task for 0, 1, 2 … at once; the answers are there when the context has ended."""
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda at=at: answers.append(task(at)), daemon=True) for at in range(number)]
    for thread in threads:
        thread.start()
    yield answers
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def batch(text: str, number: int) -> str:
    """The body of a POST."""
    return json.dumps({"queries": [{"q": text}] * number})

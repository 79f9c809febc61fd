"""A real server with two workers: one of them dies, the index is replaced, and all of them are told to stop."""

import http.client
import json
import mmap
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.storage.generations import live
from server.worker_states import WorkerState, WorkerStates
from server.wsgi.workers import log, supervise
from tests.conftest import FAQ

PATIENCE = 30.0
KEY = "correct-horse-battery"
ASKED = f"/api/v1/search?abstain=false&q={quote('Как оплатить счёт?')}"
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork")


def page(number: int) -> str:
    """A content whose answer and suggestion say which one it is."""
    return f"# Оплата\n\n## Как оплатить счёт?\n\nПлатите способом {number}.\n\n## Как вернуть деньги?\n\nПишите.\n"


@dataclass
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    """With ``pay.md`` and ``index``."""
    said: list[str] = field(default_factory=list)
    """Lines of its log."""

    def write(self, number: int) -> str:
        """Build another generation; returns its name."""
        (self.folder / "pay.md").write_text(page(number), encoding="utf-8")
        build(self.folder / "pay.md", self.folder / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
        return live(self.folder / "index")

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        """One request over a connection of its own, which any worker may take."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def metrics(self) -> dict[str, float]:
        """Each series → its value."""
        lines = (line for line in self.ask("/metrics")[1].splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    def processes(self) -> set[int]:
        """Of the workers."""
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return {int(line) for line in listed.stdout.split()} - {self.process.pid}


def indexes(server: Running) -> list[str]:
    """The generations that any worker serves."""
    return [series for series in server.metrics() if series.startswith("otvet_index{")]


def wait(until: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Running]:
    """Two workers over a small index, all of them ready."""
    (folder / "pay.md").write_text(page(0), encoding="utf-8")
    build(folder / "pay.md", folder / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    command = [
        sys.executable,
        "-m",
        "otvet",
        "serve",
        "--index",
        str(folder / "index"),
        "--port",
        "0",
        "--workers",
        "2",
    ]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"OTVET_RATE": "0"} | settings
    ) as process:
        try:
            assert process.stderr is not None
            found = next(match for line in process.stderr if (match := re.search(r"http://127\.0\.0\.1:(\d+)/", line)))
            server = Running(process, int(found[1]), folder)
            reading = threading.Thread(target=lambda: server.said.extend(process.stderr or ()), daemon=True)
            reading.start()
            wait(lambda: server.ask("/readyz")[0] == 200)
            yield server
        finally:
            process.kill()
            process.wait()
            reading.join(PATIENCE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("served")) as one:
        yield one


@contextmanager
def load(server: Running, one: Callable[[], None], *, threads: int = 4) -> Iterator[None]:
    """Do something again and again in several threads; what fails there fails here.

    A pause keeps new connections below what a client may open a second.
    """
    ended, failures = threading.Event(), list[BaseException]()

    def again() -> None:
        try:
            while not ended.wait(0.12):
                one()
        except BaseException as exc:
            failures.append(exc)

    running = [threading.Thread(target=again, daemon=True) for _ in range(threads)]
    for thread in running:
        thread.start()
    yield
    ended.set()
    for thread in running:
        thread.join(PATIENCE)
    if failures:
        raise failures[0]


def test_requests_during_swaps_see_one_generation_each_and_none_fails(server: Running) -> None:
    answered: Counter[str] = Counter()

    def one() -> None:
        status, body = server.ask(ASKED)
        assert status == 200, body
        found = json.loads(body)
        generation = found["index"]["generation"]
        number = int(generation[:6]) - 1  # generations count from 1, pages from 0
        assert found["answers"][0]["text"] == f"Платите способом {number}."
        answered[generation] += 1

    with load(server, one):
        for number in (1, 2, 3):
            name = server.write(number)
            served = f'otvet_index{{encoder="hash",generation="{name}"}}'
            wait(lambda served=served: indexes(server) == [served])  # type: ignore[misc]
            assert server.ask("/readyz")[0] == 200
    assert answered[live(server.folder / "index")]


def test_a_worker_that_is_killed_is_replaced_and_the_other_answers_meanwhile(server: Running) -> None:
    before = server.processes()
    assert len(before) == 2
    for _ in range(20):
        assert server.ask(ASKED)[0] == 200
    counted = server.metrics()['otvet_results_total{status="answered"}']
    os.kill(min(before), signal.SIGKILL)
    wait(lambda: min(before) not in server.processes())
    assert {server.ask(ASKED)[0] for _ in range(20)} == {200}
    wait(lambda: len(server.processes()) == 2)
    wait(lambda: server.ask("/readyz")[0] == 200)
    after = server.metrics()
    assert after["otvet_workers"] == 2
    assert after['otvet_results_total{status="answered"}'] == counted + 20
    assert server.process.poll() is None
    assert any("was killed by SIGKILL; started again in 1 s" in line for line in server.said)


def test_a_first_worker_that_is_killed_before_it_answers_is_told_and_ends_the_server() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    states = WorkerStates(2)
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)}
    with patch.object(log, "error") as told:
        assert not supervise(
            lambda worker: os.kill(os.getpid(), signal.SIGKILL), states=states, listening=listening, began=lambda: None
        )
    assert "was killed by SIGKILL" in told.call_args.args
    assert {each: signal.getsignal(each) for each in before} == before


@pytest.mark.parametrize("bytes_written", [0, 1, 60])
def test_a_worker_that_is_killed_while_it_says_how_it_is_leaves_no_half_of_that(bytes_written: int) -> None:
    class Killed(BaseException):
        pass

    class Memory(mmap.mmap):
        def __setitem__(self, place: slice, written: bytes) -> None:  # type: ignore[override]
            self.seek(place.start)
            self.write(written[:bytes_written])
            raise Killed

    states = WorkerStates(2)
    states[0] = WorkerState(process=7, generation="000001-20300101T000000Z", encoder="hash", failures=3)
    memory = Memory(-1, len(states._memory))
    memory.write(states._memory[:])
    states._memory = memory
    with pytest.raises(Killed):
        states[0] = WorkerState(process=8)
    assert states[0] == WorkerState()
    assert states[1] == WorkerState()


def test_the_longest_state_of_a_worker_stays_its_own() -> None:
    states = WorkerStates(2)
    states[1] = WorkerState(process=9)
    states[0] = WorkerState(process=8, generation="\x01" * 500, encoder="\x02" * 500, warning="🤷" * 500)
    assert states[0].warning == "🤷" * 400
    assert states[1] == WorkerState(process=9)


def test_sigterm_lets_both_workers_finish_what_they_were_asked(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        request = f"GET {ASKED} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        waiting = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE) for _ in range(8)]
        for one in waiting:
            one.request("GET", ASKED)
            assert one.getresponse().read()  # a worker has the connection
            one.sock.sendall(request[:20])
        time.sleep(1)  # by then they are read
        for each in (server.process.pid, *server.processes()):  # as a service manager does, to each of its processes
            os.kill(each, signal.SIGTERM)
        for one in waiting:
            one.sock.sendall(request[20:])
        assert [one.sock.recv(12) for one in waiting] == [b"HTTP/1.1 200"] * 8
        for one in waiting:
            one.close()
        assert server.process.wait(PATIENCE) == 0
        with pytest.raises(ConnectionRefusedError):
            server.ask("/healthz")


def test_workers_end_when_their_master_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        workers = server.processes()
        server.process.kill()
        server.process.wait()
        wait(lambda: not any(map(alive, workers)))


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_clients_and_guesses_at_the_key_are_counted_for_all_workers_together(tmp_path: Path) -> None:
    with serving(tmp_path, OTVET_RATE="0.001", OTVET_BURST="40", OTVET_OWNER_KEY=KEY) as server:
        guesses = [server.ask("/insights", Authorization=f"Bearer wrong-{number}")[0] for number in range(10)]
        assert guesses == [401] * 5 + [429] * 5
        assert [server.ask("/api/v1/sections")[0] for _ in range(35)] == [200] * 30 + [429] * 5


def test_what_both_workers_are_asked_is_stored(tmp_path: Path) -> None:
    with serving(tmp_path) as server:

        def ask() -> None:
            for _ in range(25):
                server.ask(ASKED)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.metrics()['otvet_results_total{status="answered"}'] == 100
        server.process.terminate()
        assert server.process.wait(PATIENCE) == 0
    store = sqlite3.connect(tmp_path / "traffic.sqlite")
    assert store.execute("SELECT count(*) FROM asked").fetchone() == (100,)
    store.close()


def test_an_index_that_cannot_be_opened_is_told_once_and_ends_the_server(tmp_path: Path) -> None:
    (tmp_path / "pay.md").write_text(page(0), encoding="utf-8")
    build(tmp_path / "pay.md", tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    (generation,) = (tmp_path / "index" / "generations").glob("0*")
    (generation / "sections.jsonl").write_bytes(b"{}")
    command = [sys.executable, "-m", "otvet", "serve", "--index", str(tmp_path / "index"), "--port", "0"]
    for workers in ("1", "2"):
        ran = subprocess.run([*command, "--workers", workers], capture_output=True, text=True, cwd=ROOT)
        assert ran.returncode == 1
        assert ran.stderr.count("Error: ") == 1
        assert "sections.jsonl" in ran.stderr

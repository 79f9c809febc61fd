"""What does one client, attacking within its limits, cost another? Latency of the other, idle and under attack.

    python -m eval.bench.one_client [--index DIR] [--seconds N] [--workers N]

Starts `otvet serve` on an index. The attacker, a process of its own at 127.0.0.1, sends long batches from several
connections, holds idle ones, drips headers and bodies, and guesses at the owners' key, all at once. The other client,
at 127.0.0.2, asks one question after another over a new connection each; a monitor at 127.0.0.3 asks for ``/healthz``.
Needs Linux, where all of 127.0.0.0/8 is this machine. Prints one JSON line.
"""

import http.client
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from urllib.parse import quote, urlsplit

import numpy as np

from eval.bench.query_cost import QUERIES
from eval.bench.script import INDEX, machine, parser

ATTACKER, OTHER, MONITOR = "127.0.0.1", "127.0.0.2", "127.0.0.3"
PATIENCE = 20.0
"""Seconds after which a request counts as failed."""
BATCHES, IDLE, DRIPPING, GUESSING = 8, 120, 20, 4
"""Connections of the attacker, of each kind."""
PAUSE = 0.2
"""Seconds before the attacker repeats a request or opens a closed connection again."""
BATCH = json.dumps({"queries": [{"q": (f"{number} {QUERIES[number % 5]} " * 8)[:250]} for number in range(32)]})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Place = tuple[str, int]
"""Host and port of the server."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Of the requests of one kind, in ms."""

    requests: int
    p50: float
    p99: float
    errors: int
    """Statuses from 500 on, and connections that broke or took longer than ``PATIENCE``."""


def asked(place: Place, source: str, paths: Sequence[str], *, seconds: float, pause: float) -> Latency:
    """Ask for the paths in turn, for so many seconds, over a new connection each time."""
    times: list[float] = []
    errors, until = 0, monotonic() + seconds
    for path in cycle(paths):
        if monotonic() > until:
            break
        began = perf_counter()
        errors += status(place, source, "GET", path) >= 500
        times.append(1000 * (perf_counter() - began))
        sleep(pause)
    p50, p99 = np.percentile(times, [50, 99]).tolist()
    return Latency(len(times), round(p50, 1), round(p99, 1), errors)


def status(
    place: Place, source: str, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> int:
    """The status of an answer; 599 if there is none."""
    connection = http.client.HTTPConnection(*place, timeout=PATIENCE, source_address=(source, 0))
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return 599
    finally:
        connection.close()


def attack(place: Place) -> None:
    """Attack until the process is ended."""
    guesses = count()
    attacks: list[tuple[int, Callable[[], object]]] = [
        (
            BATCHES,
            lambda: status(place, ATTACKER, "POST", "/api/v1/search", BATCH, {"Content-Type": "application/json"}),
        ),
        (IDLE, lambda: held(place, [b""])),
        (DRIPPING, lambda: held(place, [b"GET / HTTP/1.1\r\nHost: a\r\nX: ", *[b"a"] * 300])),
        (
            DRIPPING,
            lambda: held(place, [b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 300\r\n\r\n", *[b"a"] * 300]),
        ),
        (GUESSING, lambda: status(place, ATTACKER, "POST", "/login", f"key=guess-{next(guesses)}", FORM)),
    ]
    for times, one in attacks:
        for _ in range(times):
            threading.Thread(target=over_and_over, args=(one,), daemon=True).start()
    threading.Event().wait()


def over_and_over(one: Callable[[], object]) -> None:
    """Repeat an attack."""
    while True:
        with suppress(OSError):
            one()
        sleep(PAUSE)


def held(place: Place, pieces: Sequence[bytes]) -> None:
    """Send one piece a second, then nothing, until the server closes the connection."""
    with socket.create_connection(place, timeout=1, source_address=(ATTACKER, 0)) as connection:
        for piece in pieces:
            connection.sendall(piece)
            with suppress(TimeoutError):
                if not connection.recv(1024):
                    return
        connection.settimeout(PATIENCE)
        connection.recv(1024)


def both(place: Place, seconds: float) -> dict[str, Latency]:
    """Latency of the other client and of the monitor, who ask at the same time."""
    found: dict[str, Latency] = {}

    def measure(name: str, source: str, paths: Sequence[str], pause: float) -> None:
        found[name] = asked(place, source, paths, seconds=seconds, pause=pause)

    paths = [f"/api/v1/search?q={quote(query)}" for query in QUERIES]
    threads = [
        threading.Thread(target=measure, args=("search", OTHER, paths, 0.05)),
        threading.Thread(target=measure, args=("healthz", MONITOR, ["/healthz"], 0.1)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def measured(index: Path, seconds: float, workers: int) -> dict[str, object]:
    """Both latencies without the attack and under it."""
    with TemporaryDirectory() as scratch:
        variables = {"OTVET_OWNER_KEY": "not-to-be-guessed-0001", "OTVET_TRAFFIC": str(Path(scratch, "traffic.sqlite"))}
        command = [
            sys.executable,
            "-m",
            "otvet",
            "serve",
            "--index",
            str(index),
            "--port",
            "0",
            "--workers",
            str(workers),
        ]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | variables)
        try:
            address = next(line for line in server.stderr or () if "http://" in line)
            threading.Thread(target=list, args=(server.stderr,), daemon=True).start()
            at = urlsplit("http://" + address.partition("http://")[2].strip())
            place = (at.hostname or "", at.port or 0)
            asked(place, OTHER, [f"/api/v1/search?q={quote(QUERIES[0])}"], seconds=2, pause=0.05)  # not measured
            idle = both(place, seconds)
            attacker = multiprocessing.get_context("spawn").Process(target=attack, args=(place,), daemon=True)
            attacker.start()
            sleep(5)
            attacked = both(place, seconds)
            attacker.kill()
        finally:
            server.terminate()
            server.wait()
    return {
        "idle": {name: asdict(one) for name, one in idle.items()},
        "attacked": {name: asdict(one) for name, one in attacked.items()},
        "times_slower_p99": round(attacked["search"].p99 / idle["search"].p99, 2),
        "exit": server.returncode,
    }


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--workers", type=int, default=1)
    given = arguments.parse_args()
    found = measured(given.index, given.seconds, given.workers)
    print(json.dumps({"seconds": given.seconds, "workers": given.workers, **found, "machine": machine()}))


if __name__ == "__main__":
    main()

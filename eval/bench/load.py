"""How many questions a second does a server answer, how late, and what does a new index cost meanwhile?

    python -m eval.bench.load [--index DIR] [--workers 1 2] [--seconds N] [--swaps N] [--swap-seconds N] [--seed N]
    python -m eval.bench.load --write docs/scale.md

Starts `otvet serve` on a copy of an index, once for each number of workers, and sends questions over HTTP as an open
loop: at times drawn before (Poisson), whether or not earlier ones are answered. Latency counts from the time drawn.
First, a closed loop of 16 connections finds the capacity; then each share of it in ``SHARES`` is offered for so many
seconds.

Two mixes: ``uncached``, no text twice; ``zipf``, the development questions in an order drawn once, of which the one of
rank r is drawn with probability proportional to 1 / r. Last, half the capacity of the ``zipf`` mix is offered for
``--swap-seconds`` while the index is replaced ``--swaps`` times by a copy of itself; each answer must be of a
generation that was live or the one before. Needs Linux: the clients have addresses in 127.0.0.0/8, and ``/proc`` says
how much memory the workers have together. The clients run on the same cores. Prints one JSON line, and writes a table
and plots if asked to.
"""

import asyncio
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import quote

import numpy as np

from eval.bench.footprint import PACKAGES, QUESTIONS, memory
from eval.bench.script import INDEX, chart, machine, parser, write_between
from eval.labels.question_file import read_questions
from index.storage.generations import HOME, live, new_generation

SHARES = (0.25, 0.5, 0.75, 0.9, 1.1)
"""Of the capacity, that are offered."""

CLOSED = 16
"""Connections of the closed loop."""

CLIENTS, EACH = 12, 16
"""Addresses that the open loop asks from, and connections of each."""

BEGIN, END = "<!-- load begins -->", "<!-- load ends -->"
MIXES = {"uncached": "none asked before", "zipf": "the one of rank r as often as 1/r"}
"""What the mixes are called in the table."""

GENERATION = re.compile(rb'"generation":"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one rate."""

    offered: float
    """Questions a second."""
    answered: float
    """Likewise."""
    p50_ms: float
    p99_ms: float
    errors: int
    """Statuses other than 200, broken connections, and answers of a wrong generation."""


@dataclass
class Seen:
    """Answers as they come."""

    times: list[float] = field(default_factory=list)
    """Seconds from when a question was to be asked to its answer."""
    errors: int = 0
    right: set[bytes] = field(default_factory=set)
    """Generations that may answer; empty: any."""


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int, source: str) -> None:
        self._port, self._source = port, source
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, text: str, seen: Seen, since: float) -> None:
        """Ask one question, and note how it went."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(self._source, 0))
            reader, writer = self._streams
            writer.write(f"GET /api/v1/search?q={quote(text)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            found = GENERATION.search(body)
            if b" 200 " not in head[:20] or not found or (seen.right and found[1] not in seen.right):
                seen.errors += 1
        except (OSError, asyncio.IncompleteReadError):
            seen.errors += 1
            self._streams = None
        seen.times.append(perf_counter() - since)

    def close(self) -> None:
        """Close the connection."""
        if self._streams:
            self._streams[1].close()


async def closed_loop(port: int, texts: Iterator[str], seconds: float) -> float:
    """Questions answered a second by a server that is never idle."""
    seen, until = Seen(), perf_counter() + seconds
    clients = [Client(port, f"127.0.0.{2 + at}") for at in range(CLOSED)]

    async def again(client: Client) -> None:
        while perf_counter() < until:
            await client.ask(next(texts), seen, perf_counter())

    await asyncio.gather(*map(again, clients))
    for client in clients:
        client.close()
    assert not seen.errors, f"{seen.errors} of {len(seen.times)} questions failed"
    return len(seen.times) / seconds


async def open_loop(
    port: int, texts: Iterator[str], rate: float, seconds: float, rng: random.Random, seen: Seen
) -> Step:
    """Ask at times that do not depend on the answers."""
    idle: asyncio.Queue[Client] = asyncio.Queue()
    clients = [Client(port, f"127.0.0.{2 + at % CLIENTS}") for at in range(CLIENTS * EACH)]
    for client in clients:
        idle.put_nowait(client)

    async def one(text: str, due: float) -> None:
        client = await idle.get()
        await client.ask(text, seen, due)
        idle.put_nowait(client)

    began = due = perf_counter()
    asking: list[Awaitable[None]] = []
    while (due := due + rng.expovariate(rate)) < began + seconds:
        await asyncio.sleep(max(0.0, due - perf_counter()))
        asking.append(asyncio.ensure_future(one(next(texts), due)))
    await asyncio.gather(*asking)
    took = perf_counter() - began
    for client in clients:
        client.close()
    p50, p99 = (1000 * np.percentile(seen.times, [50, 99])).tolist()
    return Step(round(rate, 1), round(len(seen.times) / took, 1), round(p50, 1), round(p99, 1), seen.errors)


def uncached(questions: Sequence[str]) -> Iterator[str]:
    """Every text once."""
    return (f"{text} {turn}" for turn in count() for text in questions)


def zipf(questions: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Questions by rank."""
    ranked = rng.sample(questions, len(questions))
    weights = [1 / rank for rank in range(1, len(ranked) + 1)]
    while True:
        yield from rng.choices(ranked, weights, k=1000)


def swap(index: Path) -> str:
    """Make a copy of the live generation the live one; returns its name."""
    generation = index / HOME / live(index)
    with new_generation(index) as draft:
        shutil.copytree(generation, draft, dirs_exist_ok=True)
    return live(index)


async def swapping(index: Path, swaps: int, seconds: float, seen: Seen) -> None:
    """Replace the index evenly over a time; a worker may take some seconds to follow."""
    for _ in range(swaps):
        await asyncio.sleep(seconds / (swaps + 1))
        seen.right.add((await asyncio.to_thread(swap, index)).encode())


@contextmanager
def serving(index: Path, workers: int, traffic: Path) -> Iterator[tuple[int, int]]:
    """A server's process and port, once all its workers are ready."""
    command = [sys.executable, "-m", "otvet", "serve", "--index", str(index), "--port", "0", "--workers", str(workers)]
    variables = {"OTVET_RATE": "0", "OTVET_TRAFFIC": str(traffic)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | variables) as server:
        try:
            found = next(
                (match for line in server.stderr or () if (match := re.search(r":(\d+)/$", line.strip()))), None
            )
            if found is None:
                raise SystemExit("otvet serve ended before it answered; run it by itself to see why")
            threading.Thread(target=list, args=(server.stderr,), daemon=True).start()
            yield server.pid, int(found[1])
        finally:
            server.terminate()


async def measured(process: int, port: int, index: Path, questions: Sequence[str], given: "Given") -> dict[str, object]:
    """All steps with one server."""
    rng = random.Random(given.seed)
    await asyncio.sleep(3)  # the other workers
    await closed_loop(port, uncached([f"{text} 0" for text in questions]), 2)
    mixes = {"uncached": uncached(questions), "zipf": zipf(questions, rng)}
    found: dict[str, object] = {"begin": memory(process)}
    capacity = 0.0
    for name, texts in mixes.items():
        capacity = await closed_loop(port, texts, given.seconds)
        steps = [await open_loop(port, texts, capacity * share, given.seconds, rng, Seen()) for share in SHARES]
        found[name] = {"capacity": round(capacity, 1), "steps": list(map(asdict, steps))}
    if given.swaps:
        seen = Seen(right={live(index).encode()})
        swaps = swapping(index, given.swaps, given.swap_seconds, seen)
        asked = open_loop(port, mixes["zipf"], capacity / 2, given.swap_seconds, rng, seen)
        step, _ = await asyncio.gather(asked, swaps)
        found["zipf_with_swaps"] = {"swaps": given.swaps, **asdict(step)}
    return {**found, "end": memory(process)}


def table(record: Mapping[str, Any]) -> str:
    """Markdown: where it was measured, a row for each rate that was offered, and a plot for each mix."""
    head = "| workers, questions | at most a second | offered | answered | p50, ms | p99, ms | errors |"
    packages = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    rows, plots = [], []
    for workers, found in record["workers"].items():
        for mix, called in MIXES.items():
            steps, most = found[mix]["steps"], found[mix]["capacity"]
            for one in steps:
                rates = f"{most:.0f} | {one['offered']:.0f} | {one['answered']:.0f}"
                late = f"{one['p50_ms']:.0f} | {one['p99_ms']:.0f}"
                rows.append(f"| {workers}, {called} | {rates} | {late} | {one['errors']} |")
            ticks = [f"{one['offered']:.0f}" for one in steps]
            title = f"Workers: {workers}, {called}; p50, and above it p99"
            times = [[one[percentile] for one in steps] for percentile in ("p50_ms", "p99_ms")]
            plots.append(chart(title, "questions a second", ticks, "ms", times))
    where = f"{record['machine']}; {packages}; {record['seconds']:g} s a rate, seed {record['seed']}."
    return "\n".join([where, "", head, "|---|" + "---:|" * 6, *rows, "", "\n\n".join(plots)])


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked for on the command line."""

    seconds: float
    swaps: int
    swap_seconds: float
    seed: int


def main() -> None:
    """Measure and print, and write if asked to."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--swaps", type=int, default=2)
    arguments.add_argument("--swap-seconds", type=float, default=20)
    arguments.add_argument("--seed", type=int, default=21)
    arguments.add_argument("--write", type=Path, help="a document with the marks of table and plots")
    given = arguments.parse_args()
    questions = list(dict.fromkeys(question.query for question in read_questions([QUESTIONS])))
    settings = Given(given.seconds, given.swaps, given.swap_seconds, given.seed)
    found = {}
    for workers in given.workers:
        with TemporaryDirectory() as scratch:
            index = Path(scratch, "index")
            shutil.copytree(given.index, index)
            with serving(index, workers, Path(scratch, "traffic.sqlite")) as (process, port):
                found[str(workers)] = asyncio.run(measured(process, port, index, questions, settings))
    versions = {"python": platform.python_version()} | {name: version(name) for name in (*PACKAGES, "waitress")}
    record = {"questions": len(questions), **asdict(settings), "law": "1/rank", "workers": found}
    load = [round(one, 1) for one in os.getloadavg()]
    record |= {"machine": machine(), "load": load, "versions": versions}
    print(json.dumps(record))
    if given.write:
        write_between(given.write, BEGIN, END, table(record))


if __name__ == "__main__":
    main()

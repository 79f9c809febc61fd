"""How soon does a server answer its first question, and how much memory does it hold after many?

    python -m eval.bench.footprint [--index DIR] [--questions N] [--workers N]

Starts `otvet serve` on an index and asks over HTTP, no text twice, over four connections a worker. Needs Linux, whose
``/proc`` says how much memory a process has: RSS counts all of its pages, PSS a page that several processes share in
parts. Of several workers, and the process that starts them, the sum is told; what a further worker takes is the
difference of PSS between two numbers of workers. The index has been opened once before, so that Python has kept our
modules as bytecode, as it does from the second start on. Prints one JSON line.
"""

import http.client
import json
import os
import platform
import subprocess
import sys
import threading
from importlib.metadata import version
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.parse import quote, urlsplit

from eval.bench.script import INDEX, machine, parser
from eval.labels.question_file import read_questions

QUESTIONS = Path(__file__).parent.parent / "questions" / "dev.jsonl"
PACKAGES = ("faiss-cpu", "numpy", "onnxruntime", "tantivy")


def processes(server: int) -> list[int]:
    """A server's process, and those that it has started."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    return [server, *map(int, children)]


def memory(server: int) -> dict[str, int]:
    """RSS and PSS of a server's processes together, in MB, and the largest RSS of one."""
    found: dict[str, list[int]] = {"Rss": [], "Pss": []}
    for process in processes(server):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]:
            name, _, rest = line.partition(":")
            if name in found:
                found[name].append(int(rest.split()[0]) // 1024)
    return {"rss_mb": sum(found["Rss"]), "pss_mb": sum(found["Pss"]), "largest_rss_mb": max(found["Rss"])}


def processor_seconds(server: int) -> float:
    """The time that a server's processes have had on a processor."""
    lines = [Path(f"/proc/{process}/stat").read_text(encoding="utf-8") for process in processes(server)]
    ticks = sum(int(field) for line in lines for field in line.rpartition(")")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(index: Path, questions: int, workers: int) -> dict[str, object]:
    """Time to the first answer, and memory then and in the end."""
    asked = [question.query for question in read_questions([QUESTIONS])]
    texts = islice((f"{text} {turn}" if turn else text for turn in count() for text in asked), questions)
    with TemporaryDirectory() as scratch:
        variables = {"OTVET_RATE": "0", "OTVET_TRAFFIC": str(Path(scratch, "traffic.sqlite"))}
        environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        } | variables
        command = [sys.executable, "-m", "otvet", "serve", "--index", str(index), "--port", "0"]
        command += ["--workers", str(workers)]
        once = [sys.executable, "-m", "otvet", "search", "слово", "--index", str(index)]
        subprocess.run(once, stdout=subprocess.DEVNULL, env=environment, check=True)
        began = perf_counter()
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        try:
            address = next(line for line in server.stderr or () if "http://" in line)
            threading.Thread(target=list, args=(server.stderr,), daemon=True).start()
            place = urlsplit("http://" + address.partition("http://")[2].strip()).netloc
            ask(http.client.HTTPConnection(place, timeout=60), next(texts))
            found = {
                "first_answer_s": round(perf_counter() - began, 2),
                "first_answer_processor_s": round(processor_seconds(server.pid), 2),
                "first_answer": memory(server.pid),
            }
            while not is_ready(place):
                sleep(0.1)
            connections = [http.client.HTTPConnection(place, timeout=60) for _ in range(4 * workers)]
            for connection, text in zip(cycle(connections), texts, strict=False):
                ask(connection, text)
            return {**found, "last_answer": memory(server.pid)}
        finally:
            server.terminate()
            server.wait()


def ask(connection: http.client.HTTPConnection, text: str) -> None:
    """Ask one question, which must be answered."""
    connection.request("GET", f"/api/v1/search?q={quote(text)}")
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body


def is_ready(place: str) -> bool:
    """Whether all workers are."""
    connection = http.client.HTTPConnection(place, timeout=60)
    connection.request("GET", "/readyz")
    return connection.getresponse().status == 200


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--questions", type=int, default=2000)
    arguments.add_argument("--workers", type=int, default=1)
    given = arguments.parse_args()
    found = measured(given.index, given.questions, given.workers)
    versions = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    print(
        json.dumps(
            {
                "questions": given.questions,
                "workers": given.workers,
                **found,
                "machine": machine(),
                "versions": versions,
            }
        )
    )


if __name__ == "__main__":
    main()

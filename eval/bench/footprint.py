"""How soon does a server answer its first question, and how much memory does it hold after many?

    python -m eval.bench.footprint [--index DIR] [--questions N]

Starts `otvet serve` on an index and asks over HTTP, no text twice. Needs Linux, whose ``/proc`` says how much memory a
process has: RSS counts all of its pages, PSS a page that several processes share in parts. Prints one JSON line.
"""

import http.client
import json
import os
import platform
import subprocess
import sys
import threading
from importlib.metadata import version
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import quote, urlsplit

from eval.bench.script import INDEX, machine, parser
from eval.labels.question_file import read_questions

QUESTIONS = Path(__file__).parent.parent / "questions" / "dev.jsonl"
PACKAGES = ("faiss-cpu", "numpy", "onnxruntime", "tantivy")


def memory(process: int) -> dict[str, int]:
    """RSS and PSS of a process, in MB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
    return {f"{name.lower()}_mb": kilobytes[name] // 1024 for name in ("Rss", "Pss")}


def processor_seconds(process: int) -> float:
    """The time that a process has had on a processor."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def measured(index: Path, questions: int) -> dict[str, object]:
    """Time to the first answer, and memory then and in the end."""
    asked = [question.query for question in read_questions([QUESTIONS])]
    texts = islice((f"{text} {turn}" if turn else text for turn in count() for text in asked), questions)
    with TemporaryDirectory() as scratch:
        variables = {"OTVET_RATE": "0", "OTVET_TRAFFIC": str(Path(scratch, "traffic.sqlite"))}
        command = [sys.executable, "-m", "otvet", "serve", "--index", str(index), "--port", "0"]
        began = perf_counter()
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | variables)
        try:
            address = next(line for line in server.stderr or () if "http://" in line)
            threading.Thread(target=list, args=(server.stderr,), daemon=True).start()
            connection = http.client.HTTPConnection(
                urlsplit("http://" + address.partition("http://")[2].strip()).netloc, timeout=60
            )
            ask(connection, next(texts))
            found = {
                "first_answer_s": round(perf_counter() - began, 2),
                "first_answer_processor_s": round(processor_seconds(server.pid), 2),
                "first_answer": memory(server.pid),
            }
            for text in texts:
                ask(connection, text)
            connection.close()
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


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--questions", type=int, default=2000)
    given = arguments.parse_args()
    found = measured(given.index, given.questions)
    versions = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    print(json.dumps({"questions": given.questions, **found, "machine": machine(), "versions": versions}))


if __name__ == "__main__":
    main()

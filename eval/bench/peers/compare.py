"""How do quality, time and memory compare with libraries that do semantic search, with the same pages and weights?

    python -m eval.bench.peers                                             # ours and sentence-transformers with FAISS
    python -m eval.bench.peers --peer txtai=~/txtai/bin/python --peer haystack=~/haystack/bin/python
    python -m eval.bench.peers --peer llamaindex=~/llamaindex/bin/python --write docs/scale.md

Each runs in a process of its own, with one thread, in an environment of its own; none is a dependency of ours. Make the
environments with ``python -m venv DIR`` and

    DIR/bin/pip install txtai faiss-cpu                                       # torch with it: 1 GB without CUDA
    DIR/bin/pip install 'haystack-ai<3' sentence-transformers
    DIR/bin/pip install llama-index-core llama-index-embeddings-huggingface

The others get each section as one document, its heading and its text, as their guides show, and the model's prefixes;
ours reads the pages and is told of no reader. Ours has the recorded wordings that stand beside the pages; with
``--alternates`` the others are measured a second time with each of these as one more document, which finds its section.
The weights are those of the bundled first encoder, for the others as torch reads them. A question counts if the content
answers it. Times are of the processor, all threads together, so that a busy machine measures the same; the first
question belongs to the cold start. Prints JSON lines and a table; ``--write`` puts it between its marks in a document.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from eval.bench.peers.process import SYSTEMS
from eval.bench.script import INDEX, machine, parser, write_between
from eval.labels.question_file import Question, read_questions
from index.bundled_model.adapter import SHIPPED
from index.bundled_model.cache import default_cache, torch_folder
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from ingest.render.text import plain_text

ROOT = Path(__file__).parents[3]
PROCESS = Path(__file__).with_name("process.py")
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
}
K, PASSAGES = 10, 100
"""Documents that are asked for: of one a section, and of many a section."""

WARM = "что можно спросить?"
"""Asked first, and not counted."""

NUMBER = "\t"
"""Between a section's id and a number."""

BEGIN, END = "<!-- peers begin -->", "<!-- peers end -->"


class Figures(NamedTuple):
    """One row of the table."""

    system: str
    hit_at_1: float
    hit_at_3: float
    p50_ms: float
    p95_ms: float
    memory_mb: float
    build_s: float
    cold_s: float
    version: str


def sections(bundle: Bundle) -> list[tuple[str, str]]:
    """Each section as a document: its id and its text."""
    return [(one.id, f"{one.title}\n{plain_text(one.blocks).text}") for one in bundle.sections if one.blocks]


def alternates(bundle: Bundle) -> list[tuple[str, str]]:
    """Each recorded wording as a document, whose id is that of its section and a number."""
    return [
        (f"{bundle.sections[one.section].id}{NUMBER}{row}", one.text)
        for row, one in enumerate(bundle.passages)
        if one.kind == "alternate"
    ]


def measured(system: str, python: str, job: dict[str, Any], questions: Sequence[Question], bundle: Bundle) -> Figures:
    """Index and ask in two processes."""
    with TemporaryDirectory() as folder:
        job = {**job, "system": system, "folder": folder, "questions": [WARM, *(one.query for one in questions)]}
        built = _run(python, {**job, "step": "build"})
        asked = _run(python, {**job, "step": "ask"})
    names = {section.id: (section.page, section.title) for section in bundle.sections}
    ranks = [
        next((at for at, name in enumerate(_without_numbers(ranked)) if _answers(question, *names[name])), K)
        for question, ranked in zip(questions, asked["ranked"], strict=True)
    ]
    first, three = (sum(rank < most for rank in ranks) / len(ranks) for most in (1, 3))
    p50, p95 = median(asked["ms"]), quantiles(asked["ms"], n=20)[-1]
    figures = first, three, p50, p95, asked["memory_mb"], built["cpu_s"], asked["cold_cpu_s"]
    return Figures(system, *figures, asked["version"])


def _without_numbers(ranked: Sequence[str]) -> list[str]:
    """Ids of sections, each where it comes first."""
    return list(dict.fromkeys(name.partition(NUMBER)[0] for name in ranked))


def _answers(question: Question, page: str, section: str) -> bool:
    return any(label.names(page, section) for label in (*question.expect, *question.also))


def _run(python: str, job: dict[str, Any]) -> Any:
    environment = {**os.environ, **ONE_THREAD}
    if job["system"] == "otvet":
        environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [python, str(PROCESS)], input=json.dumps(job), capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        raise SystemExit(f"{job['system']} with {python}: {job['step']} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def table(rows: Sequence[Figures], questions: int, documents: int) -> str:
    """Markdown: what was asked where, then a row a system."""
    head = "| | hit@1 | hit@3 | query p50, ms | p95, ms | memory, MB | build, s | cold start, s |"
    lines = [
        f"| {one.system} {one.version} | {one.hit_at_1:.2f} | {one.hit_at_3:.2f} | {one.p50_ms:.1f} | {one.p95_ms:.1f} "
        f"| {one.memory_mb:.0f} | {one.build_s:.1f} | {one.cold_s:.1f} |"
        for one in rows
    ]
    where = (
        f"{machine()}, one thread, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}; "
        f"{questions} questions, {documents} sections."
    )
    return "\n".join([where, "", head, "|---|" + "---:|" * 7, *lines])


def main() -> None:
    """Measure ours and each peer."""
    arguments = parser(__doc__)
    arguments.add_argument("--pages", type=Path, default=ROOT / "faq")
    arguments.add_argument("--index", type=Path, default=INDEX, help="an index of the pages, for their sections")
    arguments.add_argument("--questions", type=Path, nargs="+", default=[ROOT / "eval/questions/dev.jsonl"])
    arguments.add_argument("--every", type=int, default=1, help="ask each N-th question only")
    arguments.add_argument("--alternates", action="store_true", help="measure the others with recorded wordings too")
    arguments.add_argument(
        "--peer", action="append", default=[], metavar="NAME=PYTHON", help=f"of {', '.join(SYSTEMS)}"
    )
    arguments.add_argument("--write", type=Path, help="a document with the marks of the table")
    given = arguments.parse_args()
    pythons = {"otvet": sys.executable, "sentence-transformers": sys.executable}
    for peer in given.peer:
        name, equals, python = peer.partition("=")
        if not equals or name not in SYSTEMS:
            arguments.error(f"--peer {peer!r}: write NAME=PYTHON, with a name of {', '.join(SYSTEMS)}.")
        pythons[name] = os.path.expanduser(python)
    answerable = [one for one in read_questions(given.questions) if one.answerable][:: given.every]
    bundle = load(given.index, open_bundle)
    model = torch_folder(default_cache(os.environ), SHIPPED)
    documents = sections(bundle)
    job = {"pages": str(given.pages), "model": str(model), "documents": documents, "k": K}
    more = {**job, "documents": [*documents, *alternates(bundle)], "k": PASSAGES}
    rows = []
    for system, python in pythons.items():
        jobs = [job, more] if given.alternates and system != "otvet" else [job]
        for one in jobs:
            figures = measured(system, python, one, answerable, bundle)
            rows.append(figures._replace(version=f"{figures.version}, alternates too") if one is more else figures)
            print(json.dumps(rows[-1]._asdict()), flush=True)
    text = table(rows, len(answerable), len(documents))
    print(text)
    if given.write:
        write_between(given.write, BEGIN, END, text)


if __name__ == "__main__":
    main()

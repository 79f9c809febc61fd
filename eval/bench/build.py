"""What does building an index cost beside the encoder's own time, and how soon is an edited page live?

    python -m eval.bench.build faq ~/docs --write docs/scale.md
    python -m eval.bench.build ~/docs --pages 100

Builds each content with a process a core, as `otvet index` does; encodes the same texts once more, with as many
processes, without reading or writing anything; adds a line to one page and builds again. Each step has a process of its
own, whose start counts for the edited page alone. Seconds by the clock are disturbed by other work, so those of the
processor are told too, all processes together. What no other work would change is computed from them: the work of the
process that builds, and its share of that of the others. Prints JSON lines and a table.
"""

import json
import os
import platform
import resource
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from eval.bench.script import machine, parser, write_between
from index.build import build
from index.bundled_model.cache import default_cache
from index.encode_texts import encode_texts
from index.encoders.protocol import Encoder
from index.encoders.registry import BUNDLED, load_encoder
from index.storage.bundle import open_bundle
from index.storage.encoded import Made, Text, Unfinished
from index.storage.generations import load
from ingest.content.facets import FILE

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- build begins -->", "<!-- build ends -->"


class Cost(NamedTuple):
    """Seconds of a step."""

    wall: float
    own: float
    """Of the processor, in the process that builds."""
    others: float
    """Of the processor, in those that it starts."""

    @property
    def cpu(self) -> float:
        """Of the processor, all together."""
        return self.own + self.others

    def idle(self, processes: int) -> float:
        """By the clock if nothing else ran."""
        return self.own + self.others / processes


class Line(NamedTuple):
    """One row of the table."""

    content: str
    pages: int
    passages: int
    build: Cost
    encoder: Cost
    """The same texts encoded, and nothing else."""
    edit: Cost
    """One page has changed; from the start of a process to the end of the build."""
    processes: int


class Forgetful(Unfinished):
    """Keeps nothing of what a build encodes."""

    def read(self) -> Mapping[Text, Made]:
        """Nothing."""
        return {}

    def add(self, texts: Sequence[Text], made: Sequence[Made]) -> None:
        """Nothing is written."""


def measured(content: Path, *, most: int, processes: int) -> Line:
    """One row: each step in a process of its own."""
    with TemporaryDirectory() as scratch:
        pages, folder = Path(scratch, "pages"), Path(scratch, "index")
        shutil.copytree(content, pages)
        chosen = chosen_pages(sorted(pages.rglob("*.md")), most)
        built = _in_new_process(building, pages, folder, processes)
        encoded = _in_new_process(encoding, folder, processes)
        with chosen[len(chosen) // 2].open("a", encoding="utf-8") as page:
            page.write("\n\nЭта строка добавлена, чтобы измерить, когда её увидят.\n")
        began = perf_counter()
        edited = _in_new_process(building, pages, folder, processes, whole=True)
        edited = edited._replace(wall=perf_counter() - began)
        bundle = load(folder, open_bundle)
        return Line(content.name, len(chosen), len(bundle.passages), built, encoded, edited, processes)


def chosen_pages(pages: Sequence[Path], most: int) -> list[Path]:
    """At most so many pages, evenly drawn; the others are removed."""
    step = max(1, -(-len(pages) // most)) if most else 1
    for page in set(pages) - set(pages[::step]):
        page.unlink()
    return list(pages[::step])


def _in_new_process(step: Callable[..., Cost], *arguments: Any, **options: Any) -> Cost:
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(step, *arguments, **options).result()


def building(pages: Path, folder: Path, processes: int, *, whole: bool = False) -> Cost:
    """Build, in this process; with ``whole`` of the processor what it took since the process began."""
    encoder = _encoder()
    before = _seconds()._replace(own=0, others=0) if whole else _seconds()
    build(pages, folder, encoder, default_facets=ROOT / "faq" / FILE, processes=processes)
    return _since(before)


def encoding(folder: Path, processes: int) -> Cost:
    """Encode the texts of an index anew."""
    bundle = load(folder, open_bundle)
    texts = dict.fromkeys(Text.of(passage, bundle.sections[passage.section]) for passage in bundle.passages)
    encoder, before = _encoder(), _seconds()
    encode_texts(list(texts), encoder, Forgetful(folder, ""), processes=processes)
    return _since(before)


def _encoder() -> Encoder:
    return load_encoder(BUNDLED, cache=default_cache(os.environ), threads=1)


def _seconds() -> Cost:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Cost(perf_counter(), own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime)


def _since(before: Cost) -> Cost:
    now = _seconds()
    return Cost(now.wall - before.wall, now.own - before.own, now.others - before.others)


def table(lines: Iterable[Line]) -> str:
    """Markdown: where it was measured, then a row a content."""
    head = (
        "| content | pages | passages | build, clock s | CPU s | encoder alone, CPU s | ratio of CPU "
        "| ratio on idle cores | an edited page live: CPU s | clock s |"
    )
    rows = []
    for one in lines:
        cpu = one.build.cpu / one.encoder.cpu
        idle = one.build.idle(one.processes) / one.encoder.idle(one.processes)
        rows.append(
            f"| {one.content} | {one.pages:,} | {one.passages:,} | {one.build.wall:.0f} | {one.build.cpu:.0f} "
            f"| {one.encoder.cpu:.0f} | {cpu:.2f} | {idle:.2f} | {one.edit.cpu:.1f} | {one.edit.wall:.1f} |"
        )
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "onnxruntime", "tantivy"))
    where = f"{machine()}, Python {platform.python_version()}, {versions}, {datetime.now(UTC):%Y-%m-%d}."
    return "\n".join([where, "", head, "|---|" + "---:|" * 9, *rows])


def main() -> None:
    """Measure each content, print JSON lines and the table, and write it if asked to."""
    arguments = parser(__doc__)
    arguments.add_argument("contents", nargs="+", type=Path, help="folders of pages")
    arguments.add_argument("--pages", type=int, default=0, help="at most so many pages of each, evenly drawn; 0: all")
    arguments.add_argument("--processes", type=int, default=os.cpu_count() if sys.platform == "linux" else 1)
    arguments.add_argument("--write", type=Path, help="a document with the marks of the table")
    given = arguments.parse_args()
    lines = []
    for content in given.contents:
        lines.append(measured(content, most=given.pages, processes=given.processes))
        costs = {name: getattr(lines[-1], name)._asdict() for name in ("build", "encoder", "edit")}
        print(json.dumps({**lines[-1]._asdict(), **costs}, ensure_ascii=False), flush=True)
    text = table(lines)
    print(text)
    if given.write:
        write_between(given.write, BEGIN, END, text)


if __name__ == "__main__":
    main()

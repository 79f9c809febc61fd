"""What the benchmark scripts share: a parser for their arguments, an opened index, the name of the machine, plots."""

import argparse
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from index.bundled_model.cache import default_cache
from index.encoders.registry import load_encoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load

INDEX = Path("var/index")
"""The index that a script takes by default, as `otvet` does."""


def parser(doc: str | None) -> argparse.ArgumentParser:
    """A parser whose ``--help`` shows the script's docstring."""
    return argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


def open_searcher(folder: Path) -> Searcher:
    """The live generation of an index with its encoder."""
    bundle = load(folder, open_bundle)
    return Searcher(bundle, load_encoder(bundle.manifest.encoder, cache=default_cache(os.environ)))


def machine() -> str:
    """The processor's name and the number of cores, for the record of a measurement."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return f"{next(names, platform.machine())}, {os.cpu_count()} cores"


def chart(title: str, x: str, ticks: Sequence[str], y: str, lines: Sequence[Sequence[float]]) -> str:
    """A plot in Mermaid's ``xychart-beta``: text that GitHub and other viewers of Markdown draw.

    Args:
        title: It says which line is which, for the form has no legend.
        x: What the first axis shows.
        ticks: Its values, in order.
        y: What the second axis shows.
        lines: A value for each tick.

    Raises:
        ValueError: if a line has more or fewer values than there are ticks.
    """
    drawn = [", ".join(f"{round(value, 2):.10g}" for _, value in zip(ticks, line, strict=True)) for line in lines]
    named = ", ".join(f'"{tick}"' for tick in ticks)
    body = [f'title "{title}"', f'x-axis "{x}" [{named}]', f'y-axis "{y}"', *(f"line [{line}]" for line in drawn)]
    return "\n".join(["```mermaid", "xychart-beta", *(f"    {line}" for line in body), "```"])


def write_between(document: Path, begin: str, end: str, table: str) -> None:
    """Put a table between its two marks in a document.

    Raises:
        ValueError: if the document has no such marks.
    """
    before, found, rest = document.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{document} has no {begin} … {end}; put them where the table belongs.")
    document.write_text(f"{before}{begin}\n{table}\n{end}{after}", encoding="utf-8")

"""How do time, memory and recall of the search for nearest passages grow with the content?

    python -m eval.bench.curve --index DIR 1000 10000 100000
    python -m eval.bench.curve --index DIR 1000 10000 100000 --write docs/scale.md

Passages beyond those of the index are synthetic: copies of its real vectors, each moved by noise that is as long as the
way from a real vector to its nearest neighbour, so that they lie as densely where the real ones do. Questions are made
alike of vectors of headings, with another seed. Each size and kind of search runs in a process of its own, with one
thread; times are of the processor, so that a busy machine measures the same. A question is what the ranker asks: the
100 nearest of each of three kinds. ``recall@10`` is how many of the ten nearest of each kind are among what was found.
"""

import argparse
import json
import multiprocessing
import platform
import resource
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import numpy as np

from eval.bench.script import chart, machine, write_between
from index.engines.approximate import ApproximateEngine
from index.engines.by_size import MANY
from index.engines.exact import ExactEngine
from index.engines.protocol import ANSWER, LEAF, WAY, Engine, Space, Wanted
from index.storage.bundle import open_bundle
from index.storage.generations import load
from index.storage.ivf_store import IvfStore
from index.vectors import Mask, Vectors, unit

SEED = 7
QUESTIONS = 100
SHARES = (1.0, 0.01)
"""Parts of the passages that a reader may be shown; the second is what a rare facet value leaves."""

K = 100
LONGEST_SCAN = 100_000
"""Passages up to which the exact search is measured; beyond, it takes seconds and holds the vectors twice."""

BEGIN, END = "<!-- curve begins -->", "<!-- curve ends -->"


class Line(NamedTuple):
    """One row of the table."""

    passages: int
    search: str
    build_s: float
    file_mb: float
    rss_mb: float
    """Of the process, vectors included."""
    p50_ms: float
    p99_ms: float
    recall: float
    filtered_p50_ms: float
    filtered_p99_ms: float
    filtered_recall: float


def synthetic(real: Space, count: int, seed: int = SEED) -> Space:
    """As many passages as asked for, the first of them real."""
    rng = np.random.default_rng(seed)
    chosen = np.concatenate([np.arange(len(real.kinds)), rng.integers(len(real.kinds), size=count)])[:count]
    kinds = real.kinds[chosen]
    return Space(_moved(real.vectors, chosen, np.arange(count) >= len(real.kinds), rng), kinds)


def _moved(real: Vectors, chosen: Any, is_new: Mask, rng: np.random.Generator) -> Vectors:
    """Copies, the new ones moved; filled in parts, so that memory holds the result once."""
    length, moved = _nearest_distance(real), np.empty((len(chosen), real.shape[1]), np.float32)
    for start in range(0, len(chosen), 1 << 14):
        part = slice(start, start + (1 << 14))
        noise = rng.standard_normal((len(chosen[part]), real.shape[1])).astype(np.float32)
        moved[part] = real[chosen[part]] + (length * is_new[part, np.newaxis]) * unit(noise)
        moved[part] = unit(moved[part])
    return moved


def _nearest_distance(real: Vectors) -> float:
    """Median distance of a vector to the nearest other, over 500."""
    rng = np.random.default_rng(SEED)
    sample = rng.integers(len(real), size=500)
    cosines = real[sample] @ real.T
    cosines[cosines > 0.9999] = -1  # itself, and what is the same text
    return float(np.median(np.sqrt(2 - 2 * cosines.max(axis=1))))


def questions(real: Space, masks: Sequence[Mask], seed: int = SEED + 1) -> list[list[Wanted]]:
    """The same questions for each mask."""
    rng = np.random.default_rng(seed)
    ways = rng.choice(np.flatnonzero(real.kinds == WAY), QUESTIONS)
    vectors = _moved(real.vectors, ways, np.ones(QUESTIONS, np.bool_), rng)
    return [[Wanted(vector, mask, {}) for vector in vectors] for mask in masks]


def recall(space: Space, wanted: Wanted, found: Any) -> float:
    """The part of the ten nearest, of each kind, that was found."""
    scores = space.vectors @ wanted.vector
    best = [_best(scores, np.flatnonzero(wanted.mask & (space.kinds == kind))) for kind in (WAY, ANSWER, LEAF)]
    return float(np.isin(np.concatenate(best), found).mean())


def _best(scores: Vectors, rows: Any) -> Any:
    return rows[np.argsort(-scores[rows], kind="stable")[:10]]


def _exact(space: Space) -> tuple[Engine, int]:
    return ExactEngine(space), space.vectors.nbytes


def _lists(space: Space) -> tuple[Engine, int]:
    lists = IvfStore.trained(space.vectors)
    return ApproximateEngine(space, lists), lists.nbytes


SEARCHES: dict[str, Callable[[Space], tuple[Engine, int]]] = {"exact": _exact, "lists": _lists}
"""Kinds of search: each gives the engine and how many bytes it keeps beside the vectors or instead of them."""


def measured(folder: Path, count: int, search: str) -> Line:
    """One row, in this process."""
    bundle = load(folder, open_bundle)
    real = Space.of(bundle)
    del bundle
    space = synthetic(real, count)
    began = process_time()
    engine, size = SEARCHES[search](space)
    built = process_time() - began
    rng = np.random.default_rng(SEED)
    masks = [rng.random(count) < share for share in SHARES]
    figures = []
    for asked in questions(real, masks):
        engine.nearest(asked[:1], K)
        times, recalls = [], []
        for wanted in asked:
            began = process_time()
            (found,) = engine.nearest([wanted], K).rows
            times.append((process_time() - began) * 1000)
            assert wanted.mask[found].all(), "found what may not be shown"
            recalls.append(recall(space, wanted, found))
        figures += [float(np.median(times)), float(np.percentile(times, 99)), float(np.mean(recalls))]
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Line(count, search, built, size / 1e6, rss, *figures)


def table(lines: Sequence[Line], real: int, noise: float) -> str:
    """Markdown: where it was measured, then a row a line."""
    head = (
        "| passages | search | build, s | index, MB | process, MB | p50, ms | p99, ms | recall@10 "
        "| 1 %: p50, ms | p99, ms | recall@10 |"
    )
    rows = [
        f"| {one.passages:,} | {one.search} | {one.build_s:.1f} | {one.file_mb:.0f} | {one.rss_mb:.0f} "
        f"| {one.p50_ms:.1f} | {one.p99_ms:.1f} | {one.recall:.3f} "
        f"| {one.filtered_p50_ms:.1f} | {one.filtered_p99_ms:.1f} | {one.filtered_recall:.3f} |"
        for one in lines
    ]
    where = (
        f"{machine()}, one thread, Python {platform.python_version()}, numpy {version('numpy')}, faiss-cpu "
        f"{version('faiss-cpu')}, seed {SEED}; {QUESTIONS} questions; the first {real:,} passages are real, the others "
        f"are copies moved by {noise:.2f}"
    )
    return "\n".join([where + ".", "", head, "|" + "---:|" * 11, *rows])


def plots(lines: Sequence[Line]) -> str:
    """Time and memory by the number of passages, with the search that a content of that size has."""
    own = [one for one in lines if (one.search == "lists") == (one.passages >= MANY)]
    ticks = [f"{one.passages:,}" for one in own]
    times = [[one.p50_ms for one in own], [one.p99_ms for one in own]]
    memory = [[one.rss_mb for one in own]]
    return "\n\n".join(
        [
            chart("Search, CPU ms: median, and above it p99", "passages", ticks, "ms", times),
            chart("Memory of the process, vectors included", "passages", ticks, "MB", memory),
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size with each kind of search, print JSON lines, table and plots, and write these if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of passages")
    parser.add_argument("--index", type=Path, required=True, help="an index, whose vectors are the real ones")
    parser.add_argument("--search", nargs="+", choices=SEARCHES, default=list(SEARCHES), help="kinds of search")
    parser.add_argument("--write", type=Path, help="a document with the marks of table and plots")
    given = parser.parse_args(arguments)
    spawn = multiprocessing.get_context("spawn")
    lines = []
    for count in given.sizes:
        for search in (one for one in given.search if one != "exact" or count <= LONGEST_SCAN):
            with spawn.Pool(1) as process:  # a process of its own, so that memory is that of one engine
                lines.append(process.apply(measured, (given.index, count, search)))
            print(json.dumps(lines[-1]._asdict()), flush=True)
    real = Space.of(load(given.index, open_bundle))
    text = f"{table(lines, len(real.kinds), _nearest_distance(real.vectors))}\n\n{plots(lines)}"
    print(text)
    if given.write:
        write_between(given.write, BEGIN, END, text)


if __name__ == "__main__":
    main(sys.argv[1:])

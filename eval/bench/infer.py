"""Precision, recall and latency of facet inference from a question.

    python -m eval.bench.infer [--facets FILE] [--labelled FILE] [--wrong] [--repeats N]

Reads labelled questions (``eval/questions/facets.jsonl``) and prints one JSON line: for each part (``dev`` and
``held``) and facet the precision (of the values inferred, how many are as labelled) and recall (of the values labelled,
how many were inferred), with exact 95 % intervals, and the time of one call. ``--wrong`` first lists what went wrong in
the part ``dev``; of ``held`` only the totals may be read. Labels of a facet that the facets file does not declare are
skipped.

How the questions are labelled: a question has a region if support would conclude from its words alone that the project
is there. The origin of a person or company («из …», «резидент …», ТОО), the country of a bank or a card, an office, a
letter box, visitors and opening hours do not count. Neither does a move or a comparison between regions, or a question
whether a currency is accepted. There are two regions, so «не в Москве» is Kazakhstan; but a question about what there
is besides a region, or whether one may do without it («кроме …, где ещё», «вне … можно?»), has none, and neither has
one that rules out a currency: there are more currencies than regions.

A question has a residency if it says where the company that asks is from or registered, or that it is a resident or
not; a sole trader counts as a company, and a legal form of another country («ТОО») is enough. Offices, customers,
cards, projects, private persons and the provider's own companies do not count.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from scipy.stats import binomtest  # type: ignore[import-untyped]

from eval.bench.script import machine, parser
from index.query.facet_inference import infer
from ingest.content.facets import Facets, read_facets
from ingest.content.statement import OUT
from ingest.scope.choice import stated

ROOT = Path(__file__).parents[2]


class Labelled(NamedTuple):
    """A question and the facet values that it says."""

    query: str
    facets: Mapping[str, str]
    kind: str
    held: bool


def read_labelled(path: Path) -> list[Labelled]:
    """The labelled questions of a file."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(one["query"], one["facets"], one["kind"], one.get("held", False)) for one in records]


def share(k: int, n: int) -> dict[str, float | int | None]:
    """k of n with its exact 95 % interval (Clopper-Pearson)."""
    if not n:
        return {"k": 0, "n": 0, "value": None}
    interval = binomtest(k, n).proportion_ci(0.95, method="exact")
    return {"k": k, "n": n, "value": round(k / n, 4), "low": round(interval.low, 4), "high": round(interval.high, 4)}


def measured(questions: Sequence[Labelled], facets: Facets, facet: str) -> dict[str, object]:
    """Precision and recall of one facet."""
    said = [(said_of(one.query, facets).get(facet), one.facets.get(facet)) for one in questions]
    right = sum(found is not None and found == label for found, label in said)
    return {
        "precision": share(right, sum(found is not None for found, _ in said)),
        "recall": share(right, sum(label is not None for _, label in said)),
    }


def said_of(query: str, facets: Facets) -> dict[str, str]:
    """What a question says of each facet, as a statement; not where it only rules values out and others remain."""
    read = infer(query, facets)
    said = {facet.id: stated(facet, read[facet.id].values) for facet in facets.facets if facet.id in read}
    return {facet: text for facet, text in said.items() if OUT not in text}


def microseconds(questions: Sequence[Labelled], facets: Facets, repeats: int) -> dict[str, float]:
    """Wall time of one call: median and 99th percentile over all questions."""
    taken = []
    for _ in range(repeats):
        for one in questions:
            start = perf_counter()
            infer(one.query, facets)
            taken.append(1e6 * (perf_counter() - start))
    return {"p50_us": round(median(taken), 1), "p99_us": round(sorted(taken)[int(0.99 * len(taken))], 1)}


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--facets", type=Path, default=ROOT / "faq" / "facets.toml")
    arguments.add_argument("--labelled", type=Path, default=ROOT / "eval" / "questions" / "facets.jsonl")
    arguments.add_argument("--wrong", action="store_true")
    arguments.add_argument("--repeats", type=int, default=20)
    given = arguments.parse_args()
    facets = read_facets(given.facets)
    questions = read_labelled(given.labelled)
    parts = {"dev": [one for one in questions if not one.held], "held": [one for one in questions if one.held]}
    if given.wrong:
        for one in parts["dev"]:
            found = said_of(one.query, facets)
            said = {facet: value for facet, value in one.facets.items() if facet in facets.values()}
            if found != said:
                print(f"{one.kind}: {one.query!r} says {said}, inferred {found}")
    start = perf_counter()
    infer("регион", read_facets(given.facets))
    first = 1000 * (perf_counter() - start)
    record = {
        "questions": {part: len(of) for part, of in parts.items()},
        "without_region": round(sum("region" not in one.facets for one in questions) / len(questions), 3),
        **{part: {facet: measured(of, facets, facet) for facet in facets.values()} for part, of in parts.items()},
        "first_call_ms": round(first, 1),
        **microseconds(questions, facets, given.repeats),
        "machine": machine(),
    }
    print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()

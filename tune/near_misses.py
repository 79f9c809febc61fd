"""Make labelled pairs of questions and entries of which neither part alone tells the label.

    python -m tune.near_misses [FOLDER] > pairs.jsonl

A near miss is a question about the same subject that an entry does not answer. Written by hand they are told by their
author's style, so here each is a way to ask another entry, in which it stands as a right pair too.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped]

from tune.training_entry import Entry, read_entries

ENTRIES = Path(__file__).with_name("entries")

NEAR, LEFT_OUT = 1.0, 2.0
"""What it costs that a way stands with an entry near its own, and that it is left out."""


class LabelledPair(NamedTuple):
    """A question and an entry."""

    asked: str
    entry: Entry
    answers: bool
    """Whether the entry answers the question; if not, it is near the one that does."""


class Way(NamedTuple):
    """One of the ways to ask an entry."""

    entry: Entry
    text: str


@dataclass(frozen=True, slots=True)
class BalancedPairs:
    """Pairs in which each way occurs twice, right and near, and each entry is right as often as it is near."""

    pairs: tuple[LabelledPair, ...]
    """In order of entry and way: the right pair of a way, then its near miss."""
    left_out: tuple[Way, ...]
    """As few as can be: ways that no entry near their own has room for. They occur in no pair."""


def balanced_pairs(entries: Sequence[Entry], *, seed: int) -> BalancedPairs:
    """Pair each way with its own entry, and with one near it.

    Entries are near each other if either names the other. Each has room for as many near misses as it has ways. A way
    that is left out takes up a place of its own entry, so one matching of all ways decides and the balance is exact.

    Args:
        entries: Their neighbours among them; others are passed over.
        seed: The same seed gives the same pairs.

    Source: an assignment problem; LAPJVsp, Jonker & Volgenant 1987, doi:10.1007/BF02278710, as SciPy has it.
    """
    ways = [Way(entry, text) for entry in entries for text in entry.asked]
    if not ways:
        return BalancedPairs((), ())
    pairs: list[LabelledPair] = []
    left_out: list[Way] = []
    for way, other in zip(ways, _partners(entries, seed), strict=True):
        if other is way.entry:
            left_out.append(way)
        else:
            pairs += LabelledPair(way.text, way.entry, True), LabelledPair(way.text, other, False)
    return BalancedPairs(tuple(pairs), tuple(left_out))


def _partners(entries: Sequence[Entry], seed: int) -> Iterator[Entry]:
    """For each way, the entry that it stands with as a near miss; its own, if there is none."""
    number = {entry.id: place for place, entry in enumerate(entries)}
    neighbours: list[set[int]] = [set() for _ in entries]
    for place, entry in enumerate(entries):
        for other in {number[name] for name in entry.near if name in number} - {place}:
            neighbours[place].add(other)
            neighbours[other].add(place)
    counts = [len(entry.asked) for entry in entries]
    own = np.repeat(np.arange(len(entries)), counts)
    places = np.split(np.random.default_rng(seed).permutation(len(own)), np.cumsum(counts)[:-1])
    rows, columns, costs = [], [], []
    for way, (entry_at, column) in enumerate(zip(own, np.concatenate(places), strict=True)):
        room = [column, *(place for other in sorted(neighbours[entry_at]) for place in places[other])]
        rows += [way] * len(room)
        columns += room
        costs += [LEFT_OUT, *[NEAR] * (len(room) - 1)]
    _, matched = min_weight_full_bipartite_matching(csr_array((costs, (rows, columns)), shape=(len(own), len(own))))
    entry_of = np.empty(len(own), np.int64)
    entry_of[np.concatenate(places)] = own
    return (entries[at] for at in entry_of[matched])


def main(arguments: Sequence[str]) -> None:
    """Write the pairs as JSON lines, and say on stderr what was left out."""
    made = balanced_pairs(read_entries(Path(arguments[0]) if arguments else ENTRIES), seed=7)
    for asked, entry, answers in made.pairs:
        print(json.dumps({"asked": asked, "entry": entry.id, "answers": answers}, ensure_ascii=False))
    for entry, text in made.left_out:
        print(f"{entry.id}: no entry near it has room for {text!r}; left out.", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])

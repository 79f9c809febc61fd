"""How a generation is searched in memory, by its size: exactly, or by lists that are written when it is built."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.engines.approximate import ApproximateEngine
from index.engines.exact import ExactEngine
from index.engines.protocol import LEAF, Engine, Space, Wanted
from index.storage.bundle import LISTS, Bundle

if TYPE_CHECKING:
    from index.storage.ivf_store import IvfStore

MANY = 20_000
"""Passages from which on lists are used. Up to there the exact search of a question takes some milliseconds, and with
fewer passages the lists gain little (`eval/bench/curve.py`)."""

SAMPLE = 100
"""Passages by which the recall of lists is measured."""

K = 100
"""What is found is ranked anew, so a search takes more than it shows."""


def write_lists(folder: Path, space: Space, *, many: int = MANY) -> dict[str, str | int | float]:
    """Write what a generation of this size is searched by, and return what its manifest says of it."""
    count = len(space.kinds)
    if count < many:
        return {"search": "exact", "passages": count, "many": many}
    from index.storage.ivf_store import IvfStore

    lists = IvfStore.trained(space.vectors)
    lists.write(folder / LISTS)
    recall = round(recall_at_10(space, lists), 4)
    return {
        "search": "lists", "passages": count, "many": many,
        "lists": lists.lists, "recall@10": recall, "sample": SAMPLE,
    }  # fmt: skip


def engine_for(bundle: Bundle, space: Space) -> Engine:
    """The engine of a generation: over its lists if it has some."""
    return ExactEngine(space) if bundle.lists is None else ApproximateEngine(space, bundle.lists)


def told(nearest: Mapping[str, str | int | float]) -> str:
    """What a manifest says of the search, for people."""
    if nearest.get("search") != "lists":
        return f"exact search (fewer than {nearest.get('many', MANY):,} passages)"
    return (
        f"search by {nearest['lists']:,} lists of eight-bit vectors ({nearest['many']:,} passages or more), "
        f"recall@10 {nearest['recall@10']:.3f} against exact search for {nearest['sample']} passages"
    )


def recall_at_10(space: Space, lists: "IvfStore", *, seed: int = 0) -> float:
    """How many of the ten nearest to a passage, of each kind, the lists find.

    Asked for are passages drawn at random; each is left out of its own search.
    """
    rng, approximate, exact = np.random.default_rng(seed), ApproximateEngine(space, lists), ExactEngine(space)
    found = []
    for row in rng.choice(np.flatnonzero(space.kinds != LEAF), SAMPLE):
        wanted = [Wanted(space.vectors[row], np.arange(len(space.kinds)) != row, {})]
        (near,), (all_near,) = approximate.nearest(wanted, K).rows, exact.nearest(wanted, 10).rows
        found.append(np.isin(all_near, near).mean())
    return float(np.mean(found))

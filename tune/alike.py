"""Which entries are easily taken for one another, and which mean the same, as an untrained encoder sees them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from index.vectors import Vectors
from tune.entries import Entry

SAME = 0.65
"""Cosine from which two entries mean the same, unless one says that the other is its neighbour."""

NEAR = 3
"""Nearest entries below ``SAME`` that become neighbours."""


def marked(entries: Sequence[Entry], encode: Callable[[Sequence[str]], Vectors]) -> list[Entry]:
    """The entries with the nearest others among their neighbours, and with those that mean the same named.

    Hard negatives teach more than random ones, but the nearest of all are often no negatives: the entries of several
    subjects ask some questions twice. Source: Xiong et al., ANCE, 2020, arXiv:2007.00808; Qu et al., RocketQA, 2020,
    arXiv:2010.08191, for leaving out the false ones.

    Args:
        entries: At least two.
        encode: Texts to rows of unit length.
    """
    vectors = encode([f"{entry.question}\n{entry.answer}" for entry in entries])
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    return [_marked(entry, entries, row) for entry, row in zip(entries, cosines, strict=True)]


def _marked(entry: Entry, entries: Sequence[Entry], cosines: Vectors) -> Entry:
    order = np.argsort(-cosines, kind="stable").tolist()
    same = frozenset(
        other.id
        for other in (entries[at] for at in order if cosines[at] >= SAME)
        if other.id not in entry.near and entry.id not in other.near
    )
    mined = [entries[at].id for at in order if cosines[at] < SAME][:NEAR]
    return replace(entry, near=tuple(dict.fromkeys([*entry.near, *mined])), same=same)

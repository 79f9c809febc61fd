"""The largest of each section's scores."""

import numpy as np
from numpy.typing import NDArray

from index.vectors import Mask, Rows

Scores = NDArray[np.float32]


def largest(scores: Scores, place: Rows, count: int) -> Scores:
    """The largest score of each place, shape (count,); minus infinity where there is none.

    Args:
        scores: Shape (n,).
        place: Shape (n,), each below ``count``.
        count: Number of places.
    """
    best = np.full(count, -np.inf, np.float32)
    np.maximum.at(best, place, scores)
    return best


def pooled(matches: Scores, place: Rows, count: int) -> Scores:
    """For each place the sum over columns of the largest number in its rows, shape (count,); 0 where there is none.

    Args:
        matches: Shape (n, m).
        place: Shape (n,), in order, each below ``count``.
        count: Number of places.
    """
    sums = np.zeros(count, np.float32)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    if len(starts):
        sums[place[starts]] = np.maximum.reduceat(matches, starts, axis=0).sum(axis=1)
    return sums


def top_k(scores: Scores, place: Rows, k: int) -> Mask:
    """Which scores are among the ``k`` largest of their place, and all that are infinite; shape (n,)."""
    finite = np.flatnonzero(np.isfinite(scores))
    order = finite[np.lexsort((-scores[finite], place[finite]))]
    rank = np.arange(len(order)) - np.searchsorted(place[order], place[order])
    kept = np.isinf(scores)
    kept[order[rank < k]] = True
    return kept

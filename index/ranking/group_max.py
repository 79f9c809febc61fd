"""The largest of each section's scores, and of the scores of all."""

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


def over_others(scores: Scores) -> Scores:
    """How much each score is above the largest of the others, or above 0 if all others are below; shape (n,)."""
    second, first = np.sort(np.append(scores, np.zeros(2, np.float32)))[-2:]
    above: Scores = scores - np.where(scores == first, second, first)
    return above


def pooled(matches: Scores, place: Rows, count: int) -> Scores:
    """For each place the sum over columns of the largest number in its rows, shape (count,); 0 where there is none.

    Args:
        matches: Shape (n, m).
        place: Shape (n,), in order, each below ``count``.
        count: Number of places.
    """
    sums = np.zeros(count, np.float32)
    ends = np.searchsorted(place, np.arange(count + 1))
    some = np.flatnonzero(ends[1:] > ends[:-1])
    if len(some):
        sums[some] = np.maximum.reduceat(matches, ends[some], axis=0).sum(axis=1)
    return sums


def top_k(scores: Scores, place: Rows, count: int, k: int) -> Mask:
    """Which scores are among the ``k`` largest of their place, the first of equals going before; shape (n,).

    Args:
        scores: Shape (n,), of size at most 1.
        place: Shape (n,), in order, each below ``count``.
        count: Number of places.
        k: Most scores of a place.
    """
    order = np.argsort(4.0 * place - scores, kind="stable")  # by place, since no two scores are 4 apart
    rank = np.arange(len(order)) - np.searchsorted(place, np.arange(count))[place]
    kept = np.zeros(len(scores), np.bool_)
    kept[order[rank < k]] = True
    return kept

"""Fuse several orders of the same sections into one."""

from collections.abc import Sequence

import numpy as np

from index.ranking.group_max import Scores

K = 60
"""Damps the first ranks; 10 or 20 find no more."""


def fused_ranks(orders: Sequence[Scores]) -> Scores:
    """Reciprocal rank fusion: the sum over the orders of 1 / (K + rank), shape (n,).

    Scores on different scales need no weights that way. One of minus infinity has no rank in that order.

    Source: Cormack, Clarke & Büttcher 2009, doi:10.1145/1571941.1572114.

    Args:
        orders: Scores, each of shape (n,); larger is better, the first of equals goes before.
    """
    fused = np.zeros(len(orders[0]), np.float32)
    for scores in orders:
        ranks = np.empty(len(scores), np.int64)
        ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        fused += np.where(np.isneginf(scores), 0, 1 / (K + ranks))
    return fused

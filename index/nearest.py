"""The largest of each section's scores."""

import numpy as np
from numpy.typing import NDArray

from index.vectors import Rows

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

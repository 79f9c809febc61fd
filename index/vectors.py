"""Arrays of vectors, row numbers and masks, as the whole index uses them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dim), rows of unit length, so a dot product is a cosine."""

Rows = NDArray[np.int64]
"""Row numbers, counted from 0 in the order in which the vectors were given."""

Mask = NDArray[np.bool_]
"""Shape (n,): which rows a search may return."""


def unit(vectors: Vectors) -> Vectors:
    """The vectors, shape (…, dim), scaled to length 1; a vector of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32, copy=False)
    return scaled


def in_order(parts: Iterable[Rows], count: int) -> Rows:
    """The rows of all parts in their order, each once.

    Args:
        parts: Rows in any order, each below ``count``.
        count: Marking that many takes a tenth of the time of sorting.
    """
    found = np.zeros(count, np.bool_)
    for part in parts:
        found[part] = True
    return np.flatnonzero(found)

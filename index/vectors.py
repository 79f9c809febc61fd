"""What the rest of the index asks of a store of vectors."""

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dim), rows of unit length, so a dot product is a cosine."""

Rows = NDArray[np.int64]
"""Row numbers, counted from 0 in the order in which the vectors were given."""

Mask = NDArray[np.bool_]
"""Shape (n,): which rows a search may return."""


class VectorStore(Protocol):
    """Holds the vectors of one generation and finds those nearest to a query; never changes once made."""

    @property
    def matrix(self) -> Vectors:
        """Every vector, in order of row; read-only."""
        ...

    def search(self, queries: Vectors, k: int, *, allowed: Mask | None = None) -> tuple[Vectors, Rows]:
        """Scores and rows of the ``k`` nearest allowed rows of each query, best first, each of shape (queries, ≤ k)."""
        ...

    def write(self, path: Path) -> None:
        """Write everything to one file."""
        ...

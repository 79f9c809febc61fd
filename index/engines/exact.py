"""Exact search in memory: every passage that may be found is compared."""

from typing import TYPE_CHECKING

import numpy as np

from index.engines.of_each_kind import OfEachKind
from index.engines.protocol import Space
from index.vectors import Mask, Rows, Vectors

if TYPE_CHECKING:
    from index.engines.eight_bit import EightBit

MORE = 2
"""For each that is wanted so many of the nearest in eight bits are compared in full."""

FEW = 4_000
"""Passages up to which all are compared in full: as fast as in eight bits, and FAISS, 15 MB, is not loaded."""


class ExactEngine(OfEachKind):
    """Compares few vectors in full; scans many in eight bits, and compares the nearest of them in full.

    What is missed by that, if anything, is hardly nearer than the last that is found.
    """

    def __init__(self, space: Space, *, few: int = FEW) -> None:
        """Raise ValueError if a number is not finite."""
        super().__init__(space)
        if not np.isfinite(space.vectors).all():
            raise ValueError("vectors must be finite.")
        self._rows = [np.flatnonzero(own) for own in self._of_kind]
        many = len(space.vectors) > few
        self._vectors_of = [_eight_bit(space.vectors[rows]) for rows in self._rows] if many else None

    def _near(self, query: Vectors, k: int, mask: Mask, kind: int) -> Rows:
        rows = self._rows[kind]
        if self._vectors_of is None:
            return self._closest(query, k, rows[mask[rows]])
        return self._closest(query, k, rows[self._vectors_of[kind].near(query, MORE * k, allowed=mask[rows])])


def _eight_bit(vectors: Vectors) -> "EightBit":
    from index.engines.eight_bit import EightBit  # FAISS, only where it is needed

    return EightBit(vectors)

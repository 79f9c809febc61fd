"""Exact search in memory: every passage that may be found is compared."""

import numpy as np

from index.engines.eight_bit import EightBit
from index.engines.of_each_kind import OfEachKind
from index.engines.protocol import Space
from index.vectors import Mask, Rows, Vectors

MORE = 2
"""For each that is wanted so many of the nearest in eight bits are compared in full."""


class ExactEngine(OfEachKind):
    """Scans the vectors of one generation in eight bits, and compares the nearest of them in full.

    What is missed by that, if anything, is hardly nearer than the last that is found.
    """

    def __init__(self, space: Space) -> None:
        super().__init__(space)
        self._rows = [np.flatnonzero(own) for own in self._of_kind]
        self._vectors_of = [EightBit(space.vectors[rows]) for rows in self._rows]

    def _near(self, query: Vectors, k: int, mask: Mask, kind: int) -> Rows:
        rows = self._rows[kind]
        return self._closest(query, k, rows[self._vectors_of[kind].near(query, MORE * k, allowed=mask[rows])])

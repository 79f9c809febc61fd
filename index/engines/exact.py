"""Exact search in memory: every passage that may be found is compared."""

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
        self._all = EightBit(space.vectors)

    def _near(self, query: Vectors, k: int, mask: Mask) -> Rows:
        return self._closest(query, k, self._all.near(query, MORE * k, allowed=mask))

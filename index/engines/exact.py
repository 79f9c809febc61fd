"""Exact search in memory: every passage that may be found is compared."""

from collections.abc import Sequence

import numpy as np

from index.engines.eight_bit import EightBit
from index.engines.protocol import ANSWER, LEAF, WAY, Found, Space, Wanted
from index.vectors import Mask, Rows, Vectors, in_order

MORE = 2
"""For each that is wanted so many of the nearest in eight bits are compared in full."""


class ExactEngine:
    """Scans the vectors of one generation in eight bits, and compares the nearest of them in full.

    What is missed by that, if anything, is hardly nearer than the last that is found.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self._all = EightBit(space.vectors)
        self._of_kind = [space.kinds == kind for kind in (WAY, ANSWER, LEAF)]

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """As `index.engines.protocol.Engine`."""
        return Found([self._one(search, k) for search in wanted])

    def _one(self, wanted: Wanted, k: int) -> Rows:
        near = [self._near(wanted.vector, k, wanted.mask & of_kind) for of_kind in self._of_kind]
        return in_order(near, len(wanted.mask))

    def _near(self, query: Vectors, k: int, mask: Mask) -> Rows:
        rows: Rows = self._all.near(query, MORE * k, allowed=mask)
        if len(rows) <= k:
            return rows
        return rows[np.argpartition(-(self.space.vectors.take(rows, axis=0) @ query), k - 1)[:k]]

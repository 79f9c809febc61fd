"""Approximate search in memory, for contents of many passages; where few may be found, those are compared exactly."""

from collections.abc import Sequence

import numpy as np

from index.engines.protocol import ANSWER, LEAF, WAY, Found, Space, Wanted
from index.storage.ivf_store import IvfStore
from index.vectors import Mask, Rows, Vectors, in_order

FEW = 2_000
"""Rows that are compared one by one: as fast as the lists, and exact."""

PASSED = 50
"""Rows of lists that are passed by, since they may not be found, in the time that comparing one row takes."""


class ApproximateEngine:
    """Scans the lists that are nearest to a query."""

    def __init__(self, space: Space, lists: IvfStore, *, few: int = FEW) -> None:
        self._space, self._lists, self._few = space, lists, few
        self._of_kind = [space.kinds == kind for kind in (WAY, ANSWER, LEAF)]

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """As `index.engines.protocol.Engine`."""
        return Found([self._one(search, k) for search in wanted])

    def _one(self, wanted: Wanted, k: int) -> Rows:
        near = [self._near(wanted.vector, k, wanted.mask & of_kind) for of_kind in self._of_kind]
        return in_order(near, len(wanted.mask))

    def _near(self, query: Vectors, k: int, mask: Mask) -> Rows:
        count = int(np.count_nonzero(mask))
        share = count / len(mask)
        if count > max(self._few, self._lists.scanned(share) // PASSED):
            return self._lists.search(query, k, allowed=mask, share=share)
        rows = np.flatnonzero(mask)
        if count <= k:
            return rows
        return rows[np.argpartition(-(self._space.vectors[rows] @ query), k - 1)[:k]]

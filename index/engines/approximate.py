"""Approximate search in memory, for contents of many passages; where few may be found, those are compared exactly."""

from typing import TYPE_CHECKING

import numpy as np

from index.engines.of_each_kind import OfEachKind
from index.engines.protocol import Space
from index.vectors import Mask, Rows, Vectors

if TYPE_CHECKING:
    from index.storage.ivf_store import IvfStore

FEW = 2_000
"""Rows that are compared one by one: as fast as the lists, and exact."""

PASSED = 50
"""Rows of lists that are passed by, since they may not be found, in the time that comparing one row takes."""


class ApproximateEngine(OfEachKind):
    """Scans the lists that are nearest to a query."""

    def __init__(self, space: Space, lists: "IvfStore", *, few: int = FEW) -> None:
        super().__init__(space)
        self._lists, self._few = lists, few

    def _near(self, query: Vectors, k: int, mask: Mask, kind: int) -> Rows:
        count = int(np.count_nonzero(mask))
        share = count / len(mask)
        if count > max(self._few, self._lists.scanned(share) // PASSED):
            return self._lists.search(query, k, allowed=mask, share=share)
        return self._closest(query, k, np.flatnonzero(mask))

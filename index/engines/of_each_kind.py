"""What the engines in memory do alike: they search each kind of passages by itself."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from index.engines.protocol import ANSWER, LEAF, WAY, Found, Space, Wanted
from index.vectors import Mask, Rows, Vectors, in_order


class OfEachKind(ABC):
    """Finds the nearest of each kind, by a search that a subclass has; an `index.engines.protocol.Engine`."""

    def __init__(self, space: Space) -> None:
        self._vectors = space.vectors
        self._of_kind = [space.kinds == kind for kind in (WAY, ANSWER, LEAF)]

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """As `index.engines.protocol.Engine`."""
        return Found([self._one(search, k) for search in wanted])

    def _one(self, wanted: Wanted, k: int) -> Rows:
        near = [self._near(wanted.vector, k, wanted.mask & own, kind) for kind, own in enumerate(self._of_kind)]
        return in_order(near, len(wanted.mask))

    @abstractmethod
    def _near(self, query: Vectors, k: int, mask: Mask, kind: int) -> Rows:
        """The ``k`` nearest rows of those that may be found, all of one kind, in any order."""

    def _closest(self, query: Vectors, k: int, rows: Rows) -> Rows:
        """The ``k`` of these rows that are nearest, compared in full."""
        if len(rows) <= k:
            return rows
        return rows[np.argpartition(-(self._vectors.take(rows, axis=0) @ query), k - 1)[:k]]

"""Exact search in memory: every passage that may be found is compared."""

from collections.abc import Sequence

import numpy as np

from index.engines.protocol import ANSWER, LEAF, WAY, Found, Space, Wanted
from index.storage.faiss_store import FaissStore
from index.vectors import Rows


class ExactEngine:
    """Scans the vectors of one generation."""

    def __init__(self, space: Space) -> None:
        self._store = FaissStore(space.vectors)
        self.space = space._replace(vectors=self._store.matrix)
        """With the vectors that it scans, so that they are in memory once."""
        self._of_kind = [space.kinds == kind for kind in (WAY, ANSWER, LEAF)]

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """As `index.engines.protocol.Engine`."""
        return Found([self._one(search, k) for search in wanted])

    def _one(self, wanted: Wanted, k: int) -> Rows:
        near = [
            self._store.search(wanted.vector[np.newaxis], k, allowed=wanted.mask & of_kind)[1][0]
            for of_kind in self._of_kind
        ]
        return np.unique(np.concatenate(near))

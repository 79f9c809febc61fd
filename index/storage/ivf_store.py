"""Approximate nearest neighbours among many vectors: inverted lists of eight-bit vectors, the nearest are scanned.

Lists rather than a graph (HNSW): a filter cuts a graph's edges, while a list is scanned past what may not be found.
"""

from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.errors import BrokenIndex
from index.vectors import Mask, Rows, Vectors

SAMPLE = 40
"""Vectors that each list's centre is learnt from."""

PROBES = 1 / 12
"""Part of the lists that is scanned where every row may be found."""

SEED = 20260101


class IvfStore:
    """The vectors of one generation, eight bits a number; safe to search from many threads."""

    def __init__(self, index: faiss.IndexIVF) -> None:
        self._index = index

    @classmethod
    def trained(cls, vectors: Vectors) -> Self:
        """Learn lists from vectors of unit length, shape (n, dim), and put all into them; the same for the same ones.

        Lists are as many as twice the square root of ``n``: comparing centres then costs as much as scanning.
        """
        count, dim = vectors.shape
        lists = max(1, int(2 * count**0.5))
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dim), dim, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed, index.cp.niter, index.cp.max_points_per_centroid = SEED, 8, SAMPLE
        index.cp.min_points_per_centroid = 1
        rng = np.random.default_rng(SEED)
        sample = rng.choice(count, size=min(count, SAMPLE * lists), replace=False)
        index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
        for start in range(0, count, 1 << 16):
            index.add(np.ascontiguousarray(vectors[start : start + (1 << 16)]))
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what ``write`` wrote.

        Raises:
            BrokenIndex: if the file cannot be read or holds something else.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as exc:
            raise BrokenIndex(path, "cannot be read as lists of vectors") from exc
        if not isinstance(index, faiss.IndexIVFScalarQuantizer):
            raise BrokenIndex(path, f"holds a {type(index).__name__}, not inverted lists")
        return cls(index)

    def write(self, path: Path) -> None:
        """Write everything to one file, a byte a number."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def nbytes(self) -> int:
        """Bytes of the vectors, their numbers and the centres."""
        return len(self) * (int(self._index.d) + 8) + self.lists * int(self._index.d) * 4

    @property
    def lists(self) -> int:
        """How many there are."""
        return int(self._index.nlist)

    def scanned(self, share: float) -> int:
        """About how many vectors are in the lists that a search scans if such a share of the rows may be found."""
        return len(self) * self._probes(share) // self.lists

    def _probes(self, share: float) -> int:
        return min(self.lists, int(np.ceil(self.lists * PROBES / max(share, 1e-6) ** 0.5)))

    def search(self, query: Vectors, k: int, *, allowed: Mask, share: float) -> Rows:
        """Rows that are nearest to a query of shape (dim,), nearly all of the ``k`` nearest, in no order.

        Args:
            query: Of unit length.
            k: Most rows.
            allowed: Shape (n,): which rows may be found.
            share: The part of them that may; the smaller, the more lists are scanned.
        """
        faiss.omp_set_num_threads(1)  # as in `index.engines.eight_bit.EightBit.near`
        bits = np.packbits(allowed, bitorder="little")  # FAISS keeps bare pointers: both live until the search is over
        selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        parameters = faiss.SearchParametersIVF()
        parameters.sel, parameters.nprobe = selector, self._probes(share)
        _, rows = self._index.search(query[np.newaxis], k, params=parameters)
        found: Rows = rows[0][rows[0] >= 0]
        return found

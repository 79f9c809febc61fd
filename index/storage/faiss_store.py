"""Exact nearest neighbours with a flat FAISS index, filtered before ranking.

A filter is a plain boolean mask. Making FAISS's bitmap from it takes 15 µs for 20,000 rows, a fiftieth of the
search itself, so there is nothing to keep between searches.

One thread searches. With two, OpenMP's threads wait for each other: 16 ms instead of 0.9 ms for one query over
20,000 × 384 on a machine whose two cores have other work.
"""

from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from index.errors import BrokenIndex
from index.vectors import Mask, Rows, Vectors


class FaissStore:
    """The vectors of one generation; safe to search from many threads."""

    def __init__(self, vectors: Vectors) -> None:
        """Copy vectors of shape (n, dim); ``n`` may be 0.

        Raises:
            ValueError: if the shape is another one or a number is not finite.
        """
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise ValueError(f"vectors must be finite and of shape (n, dim), got shape {vectors.shape}.")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._hold(index)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what ``write`` wrote.

        Raises:
            BrokenIndex: if the file is missing, cut short or holds something else.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as exc:
            raise BrokenIndex(path, "cannot be read as vectors") from exc
        if not isinstance(index, faiss.IndexFlat):
            raise BrokenIndex(path, f"holds a {type(index).__name__}, not a flat index")
        store = cls.__new__(cls)
        store._hold(index)
        return store

    def _hold(self, index: faiss.IndexFlat) -> None:
        self._index = index
        self._matrix = np.asarray(_Memory(index))

    @property
    def matrix(self) -> Vectors:
        """Every vector, shape (n, dim); read-only, a view that stays good after the store is gone."""
        return self._matrix

    def search(self, queries: Vectors, k: int, *, allowed: Mask | None = None) -> tuple[Vectors, Rows]:
        """Nearest allowed rows of each query by inner product.

        Args:
            queries: Shape (m, dim). Each is searched by itself, so its scores do not depend on its neighbours.
            k: Most rows per query, at least 1.
            allowed: Shape (n,); only rows that are true are ranked. None: all.

        Returns:
            Scores and rows, both of shape (m, min(k, allowed rows)), best first, equal scores in order of row.

        Raises:
            ValueError: if a shape does not fit, a number is not finite, or ``k`` is below 1.
        """
        rows, dim = self._matrix.shape
        if queries.ndim != 2 or queries.shape[1] != dim or not np.isfinite(queries).all():
            raise ValueError(f"queries must be finite and of shape (m, {dim}), got shape {queries.shape}.")
        if allowed is not None and (allowed.shape != (rows,) or allowed.dtype != np.bool_):
            raise ValueError(f"allowed must be {rows} booleans, got {allowed.dtype} of shape {allowed.shape}.")
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k}.")
        k = min(k, rows if allowed is None else int(np.count_nonzero(allowed)))
        scores = np.empty((len(queries), k), np.float32)
        found = np.empty((len(queries), k), np.int64)
        if k == 0:
            return scores, found
        faiss.omp_set_num_threads(1)  # holds for the calling thread only, hence at every search; 0.2 µs
        bits = None if allowed is None else np.packbits(allowed, bitorder="little")
        parameters = faiss.SearchParameters()
        if bits is not None:  # FAISS keeps bare pointers: bits, selector and parameters live until the search is over
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            parameters.sel = selector
        for number, query in enumerate(np.ascontiguousarray(queries, dtype=np.float32)):
            near, at = self._index.search(query[np.newaxis], k, params=parameters)
            order = np.lexsort((at[0], -near[0]))
            scores[number], found[number] = near[0][order], at[0][order]
        return scores, found

    def write(self, path: Path) -> None:
        """Write everything to one file, 4 bytes a number."""
        faiss.write_index(self._index, str(path))


class _Memory:
    """Lends an index's own memory to numpy, and keeps the index alive as long as an array looks at it."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index
        size = index.ntotal * index.d
        view = faiss.rev_swig_ptr(index.get_xb(), size) if size else np.empty(0, np.float32)
        self._view = view
        self.__array_interface__: dict[str, Any] = {
            "version": 3,
            "shape": (index.ntotal, index.d),
            "typestr": "<f4",
            "data": (view.__array_interface__["data"][0], True),
        }

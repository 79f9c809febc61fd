"""The vectors of a generation, in a file of FAISS."""

from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from index.errors import BrokenIndex
from index.vectors import Vectors


class FaissStore:
    """The vectors of one generation."""

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

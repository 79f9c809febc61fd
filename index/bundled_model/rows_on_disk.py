"""Rows of a file that are read when they are asked for, so that a table of tens of megabytes takes no memory."""

import os
import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray


class RowsOnDisk:
    """The table; safe to use from many threads.

    A read of a row takes about a microsecond, from memory of the system that all processes share. A map of the file
    would count what it reads, and the 64 KB around it, as memory of this process.
    """

    def __init__(self, file: int, *, start: int, row: np.dtype[Any]) -> None:
        """Take over a descriptor of the file, which stays the same one if another is put in its place.

        Args:
            file: Closed when the table is gone.
            start: Of the first row, in bytes.
            row: What a row is.
        """
        weakref.finalize(self, os.close, file)
        self._file, self._start, self._row = file, start, row

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[Any]:
        """The rows of these numbers, in their order.

        Raises:
            ValueError: the file has become shorter.
        """
        size = self._row.itemsize
        parts = [os.pread(self._file, size, self._start + size * row) for row in rows.tolist()]
        return np.frombuffer(b"".join(parts), self._row, count=len(parts))

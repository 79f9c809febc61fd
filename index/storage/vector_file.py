"""Read the vectors of a flat FAISS index from its file, mapped instead of copied."""

from pathlib import Path

import numpy as np

from index.errors import BrokenIndex
from index.vectors import Vectors

HEADER = np.dtype(
    [
        ("kind", "S4"),
        ("dim", "<i4"),
        ("count", "<i8"),
        ("unused", "<i8", 2),
        ("trained", "?"),
        ("metric", "<i4"),
        ("numbers", "<u8"),
    ]
)
"""What FAISS writes before the numbers (``write_index_header`` and ``write_index`` in its ``index_write.cpp``)."""

KIND, INNER_PRODUCT = b"IxFI", 0


def read_vectors(path: Path) -> Vectors:
    """Every vector, shape (n, dim), read-only; a page of it is in memory from when it is looked at.

    Raises:
        BrokenIndex: if the file is missing, cut short or holds something else.
    """
    try:
        with path.open("rb") as file:
            start = file.read(HEADER.itemsize)
        size = path.stat().st_size
    except OSError as exc:
        raise BrokenIndex(path, f"cannot be read ({exc.strerror})") from exc
    if len(start) == HEADER.itemsize:
        header = np.frombuffer(start, HEADER)[0]
        count, dim = int(header["count"]), int(header["dim"])
        is_flat = header["kind"] == KIND and header["metric"] == INNER_PRODUCT and header["numbers"] == count * dim
        if is_flat and count > 0 and dim > 0 and size == HEADER.itemsize + 4 * count * dim:
            return np.asarray(np.memmap(path, np.float32, "r", offset=HEADER.itemsize, shape=(count, dim)))
    from index.storage.faiss_store import FaissStore

    return FaissStore.read(path).matrix  # empty, or of another form; what is wrong with it, FAISS says

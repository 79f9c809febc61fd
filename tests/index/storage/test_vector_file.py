"""Vectors are read from FAISS's file as FAISS reads them, without a copy."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from index.errors import BrokenIndex
from index.storage.faiss_store import FaissStore
from index.storage.vector_file import HEADER, read_vectors


@pytest.fixture
def path(tmp_path: Path) -> Path:
    FaissStore(np.random.default_rng(0).standard_normal((50, 24)).astype(np.float32)).write(tmp_path / "vectors.faiss")
    return tmp_path / "vectors.faiss"


def test_they_are_those_that_faiss_reads(path: Path) -> None:
    vectors = read_vectors(path)
    assert np.array_equal(vectors, FaissStore.read(path).matrix)
    assert not vectors.flags.writeable


def test_they_are_mapped(path: Path) -> None:
    vectors = read_vectors(path)
    with path.open("r+b") as file:  # as no generation is: what is seen afterwards is the file, no copy of it
        file.seek(HEADER.itemsize)
        file.write(np.float32(7).tobytes())
    assert vectors[0, 0] == 7


def test_none_are_of_their_width(tmp_path: Path) -> None:
    FaissStore(np.empty((0, 24), np.float32)).write(tmp_path / "vectors.faiss")
    assert read_vectors(tmp_path / "vectors.faiss").shape == (0, 24)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "more-than-there-is", "other"])
def test_a_damaged_file_is_named(path: Path, damage: str) -> None:
    if damage == "missing":
        path.unlink()
    elif damage == "other":
        faiss.write_index(faiss.IndexHNSWFlat(8, 4), str(path))
    elif damage == "more-than-there-is":
        header = np.frombuffer(path.read_bytes()[: HEADER.itemsize], HEADER).copy()
        header["count"] += 1
        path.write_bytes(header.tobytes() + path.read_bytes()[HEADER.itemsize :])
    else:
        path.write_bytes(path.read_bytes()[: 700 if damage == "cut" else 0])
    with pytest.raises(BrokenIndex, match=r"vectors\.faiss: .*; build the index again"):
        read_vectors(path)

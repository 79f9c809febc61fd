import gc
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.errors import BrokenIndex
from index.storage.faiss_store import FaissStore
from index.vectors import Vectors


def unit_rows(n: int, dim: int = 24, *, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def test_reads_back_what_it_wrote(tmp_path: Path) -> None:
    store = FaissStore(unit_rows(50))
    store.write(tmp_path / "vectors.faiss")
    again = FaissStore.read(tmp_path / "vectors.faiss")
    assert np.array_equal(again.matrix, store.matrix)


def test_an_empty_store_survives_a_round_trip(tmp_path: Path) -> None:
    FaissStore(unit_rows(0)).write(tmp_path / "vectors.faiss")
    assert FaissStore.read(tmp_path / "vectors.faiss").matrix.shape == (0, 24)


def test_the_matrix_outlives_its_store_and_cannot_be_written() -> None:
    vectors = unit_rows(2000, 64)
    matrix = FaissStore(vectors).matrix
    gc.collect()
    FaissStore(unit_rows(2000, 64, seed=9))
    assert np.array_equal(matrix, vectors)
    assert not matrix.flags.writeable


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2)])
def test_only_a_matrix_makes_a_store(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"vectors must be finite and of shape \(n, dim\)"):
        FaissStore(np.zeros(shape, np.float32))


@pytest.mark.parametrize("damage", ["missing", "cut", "other"])
def test_a_damaged_file_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vectors.faiss"
    if damage == "cut":
        FaissStore(unit_rows(50)).write(path)
        path.write_bytes(path.read_bytes()[:700])
    elif damage == "other":
        faiss.write_index(faiss.IndexHNSWFlat(8, 4), str(path))
    with pytest.raises(BrokenIndex, match=r"vectors\.faiss: .*; build the index again"):
        FaissStore.read(path)

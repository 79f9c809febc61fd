import gc
import threading
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.errors import BrokenIndex
from index.storage.faiss_store import FaissStore
from index.vectors import Mask, Rows, Vectors


def unit_rows(n: int, dim: int = 24, *, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def by_hand(matrix: Vectors, query: Vectors, k: int, allowed: Mask) -> Rows:
    scores = matrix @ query
    rows = np.flatnonzero(allowed)
    return rows[np.lexsort((rows, -scores[rows]))][:k]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
@pytest.mark.parametrize("k", [1, 7, 500])
def test_finds_what_a_scan_by_hand_finds_among_the_allowed(share: float, k: int) -> None:
    matrix, queries = unit_rows(300), unit_rows(5, seed=1)
    allowed = np.random.default_rng(2).random(300) < share
    scores, rows = FaissStore(matrix).search(queries, k, allowed=allowed)
    assert rows.shape == scores.shape == (5, min(k, allowed.sum()))
    for query, found, score in zip(queries, rows, scores, strict=True):
        assert found.tolist() == by_hand(matrix, query, k, allowed).tolist()
        np.testing.assert_allclose(score, matrix[found] @ query, rtol=1e-5, atol=1e-6)


def test_the_filter_comes_before_the_ranking() -> None:
    matrix = unit_rows(1000)
    far = np.argsort(matrix @ matrix[0])[:3]
    allowed = np.zeros(1000, bool)
    allowed[far] = True
    _, rows = FaissStore(matrix).search(matrix[:1], 3, allowed=allowed)
    assert set(rows[0]) == set(far)


def test_equal_scores_come_in_order_of_row() -> None:
    matrix = np.repeat(unit_rows(2), 40, axis=0)
    _, rows = FaissStore(matrix).search(matrix[:1], 40)
    assert rows[0].tolist() == list(range(40))


def test_a_query_scores_the_same_alone_and_among_many() -> None:
    store, queries = FaissStore(unit_rows(500)), unit_rows(60, seed=3)
    together, _ = store.search(queries, 10)
    alone = np.vstack([store.search(query[np.newaxis], 10)[0] for query in queries])
    assert np.array_equal(together, alone)


def test_reads_back_what_it_wrote(tmp_path: Path) -> None:
    store = FaissStore(unit_rows(50))
    store.write(tmp_path / "vectors.faiss")
    again = FaissStore.read(tmp_path / "vectors.faiss")
    assert np.array_equal(again.matrix, store.matrix)
    assert again.search(store.matrix[:3], 1)[1].ravel().tolist() == [0, 1, 2]


def test_an_empty_store_finds_nothing_and_survives_a_round_trip(tmp_path: Path) -> None:
    FaissStore(unit_rows(0)).write(tmp_path / "vectors.faiss")
    store = FaissStore.read(tmp_path / "vectors.faiss")
    scores, rows = store.search(unit_rows(2), 5)
    assert scores.shape == rows.shape == (2, 0)
    assert store.matrix.shape == (0, 24)


def test_the_matrix_outlives_its_store_and_cannot_be_written() -> None:
    vectors = unit_rows(2000, 64)
    matrix = FaissStore(vectors).matrix
    gc.collect()
    FaissStore(unit_rows(2000, 64, seed=9))
    assert np.array_equal(matrix, vectors)
    assert not matrix.flags.writeable


def test_every_thread_searches_with_one_openmp_thread() -> None:
    store, seen = FaissStore(unit_rows(10)), []

    def search() -> None:
        store.search(unit_rows(1), 1)
        seen.append(faiss.omp_get_max_threads())

    for thread in [threading.Thread(target=search) for _ in range(2)]:
        thread.start()
        thread.join()
    assert seen == [1, 1]


@pytest.mark.parametrize(
    ("queries", "k", "allowed", "message"),
    [
        pytest.param(unit_rows(1, 5), 1, None, r"queries must be finite and of shape \(m, 24\)", id="other-width"),
        pytest.param(unit_rows(1)[0], 1, None, r"queries must be finite and of shape", id="one-dimension"),
        pytest.param(unit_rows(1) * np.nan, 1, None, r"queries must be finite", id="not-a-number"),
        pytest.param(unit_rows(1), 0, None, r"k must be at least 1, got 0\.", id="no-k"),
        pytest.param(unit_rows(1), 1, np.ones(3, bool), r"allowed must be 9 booleans, got bool of", id="short-mask"),
        pytest.param(unit_rows(1), 1, np.arange(9), r"allowed must be 9 booleans, got int64", id="rows-for-a-mask"),
    ],
)
def test_what_does_not_fit_is_refused(queries: Vectors, k: int, allowed: Mask | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        FaissStore(unit_rows(9)).search(queries, k, allowed=allowed)


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

"""Vectors in eight bits."""

import threading

import faiss
import numpy as np
import pytest

from index.engines.eight_bit import EightBit
from index.vectors import Mask, Rows, Vectors, unit


def unit_rows(n: int, dim: int = 24, *, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32))


def cosines_of_the_nearest(matrix: Vectors, query: Vectors, k: int, allowed: Mask) -> Vectors:
    return -np.sort(-(matrix @ query)[allowed])[:k]


@pytest.mark.parametrize("dim", [16, 24, 384])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
@pytest.mark.parametrize("k", [1, 7, 500])
def test_finds_as_near_ones_as_there_are_among_the_allowed(dim: int, share: float, k: int) -> None:
    matrix, queries = unit_rows(300, dim), unit_rows(5, dim, seed=1)
    allowed = np.random.default_rng(2).random(300) < share
    for query in queries:
        rows = EightBit(matrix).near(query, k, allowed=allowed)
        assert allowed[rows].all()
        assert len(set(rows.tolist())) == len(rows) == min(k, allowed.sum())
        expected = cosines_of_the_nearest(matrix, query, k, allowed)
        np.testing.assert_allclose(matrix[rows] @ query, expected, atol=0.01)


def test_without_a_filter_all_may_be_found() -> None:
    matrix = unit_rows(40)
    assert sorted(EightBit(matrix).near(matrix[3], 50).tolist()) == list(range(40))
    assert EightBit(matrix).near(matrix[3], 1).tolist() == [3]


def test_the_filter_comes_before_the_ranking() -> None:
    matrix = unit_rows(1000)
    far: Rows = np.argsort(matrix @ matrix[0])[:3]
    allowed = np.zeros(1000, bool)
    allowed[far] = True
    assert set(EightBit(matrix).near(matrix[0], 3, allowed=allowed)) == set(far)


def test_the_length_of_a_query_means_nothing() -> None:
    store, query = EightBit(unit_rows(200)), unit_rows(1, seed=5)[0]
    assert store.near(query, 9).tolist() == store.near(query * 0.01, 9).tolist() == store.near(query * 90, 9).tolist()


def test_of_no_vectors_none_is_found() -> None:
    assert EightBit(unit_rows(0)).near(unit_rows(1)[0], 5).shape == (0,)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    vectors = unit_rows(5)
    vectors[3, 2] = number
    with pytest.raises(ValueError, match="vectors must be finite"):
        EightBit(vectors)


def test_every_thread_searches_with_one_openmp_thread() -> None:
    store, seen = EightBit(unit_rows(10)), []

    def search() -> None:
        store.near(unit_rows(1)[0], 1)
        seen.append(faiss.omp_get_max_threads())

    for thread in [threading.Thread(target=search) for _ in range(2)]:
        thread.start()
        thread.join()
    assert seen == [1, 1]

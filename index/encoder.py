"""Turn texts into vectors: what an encoder is, and which ones there are."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from index.errors import UnknownEncoder
from index.vectors import Vectors

BUNDLED = "otvet-e5-small"
"""The encoder used when none is named: the base, adapted to the language of support."""

BASE = "multilingual-e5-small"

HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")

NO_SECOND: Vectors = np.empty(0, np.float32)


class Encoded(NamedTuple):
    """A text as a whole and token by token."""

    vector: Vectors
    """Shape (dim,), of unit length."""

    tokens: Vectors
    """Shape (n, width), n at least 1. A passage's rows have unit length; a query's have their weight, and sum to 1."""

    second: Vectors = NO_SECOND
    """The whole by another encoder, shape (second_dim,), of unit length; nothing where there is only one."""


class Encoder(Protocol):
    """Turns texts into vectors; the same text always gives the same row, whatever it is encoded beside."""

    @property
    def name(self) -> str:
        """What `load_encoder` finds it by."""

    @property
    def digest(self) -> str:
        """Hexadecimal; another one means other vectors, which must not stand in the same index."""

    @property
    def dim(self) -> int:
        """Length of a text's vector."""

    @property
    def width(self) -> int:
        """Length of a token's vector."""

    @property
    def second_dim(self) -> int:
        """Length of a text's vector by the second encoder; 0 where there is none."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim), in the same order; a prefix that the model wants is put on inside."""

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim), in the same order. ``progress``: a bar on stderr."""

    def query(self, text: str) -> Encoded:
        """One text that is searched with; its vector is the row that `encode_queries` gives."""

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """Each text that is searched, in order; its vector is the row that `encode_passages` gives."""


def load_encoder(name: str, *, cache: Path, threads: int = 2) -> Encoder:
    """Make an encoder ready for use.

    Args:
        name: A key of `ENCODERS`, an adapter that ``otvet tune encoder`` wrote (a ``.npz`` file), or the folder or hub
            name (``owner/name``) of a sentence-transformers model.
        cache: Where the bundled encoder is kept, see `index.encoder_cache.default_cache`; written at first use.
        threads: Most threads that one text is worked on with.

    Raises:
        UnknownEncoder: the name is none of these.
        IndexingError: the encoder cannot be loaded; the message says what to do.
    """
    if name in ENCODERS:
        return ENCODERS[name](cache, threads)
    if name.endswith(".npz"):
        return _adapted(Path(name), cache, threads, name=str(Path(name).absolute()))
    if Path(name).is_dir() or HUB_NAME.fullmatch(name):
        from index.sentence_transformer import SentenceTransformerEncoder  # torch, only when asked for

        return SentenceTransformerEncoder(name, threads=threads)
    raise UnknownEncoder(name, ENCODERS)


def bundled(cache: Path, threads: int) -> Encoder:
    """The multilingual-e5-small that is installed with us, with what ``otvet tune`` has added, and a second opinion."""
    from index.adapter import SHIPPED

    return _adapted(SHIPPED, cache, threads, name=BUNDLED)


def _adapted(adapter: Path, cache: Path, threads: int, *, name: str) -> Encoder:
    from index.encoder_cache import bundled_folder
    from index.onnx_encoder import OnnxEncoder
    from index.two_encoders import TwoEncoders
    from index.use_encoder import UseEncoder

    return TwoEncoders(OnnxEncoder(bundled_folder(cache, adapter), threads=threads), UseEncoder(), name=name)


def base(cache: Path, threads: int) -> Encoder:
    """The same, as it was published."""
    from index.encoder_cache import bundled_folder
    from index.onnx_encoder import OnnxEncoder

    return OnnxEncoder(bundled_folder(cache), threads=threads)


def hashing(cache: Path, threads: int) -> Encoder:
    """Hashed character n-grams, which need neither weights nor time."""
    from index.hash_encoder import HashEncoder

    return HashEncoder()


ENCODERS: dict[str, Callable[[Path, int], Encoder]] = {BUNDLED: bundled, BASE: base, "hash": hashing}
"""Encoders by name; each takes the cache folder and the number of threads."""

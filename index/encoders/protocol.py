"""The protocol of encoders, which turn texts into vectors."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from index.vectors import Vectors


class Encoded(NamedTuple):
    """A text as a whole and token by token."""

    vector: Vectors
    """Shape (dim,), of unit length."""

    tokens: Vectors
    """Shape (n, width), n at least 1. A passage's rows have unit length; a query's have their weight, and sum to 1."""


class Encoder(Protocol):
    """Turns texts into vectors; the same text always gives the same row, whatever else is encoded with it."""

    @property
    def name(self) -> str:
        """What `load_encoder` finds it by."""

    @property
    def digest(self) -> str:
        """Hexadecimal; encoders with different digests give different vectors, which are never mixed in an index."""

    @property
    def dim(self) -> int:
        """Length of a text's vector."""

    @property
    def width(self) -> int:
        """Length of a token's vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim), in the same order; a prefix that the model wants is put on inside."""

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim), in the same order. ``progress``: a bar on stderr."""

    def query(self, text: str) -> Encoded:
        """One text that is searched with; its vector is the row that `encode_queries` gives."""

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """Each text that is searched, in order; its vector is the row that `encode_passages` gives."""

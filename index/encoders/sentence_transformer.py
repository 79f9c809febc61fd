"""Use any sentence-transformers model, by folder or hub name, as an encoder."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.encoders.protocol import Encoded
from index.errors import ModelsExtraMissing, ModelUnavailable
from index.vectors import Vectors, unit

KNOWN_PROMPTS = (
    (
        re.compile(r"(^|/)(multilingual-)?e5-(small|base|large)(?!-instruct)"),
        {"query": "query: ", "document": "passage: "},
    ),
)
"""Models that were trained with prefixes their hub pages do not carry as prompts, by name."""


class SentenceTransformerEncoder:
    """A model of the library, in its own precision, with its own prompts for queries and documents."""

    def __init__(self, name: str, *, threads: int = 1) -> None:
        """Load a folder, or download by name.

        Raises:
            ModelsExtraMissing: the library is not installed.
            ModelUnavailable: there is no such model, or no network to get it by.
        """
        try:
            import torch  # type: ignore[import-not-found,unused-ignore]
            from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found,unused-ignore]
        except ImportError as exc:
            raise ModelsExtraMissing(name) from exc
        torch.set_num_threads(threads)
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as exc:
            raise ModelUnavailable(name, str(exc).partition("\n")[0]) from exc
        self.name = str(Path(name).resolve()) if Path(name).is_dir() else name
        self.dim: int = len(self._model.encode("", show_progress_bar=False))
        self.width: int = self._tokens([""], "")[0].shape[1]
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            if ".pooler." in key:  # random where a model's file has none, and never used
                continue
            digest.update(key.encode() + tensor.reshape(-1).contiguous().view(torch.uint8).numpy().tobytes())
        self._prompts = prompts(name, self._model.prompts)
        digest.update(repr(sorted(self._prompts.items())).encode())
        self.digest = digest.hexdigest()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim)."""
        rows = self._model.encode_query(
            list(texts), prompt=self._prompts["query"], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, np.float32).reshape(len(texts), self.dim)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Shape (len(texts), dim)."""
        rows = self._model.encode_document(
            list(texts), prompt=self._prompts["document"], normalize_embeddings=True, show_progress_bar=progress
        )
        return np.asarray(rows, np.float32).reshape(len(texts), self.dim)

    def query(self, text: str) -> Encoded:
        """A text and its tokens, every token alike: the model was not trained to weigh them."""
        (tokens,) = self._tokens([text], self._prompts["query"])
        return Encoded(self.encode_queries([text])[0], tokens / np.float32(len(tokens)))

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        """Texts and their tokens."""
        yield from map(
            Encoded, self.encode_passages(texts, progress=progress), self._tokens(texts, self._prompts["document"])
        )

    def _tokens(self, texts: Sequence[str], prompt: str) -> list[Vectors]:
        found = self._model.encode(list(texts), prompt=prompt, output_value="token_embeddings", show_progress_bar=False)
        return [unit(np.asarray(one, np.float32)) for one in found]


def prompts(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """The prefixes ``query`` and ``document``, empty where there is none.

    The library adds an empty ``document`` to the prompts of a model that has only ``passage``; the latter is meant.
    """
    told = {kind: prompt for kind, prompt in given.items() if prompt}
    if not told:
        told = next((prefixes for pattern, prefixes in KNOWN_PROMPTS if pattern.search(name)), {})
    return {"query": told.get("query", ""), "document": told.get("document") or told.get("passage", "")}

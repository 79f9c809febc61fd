"""Use any cross-encoder of sentence-transformers, by folder or hub name, to order sections."""

from collections.abc import Sequence

import numpy as np

from index.errors import ModelsExtraMissing, ModelUnavailable, NotAReranker
from index.ranking.reranked import Rerank


def cross_encoder(name: str, *, threads: int = 2) -> Rerank:
    """Load a folder, or download by name. The model reads a question and a text together and gives one number.

    Source: Nogueira & Cho 2019, Passage Re-ranking with BERT, arXiv:1901.04085.

    Raises:
        ModelsExtraMissing: the library is not installed.
        ModelUnavailable: there is no such model, or no network to get it by.
        NotAReranker: the model gives several numbers for a pair.
    """
    try:
        import torch  # type: ignore[import-not-found,unused-ignore]
        from sentence_transformers import CrossEncoder  # type: ignore[import-not-found,unused-ignore]
    except ImportError as exc:
        raise ModelsExtraMissing(name) from exc
    torch.set_num_threads(threads)
    try:
        model = CrossEncoder(name, device="cpu")
    except (OSError, ValueError) as exc:
        raise ModelUnavailable(name, str(exc).partition("\n")[0]) from exc
    if model.num_labels != 1:
        raise NotAReranker(name, model.num_labels)

    def rerank(question: str, texts: Sequence[str]) -> list[float]:
        scores = model.predict([(question, text) for text in texts], show_progress_bar=False)
        found: list[float] = np.asarray(scores, np.float64).tolist()
        return found

    return rerank

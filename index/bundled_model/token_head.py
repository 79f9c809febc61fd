"""What turns the encoder's last hidden states into token vectors: late interaction compares texts word by word."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.vectors import Vectors


@dataclass(frozen=True, slots=True)
class TokenHead:
    """A projection of hidden states, and how much each token of a query counts.

    A query's score for a passage is the sum over its tokens of their weight times the cosine of the passage's nearest
    token. Source: ColBERT's MaxSim, Khattab & Zaharia 2020, arXiv:2004.12832, weighted by a softmax over the query.
    """

    projection: NDArray[np.float32]
    """Shape (hidden, width); the result is brought to unit length."""

    weighing: NDArray[np.float32]
    """Shape (hidden,); the softmax of its products with the hidden states weighs a query's tokens."""


def plain_head(hidden: int) -> TokenHead:
    """Hidden states as they are, every token alike: for an encoder that was not trained for it."""
    return TokenHead(np.eye(hidden, dtype=np.float32), np.zeros(hidden, np.float32))


def weighed(tokens: Vectors, logits: NDArray[np.float32]) -> Vectors:
    """A query's token vectors times their weights, so that the score is a plain sum of largest products.

    Args:
        tokens: Shape (n, width), rows of unit length, n at least 1.
        logits: Shape (n,).
    """
    weights = np.exp(logits - logits.max())
    result: Vectors = (tokens * (weights / weights.sum())[:, np.newaxis]).astype(np.float32)
    return result

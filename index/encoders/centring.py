"""Mean vectors of queries and of passages, which are subtracted before vectors are compared."""

from pathlib import Path
from typing import NamedTuple

from index.encoders.protocol import Encoder
from index.vectors import Vectors

QUERIES = Path(__file__).parents[1] / "analysis" / "background.txt"
"""Questions to any support desk, in the ways that people type them; about no content in particular."""

COUNT = 10.0
"""How many passages of a content the background counts for: a content of three passages has no mean to speak of."""


class Means(NamedTuple):
    """Mean vectors, each of shape (dim,)."""

    queries: Vectors
    passages: Vectors


def background_means(encoder: Encoder) -> Means:
    """Means of the background texts, encoded as queries and as passages.

    A query less the mean of queries keeps what distinguishes it from others. The sample is fixed, since the queries
    that an index will get are not known when it is built.
    """
    texts = [line for line in QUERIES.read_text(encoding="utf-8").splitlines() if line]
    return Means(encoder.encode_queries(texts).mean(axis=0), encoder.encode_passages(texts).mean(axis=0))


def passage_mean(vectors: Vectors, background: Vectors) -> Vectors:
    """Mean of a content's vectors, shape (n, dim); the fewer they are, the nearer to the background's mean."""
    mean: Vectors = (vectors.sum(axis=0) + COUNT * background) / (len(vectors) + COUNT)
    return mean

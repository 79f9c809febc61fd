"""What queries have in common, whatever they ask."""

from pathlib import Path

from index.encoder import Encoder
from index.vectors import Vectors

QUERIES = Path(__file__).with_name("background.txt")
"""Questions to any support desk, in the ways that people type them; about no content in particular."""


def query_mean(encoder: Encoder) -> Vectors:
    """Mean of the background queries' vectors, shape (dim,).

    Taking it off a query's vector leaves what this query asks and others do not. A fixed sample does it, since the
    queries that an index will get are not known when it is built.
    """
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    mean: Vectors = encoder.encode_queries([line for line in lines if line]).mean(axis=0)
    return mean

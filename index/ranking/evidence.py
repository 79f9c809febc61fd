"""What speaks for a section being an answer, beside its rank: how much of the question its text covers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.vectors import Vectors


class Evidence(NamedTuple):
    """The inputs of confidence for one section; or their weights.

    Where the question is searched for in two forms, each is the mean over both. Tried beside these and left out: the
    gap to the second section's score, the output of ``index.ranking.alternate_classifier``, the second encoder's
    cosine, coverage by the heading alone, the word that is matched worst, and products of support with the others.
    """

    late: float
    answer: float
    words: float
    facets: float
    """These four as in `index.ranking.features.Features`."""
    share: float
    """The section's lead over the others, as ranked."""
    whole: float
    """Coverage by all texts of the section together, see `Coverage`. ``late`` sees single texts only: a near miss
    matches one of them in its object and none in its operation."""
    body: float
    """Coverage by its answer alone."""
    support: float
    """Log of one more than the number of its alternates: the nearest of many is nearer, whatever the question."""
    support_late: float
    """Support times ``late``."""
    length: float
    """Log of the number of words of the question; longer ones match worse, word by word."""


class Coverage(NamedTuple):
    """How much of a question a section covers: the sum over the question's tokens of the best match among all tokens of
    some of its passages, at most 1."""

    whole: float
    body: float


def coverage(matches: Vectors, *, is_body: NDArray[np.bool_]) -> Coverage:
    """Pool the matches of a section's passages.

    Args:
        matches: The best product of each passage's tokens with each of the question's, shape (passages, tokens).
        is_body: Passages that answer, shape (passages,).
    """
    return Coverage(_covered(matches), _covered(matches[is_body]))


def _covered(matches: Vectors) -> float:
    return float(matches.max(axis=0).sum()) if len(matches) else 0.0

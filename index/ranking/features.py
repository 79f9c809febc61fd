"""What is seen of a section when a query comes, and how much each of it counts."""

from typing import NamedTuple


class Weights(NamedTuple):
    """How much each feature counts; a section's logit is their weighted sum. Features have the same names.

    Ways to ask are the heading and its alternates. Cosines are of centred vectors: unrelated texts are near 0. Cosines
    of headings and of blocks, means over a section's nearest ways to ask, and character n-grams were tried beside these
    and gained nothing.
    """

    answer: float
    """Largest cosine of a whole answer, or of a way to ask where no answer holds."""
    late: float
    """Largest late-interaction score (see ``index.bundled_model.token_head``) of a way to ask or a whole answer."""
    second: float
    """Largest cosine of a way to ask or a whole answer by the second encoder; 0 where there is none."""
    intent: float
    """What ``index.ranking.alternate_classifier`` says; 0 where a section has few alternates."""
    words: float
    """BM25 over lemmas, squashed into [0, 1)."""
    exact: float
    """1 if the query is the heading or an alternate, else 0."""

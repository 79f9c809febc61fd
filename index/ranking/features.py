"""The features by which sections are ranked."""

from typing import NamedTuple


class Features(NamedTuple):
    """One number for each feature: a section's values for a query, or their weights; the logit is the weighted sum.

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
    """Output of ``index.ranking.alternate_classifier``; 0 where a section has few alternates."""
    words: float
    """BM25 over lemmas, squashed into [0, 1)."""
    facets: float
    """What ``index.ranking.facet_fit`` says: a gain in log odds for the facets that the question names."""
    exact: float
    """1 if the query has the words of the heading or of an alternate, all of them and in order, else 0."""

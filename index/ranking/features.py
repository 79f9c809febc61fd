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
    whole: float
    """How much of the question the section's texts cover together: the sum over the question's weighed tokens (see
    ``index.bundled_model.token_head``) of the best match among all their tokens, at most 1. A near miss matches a
    single text in its object and none in its operation.

    Source: late interaction, Khattab & Zaharia 2020, arXiv:2004.12832, over all texts of a section instead of one.
    """
    body: float
    """The same, by the answer alone."""
    intent: float
    """Output of ``index.ranking.alternate_classifier``; 0 where a section has few alternates."""
    words: float
    """BM25 over lemmas, squashed into [0, 1)."""
    facets: float
    """What ``index.ranking.facet_fit`` says: a gain in log odds for the facets that the question names."""
    exact: float
    """1 if the query has the words of the heading or of an alternate, all of them and in order, else 0."""

"""Order the first sections of a ranking anew, by a model that reads question and section together."""

from collections.abc import Callable, Sequence
from itertools import islice

from index.ranking.ranker import RankedSection

Rerank = Callable[[str, Sequence[str]], Sequence[float]]
"""The question and texts → for each text how well it answers; on any scale, larger is better."""

RERANKED = 10
"""Sections, the best, that are ordered anew."""


def reranked(
    ranked: Sequence[RankedSection], question: str, read: Callable[[RankedSection], str], rerank: Rerank
) -> list[RankedSection]:
    """The same sections in another order; one whose words are the question's stays before all others.

    Scores and evidence stay each section's own, so that a section which moves up brings its own confidence.

    Args:
        ranked: Best first.
        question: The question.
        read: The text of a section as the reader gets it.
        rerank: Called once, if there is a choice.
    """
    first = list(islice(ranked, RERANKED))
    if len(first) < 2:
        return list(ranked)
    scores = rerank(question, [read(one) for one in first])
    order = sorted(range(len(first)), key=lambda at: (-first[at].features.exact, -scores[at], at))
    return [*(first[at] for at in order), *ranked[len(first) :]]

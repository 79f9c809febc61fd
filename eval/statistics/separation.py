"""How well a score separates two groups: the area under the ROC curve."""

from collections.abc import Sequence

import numpy as np

from eval.statistics.interval import Estimate, unseen


def auroc(
    positive: Sequence[float],
    negative: Sequence[float],
    *,
    weights: tuple[Sequence[float], Sequence[float]] | None = None,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 20,
) -> Estimate | None:
    """The chance that a positive scores above a negative, ties counted half; None if either group is empty.

    The interval is a percentile bootstrap that draws each group anew. Where every draw shows the same (as where all
    positives are above all negatives) it allows for the share of unseen members of either group that do otherwise, as
    in ``eval.statistics.interval.mean_estimate``.

    Args:
        positive: Scores.
        negative: Scores.
        weights: Of the positives and of the negatives, above 0; None: all alike.
        level: Of the interval.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.

    Source: Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747.
    """
    if not positive or not negative:
        return None
    above, below = np.asarray(positive, np.float64)[:, None], np.asarray(negative, np.float64)
    wins = (above > below) + (above == below) / 2
    one, other = (
        np.ones(len(group)) if weights is None else np.asarray(weights[at], np.float64)
        for at, group in enumerate((positive, negative))
    )
    value = float(one @ wins @ other / (one.sum() * other.sum()))
    n = len(positive) + len(negative)
    if np.ptp(wins) == 0:
        share = 1 - (1 - unseen(len(positive), level=level)) * (1 - unseen(len(negative), level=level))
        return Estimate(value, value * (1 - share), value * (1 - share) + share, n)
    rng = np.random.default_rng(seed)
    drawn = _draws(rng, len(positive), resamples) * one
    others = _draws(rng, len(negative), resamples) * other
    found = ((drawn @ wins) * others).sum(axis=1) / (drawn.sum(axis=1) * others.sum(axis=1))
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), n)


def _draws(rng: np.random.Generator, n: int, resamples: int) -> np.ndarray:
    """Shape (resamples, n): how often each member is drawn."""
    return rng.multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.float64)

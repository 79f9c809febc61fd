"""Calibration: confidence in bins, against the share of first answers that were right."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from eval.run import Outcome
from eval.statistics.interval import Estimate, mean_estimate


class Bin(NamedTuple):
    """The results whose confidence lies in (low, high]; 0 belongs to the first bin."""

    low: float
    high: float
    confidence: float
    """Mean of the bin."""
    right: Estimate
    """Share whose first section was right, and how many there are."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the confidence of first answers agrees with the share that were right."""

    bins: Sequence[Bin]
    """In order of confidence, without empty bins."""

    error: float
    """Expected calibration error: mean over all results of their bin's |right - confidence|."""

    n: int


def reliability(outcomes: Sequence[Outcome], *, bins: int = 10) -> Reliability | None:
    """Bins of equal width over all questions that found anything, shown or held back; None if none did.

    A question that the content does not answer has no right first section.

    Source: Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks, ICML 2017, arXiv:1706.04599.
    """
    held: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.confidence is not None:
            at = max(ceil(outcome.confidence * bins) - 1, 0)
            held[at].append((outcome.confidence, float(outcome.rank == 1)))
    made = []
    for at, pairs in sorted(held.items()):
        confidence = sum(sure for sure, _ in pairs) / len(pairs)
        if right := mean_estimate([right for _, right in pairs]):
            made.append(Bin(at / bins, (at + 1) / bins, confidence, right))
    n = sum(one.right.n for one in made)
    error = sum(one.right.n * abs(one.right.value - one.confidence) for one in made)
    return Reliability(made, error / n, n) if made else None

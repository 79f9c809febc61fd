"""Confidence: the probability that a section answers the question."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from index.ranking.evidence import Evidence
from index.ranking.ranker import RankedSection
from index.result import Status


class Calibration(NamedTuple):
    """A logistic model of whether a section answers, for sections with any number of alternates.

    Source: Platt 1999, Probabilistic Outputs for Support Vector Machines, with several inputs in place of one.
    """

    bias: float
    weights: Evidence
    answered: float
    """Least confidence of a first answer with the status ``answered``."""
    no_answer: float
    """Confidence below which nothing is shown."""

    def __call__(self, evidence: Evidence) -> float:
        """The probability, in [0, 1]."""
        return _logistic(self.bias + sum(w * x for w, x in zip(self.weights, evidence, strict=True)))


def confidences(ranked: Sequence[RankedSection], calibration: Calibration) -> list[float]:
    """For each section, the probability that it answers, in [0, 1], in the same order; never above the one before.

    1 means that the question is its heading or an alternate, word by word.
    """
    found: list[float] = []
    for one in ranked:
        before = found[-1] if found else 1.0
        own = 1.0 if one.features.exact else calibration(one.evidence)
        found.append(min(before, own))
    return found


def status(ranked: Sequence[RankedSection], sure: Sequence[float], calibration: Calibration) -> Status:
    """The status of a result, by its first section's confidence."""
    if not ranked or sure[0] < calibration.no_answer:
        return "no_answer"
    return "answered" if sure[0] >= calibration.answered else "unsure"


def possible(ranked: Sequence[RankedSection], calibration: Calibration) -> list[RankedSection]:
    """The sections that may be meant, each by itself; only those whose own words the question has, if there are any."""
    exact = [one for one in ranked if one.features.exact]
    return exact or [one for one in ranked if calibration(one.evidence) >= calibration.no_answer]


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))

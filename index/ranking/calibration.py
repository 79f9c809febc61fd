"""Confidence: the probability that a section answers the question."""

from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import NamedTuple

from index.ranking.features import Features
from index.ranking.ranker import RankedSection
from index.result import Status


class Logistic(NamedTuple):
    """A logistic model of whether a section answers, from its similarity and its lead over the other sections."""

    bias: float
    late: float
    second: float
    share: float
    answered: float
    """Least confidence of a first answer with the status ``answered``."""

    def __call__(self, one: RankedSection) -> float:
        """The probability, in [0, 1]."""
        nearness = self.late * one.features.late + self.second * one.features.second
        return _logistic(self.bias + nearness + self.share * one.share)


class Calibration(NamedTuple):
    """Models that turn a section's features into a confidence."""

    asked: Logistic
    """For sections with many alternates: the nearest of many is nearer, whatever the query."""
    plain: Logistic
    """For the others."""
    no_answer: float
    """Confidence below which nothing is shown."""

    def model(self, one: RankedSection) -> Logistic:
        """The model for a section."""
        return self.asked if many_ways(one.features) else self.plain


def confidences(ranked: Sequence[RankedSection], calibration: Calibration) -> list[float]:
    """For each section, the probability that it answers, in [0, 1], in the same order; never above the one before.

    Source: Platt 1999, Probabilistic Outputs for Support Vector Machines, with three inputs in place of one.
    Similarity and lead are separate inputs: for a near miss, often a single section is near.
    """
    return list(accumulate((calibration.model(one)(one) for one in ranked), min))


def many_ways(features: Features) -> bool:
    """Whether the section has enough alternates for ``index.ranking.alternate_classifier``."""
    return features.intent != 0


def status(ranked: Sequence[RankedSection], sure: Sequence[float], calibration: Calibration) -> Status:
    """The status of a result, by its first section's confidence."""
    if not ranked or sure[0] < calibration.no_answer:
        return "no_answer"
    return "answered" if sure[0] >= calibration.model(ranked[0]).answered else "unsure"


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))

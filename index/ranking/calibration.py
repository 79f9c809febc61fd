"""How sure a ranking is that a section answers."""

from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import NamedTuple

from index.ranking.features import Features
from index.ranking.ranker import RankedSection
from index.result import Status


class Logistic(NamedTuple):
    """A logistic model of whether a section answers, over how near it is and how far it stands out."""

    bias: float
    late: float
    second: float
    share: float
    answered: float
    """Confidence from which a first answer is said to answer."""

    def __call__(self, one: RankedSection) -> float:
        """The probability, in [0, 1]."""
        nearness = self.late * one.features.late + self.second * one.features.second
        return _logistic(self.bias + nearness + self.share * one.share)


class Calibration(NamedTuple):
    """What confidence a section's features give."""

    asked: Logistic
    """For sections that have many ways to ask: the nearest of many is nearer, whatever the query."""
    plain: Logistic
    """For the others."""
    no_answer: float
    """Confidence below which nothing is shown."""

    def model(self, one: RankedSection) -> Logistic:
        """The model for a section."""
        return self.asked if many_ways(one.features) else self.plain


def confidences(ranked: Sequence[RankedSection], calibration: Calibration) -> list[float]:
    """For each section, the probability that it answers, in [0, 1], in the same order; never above the one before.

    Source: Platt 1999, Probabilistic Outputs for Support Vector Machines, with three inputs in place of one. Nearness
    and standing out are told apart because a near miss is often the one near section of all.
    """
    return list(accumulate((calibration.model(one)(one) for one in ranked), min))


def many_ways(features: Features) -> bool:
    """Whether the section is one that ``index.ranking.alternate_classifier`` has learnt."""
    return features.intent != 0


def status(ranked: Sequence[RankedSection], sure: Sequence[float], calibration: Calibration) -> Status:
    """What to say of a ranking, by its first section's confidence."""
    if not ranked or sure[0] < calibration.no_answer:
        return "no_answer"
    return "answered" if sure[0] >= calibration.model(ranked[0]).answered else "unsure"


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))

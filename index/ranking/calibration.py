"""Confidence: the probability that a section answers the question."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from index.ranking.evidence import Evidence
from index.ranking.ranker import RankedSection
from index.result import Status


class Logistic(NamedTuple):
    """A logistic model over what speaks for a section.

    Source: Platt 1999, Probabilistic Outputs for Support Vector Machines, with several inputs in place of one.
    """

    bias: float
    weights: Evidence

    def __call__(self, evidence: Evidence) -> float:
        """The probability, in [0, 1]."""
        return _logistic(self.bias + sum(w * x for w, x in zip(self.weights, evidence, strict=True)))


class Calibration(NamedTuple):
    """What a section's evidence says, with any number of alternates, and the thresholds of the two promises.

    That a question is about what the section is about, and that the section answers it, are two models. A near miss is
    told by being near and not covered, so the model that tells it takes what is far from all for covered enough.
    """

    answers: Logistic
    """That the section answers; this is its confidence."""
    near: Logistic
    """That it answers or is about the same."""
    answered: float
    """Least confidence of a first answer with the status ``answered``."""
    no_answer: float
    """Confidence below which nothing is shown."""
    far: float
    """Probability of being near below which nothing is shown."""

    def shows(self, one: RankedSection, *, is_named: bool = False) -> bool:
        """Whether a section may be shown if it comes first, which need not be near if the question names it."""
        near = is_named or self.near(one.evidence) >= self.far
        return bool(one.features.exact) or (near and self.answers(one.evidence) >= self.no_answer)


def confidences(ranked: Sequence[RankedSection], calibration: Calibration) -> list[float]:
    """For each section, the probability that it answers, in [0, 1], in the same order; never above the one before.

    1 means that the question is its heading or an alternate, word by word.
    """
    found: list[float] = []
    for one in ranked:
        before = found[-1] if found else 1.0
        own = 1.0 if one.features.exact else calibration.answers(one.evidence)
        found.append(min(before, own))
    return found


def status(
    ranked: Sequence[RankedSection], sure: Sequence[float], calibration: Calibration, *, is_named: bool = False
) -> Status:
    """The status of a result, by its first section, and whether the question names that one."""
    if not ranked or not calibration.shows(ranked[0], is_named=is_named):
        return "no_answer"
    return "answered" if sure[0] >= calibration.answered else "unsure"


def possible(ranked: Sequence[RankedSection], calibration: Calibration) -> list[RankedSection]:
    """The sections that may be meant, each by itself; only those whose own words the question has, if there are any."""
    exact = [one for one in ranked if one.features.exact]
    return exact or [one for one in ranked if calibration.shows(one)]


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))

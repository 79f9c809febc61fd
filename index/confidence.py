"""How sure a ranking is that a section answers."""

from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import NamedTuple

from index.ranking import Ranked
from index.result import Status


class Calibration(NamedTuple):
    """A logistic model of whether a section answers the query, over how near it is and how far it stands out."""

    bias: float
    late: float
    second: float
    share: float
    answered: float
    """Confidence from which the first answer is said to answer."""
    no_answer: float
    """Confidence below which nothing is shown."""


def confidences(ranked: Sequence[Ranked], calibration: Calibration) -> list[float]:
    """For each section, the probability that it answers, in [0, 1], in the same order; never above the one before.

    Source: Platt 1999, Probabilistic Outputs for Support Vector Machines, with three inputs in place of one. Nearness
    and standing out are told apart because a near miss is often the one near section of all.
    """
    bias, late, second, share = calibration[:4]
    inputs = [bias + late * one.features.late + second * one.features.second + share * one.share for one in ranked]
    return list(accumulate(map(_logistic, inputs), min))


def status(confidence: float | None, calibration: Calibration) -> Status:
    """What to say of a result by its first answer's confidence; None: nothing was found."""
    if confidence is None or confidence < calibration.no_answer:
        return "no_answer"
    return "answered" if confidence >= calibration.answered else "unsure"


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))

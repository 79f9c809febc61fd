"""How sure a ranking is that a section answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from index.ranking import Ranked
from index.result import Status


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of whether a section answers the query, over its score and its lead on the best other one."""

    bias: float = -2.6
    score: float = 8.6
    margin: float = 9.4
    """Per unit of score between this section and the best other one; below 0 for all but the first."""

    answered: float = 0.7
    """Confidence from which the first answer is said to answer."""

    no_answer: float = 0.4
    """Confidence below which nothing is shown."""


DEFAULT = Calibration()
"""Fitted on the development questions of the bundled FAQ by ``eval/bench/calibrate.py``."""


def confidences(ranked: Sequence[Ranked], calibration: Calibration = DEFAULT) -> list[float]:
    """For each section, the probability that it answers, in [0, 1], in the same order."""
    scores = [one.score for one in ranked]
    return [
        _logistic(calibration.bias + calibration.score * score + calibration.margin * (score - _best_other(scores, at)))
        for at, score in enumerate(scores)
    ]


def status(confidence: float | None, calibration: Calibration = DEFAULT) -> Status:
    """What to say of a result by its first answer's confidence; None: nothing was found."""
    if confidence is None or confidence < calibration.no_answer:
        return "no_answer"
    return "answered" if confidence >= calibration.answered else "unsure"


def _best_other(descending: Sequence[float], at: int) -> float:
    if at > 0:
        return descending[0]
    return descending[1] if len(descending) > 1 else 0.0


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))

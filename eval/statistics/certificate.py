"""The least confidence from which wrong answers are certifiably rare, by Learn then Test."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom  # type: ignore[import-untyped]

Counts = NDArray[np.float64]
"""Of any shape: numbers of questions."""

RISK, LEVEL = 0.05, 0.95
"""Greatest share of wrong among answered, and the confidence that it is not above that."""

THRESHOLDS = tuple((100 - step) / 100 for step in range(1, 100))
"""Tried in this order, .99 to .01: fixed before any label is seen."""

MOST_NEEDED = 20_000
"""Answered questions beyond which a threshold counts as out of reach."""


class Judged(NamedTuple):
    """A first answer that its confidence alone decides to show as answered."""

    confidence: float
    wrong: bool


@dataclass(frozen=True, slots=True)
class Certified:
    """A threshold, and what was seen above it."""

    threshold: float
    """Least confidence."""
    answered: int
    """Questions with at least this confidence."""
    wrong: int
    """Of those answered."""
    asked: int


def certify(judged: Sequence[Judged], asked: int, *, risk: float = RISK, level: float = LEVEL) -> Certified | None:
    """The lowest threshold for which at most ``risk`` of what is answered is wrong, with confidence ``level``, if any.

    For each threshold, from high to low, the hypothesis that more than ``risk`` of what readers would see answered is
    wrong is tested with the exact binomial p-value, at 1 - ``level``; the first one that stands ends the sequence. So
    no correction for the number of thresholds is due, and a threshold with a greater risk is certified with
    probability 1 - ``level`` at most, *if the questions are a sample of what readers ask*.

    The sequence begins at the first threshold that answers ``least_answered`` questions: fewer could not pass or would
    end it with one slip. That depends on the number of answers alone, never on a label; it costs nothing as long as
    risk does not fall when the threshold does.

    Args:
        judged: First answers that a threshold may let through.
        asked: All questions, also those without such an answer.
        risk: In (0, 1).
        level: In (0, 1).

    Source: Angelopoulos, Bates, Candès, Jordan & Lei, Learn then Test, arXiv:2110.01052, with fixed sequence testing.
    """
    found, fewest = None, least_answered(asked, risk=risk, level=level)
    for threshold, (answered, wrong) in zip(THRESHOLDS, _counts(judged), strict=True):
        if answered < fewest:
            continue
        if p_value(wrong, answered, risk=risk) > 1 - level:
            break
        if found is None or answered > found.answered:  # a lower one that lets nothing more through is vacuous
            found = Certified(threshold, answered, wrong, asked)
    return found


def lacking(judged: Sequence[Judged], asked: int, *, risk: float = RISK, level: float = LEVEL) -> int | None:
    """Labelled questions that the threshold nearest to passing still needs, see ``needed``; None: more do not help."""
    counts = {pair for pair in _counts(judged) if pair[0]}
    lacks = [needed(wrong, answered, asked, risk=risk, level=level) for answered, wrong in counts]
    return min((more for more in lacks if more), default=None)


def p_value(wrong: int, answered: int, *, risk: float = RISK) -> float:
    """The chance of at most so many wrong, if the share of wrong were ``risk``: small where it must be less."""
    return float(binom.cdf(wrong, answered, risk))


def least_answered(asked: int, *, risk: float = RISK, level: float = LEVEL) -> int:
    """Answered questions from which a threshold is tested: a quarter of those asked, but not fewer than pass without
    anything wrong (59 for 5 % at 95 %) and not more than three times as many."""
    return int(_least_answered(np.asarray(asked), risk, level))


def needed(wrong: int, answered: int, asked: int, *, risk: float = RISK, level: float = LEVEL) -> int | None:
    """Labelled questions still needed at a threshold, if its share of wrong stays what it is; None: more do not help.

    Of n answered questions ceil(n * wrong / answered) would be wrong. The least n for which that passes the test, and
    for which the threshold is tested at all, takes n * asked / answered labelled questions, as the same share of them
    is answered; those asked already are subtracted. With nothing wrong n is 59; from ``risk`` on nothing helps; a
    threshold that passes by itself lacks 0. It is an estimate: nothing promises the same rate in the questions to come.
    """
    if wrong >= risk * answered:
        return None
    n = np.arange(answered, MOST_NEEDED)
    total = np.ceil(n * asked / answered - 1e-9)
    tested = n >= _least_answered(total, risk, level)
    passes = tested & (binom.cdf(np.ceil(n * wrong / answered - 1e-9), n, risk) <= 1 - level)
    return int(total[passes.argmax()]) - asked if passes.any() else None


def _least_answered(asked: Counts, risk: float, level: float) -> Counts:
    flawless = ceil(log(1 - level) / log(1 - risk))
    return np.clip(np.ceil(asked / 4), flawless, 3 * flawless)


def _counts(judged: Sequence[Judged]) -> list[tuple[int, int]]:
    """For each of ``THRESHOLDS``: answered, and wrong among them."""
    ranked = sorted(judged, reverse=True)
    wrong = np.cumsum([0, *(one.wrong for one in ranked)])
    confidences = np.asarray([-one.confidence for one in ranked])
    answered = np.searchsorted(confidences, [-threshold for threshold in THRESHOLDS], side="right")
    return [(int(count), int(wrong[count])) for count in answered]

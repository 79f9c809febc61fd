"""Paired intervals and tests for the difference between two runs over the same questions, with scipy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test  # type: ignore[import-untyped]

from eval.statistics.interval import unseen

Values = NDArray[np.float64]
"""Shape (…, n): a value in [0, 1] per question, NaN where the question was not asked."""

NOT_ASKED = -9.0
"""In place of NaN where gains are compared: far enough from [0, 1] to be like no other gain."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The change of a measure from one run to the next."""

    before: float
    after: float

    low: float
    high: float
    """Two-sided interval of ``after - before``."""

    p: float
    """Two-sided p-value of a paired permutation test."""

    n: int
    """Questions with a value in either run."""

    @property
    def value(self) -> float:
        """``after - before``."""
        return self.after - self.before


def difference(
    before: Sequence[float], after: Sequence[float], *, level: float = 0.95, resamples: int = 9999, seed: int = 20
) -> Difference:
    """The difference of two rates, each the mean of its run's values that are not NaN (0 if all are).

    The interval is a paired percentile bootstrap: questions are drawn anew, each with both its values. The test is a
    paired permutation test: the two values of each question change places at random, which is to flip the sign of
    their difference where both were asked; with at most 13 questions that differ, all ways are counted. The same
    values give the same numbers, and the runs the other way round the same with the other sign.

    Where every draw shows the same difference (as of a run with itself) a bootstrap has nothing to say, and the
    interval allows for a share of unseen questions that do otherwise, as in ``eval.statistics.interval.mean_estimate``.

    Args:
        before: One value in [0, 1] or NaN per question, in the order of ``after``.
        after: The same questions.
        level: Of the interval.
        resamples: Of the bootstrap and of the test.
        seed: Of both.

    Raises:
        ValueError: if there is no question with a value, or not the same number of questions.

    Sources: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13; Smucker, Allan & Carterette,
    CIKM 2007, doi:10.1145/1321440.1321528 (test); Phipson & Smyth 2010, doi:10.2202/1544-6115.1585 (p never 0).
    """
    if len(before) != len(after):
        raise ValueError(f"two runs need the same questions, got {len(before)} and {len(after)} values.")
    first, second = np.asarray(before, np.float64), np.asarray(after, np.float64)
    asked = ~(np.isnan(first) & np.isnan(second))
    if not asked.any():
        raise ValueError("neither run has a value.")
    first, second = first[asked], second[asked]
    low, high = _interval(first, second, level=level, resamples=resamples, seed=seed)
    p = _chance(first, second, resamples=resamples, seed=seed)
    return Difference(float(_rate(first)), float(_rate(second)), low, high, p, len(first))


def _rate(values: Values, axis: int = -1, *, total: float = 0.0, count: int = 0) -> Values:
    """Mean of what is there, 0 of nothing; ``total`` and ``count`` are of values that every mean has."""
    asked = count + np.count_nonzero(~np.isnan(values), axis=axis)
    mean: Values = (total + np.nansum(values, axis=axis)) / np.maximum(asked, 1)
    return mean


def _interval(first: Values, second: Values, *, level: float, resamples: int, seed: int) -> tuple[float, float]:
    if _alike(first, second):
        value, share = float(_rate(second) - _rate(first)), unseen(len(first), level=level)
        return value * (1 - share) - share, value * (1 - share) + share
    found = bootstrap(
        (first, second),
        lambda one, other, axis: _rate(other, axis) - _rate(one, axis),
        paired=True,
        method="percentile",  # of a rate over few questions BCa's jackknife may be all equal, and then says nothing
        confidence_level=level,
        n_resamples=resamples,
        batch=200,  # resamples at a time: bounds memory, changes no number
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def _alike(first: Values, second: Values) -> bool:
    """Whether every draw of questions shows the same difference: each question gains as much, or each run says one
    value wherever it was asked."""
    gains = np.nan_to_num(second, nan=NOT_ASKED) - np.nan_to_num(first, nan=NOT_ASKED)
    return len(np.unique(gains)) == 1 or all(len(np.unique(run[~np.isnan(run)])) <= 1 for run in (first, second))


def _chance(first: Values, second: Values, *, resamples: int, seed: int) -> float:
    same = first == second
    one, other = first[~same], second[~same]
    if len(one) < 2:  # one question that differs is as likely to differ the other way
        return 1.0
    rate = partial(_rate, total=float(first[same].sum()), count=int(same.sum()))
    found = permutation_test(
        (one, other),
        lambda some, others, axis: rate(others, axis) - rate(some, axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=resamples,
        batch=200,
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)

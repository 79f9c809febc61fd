"""Confidence intervals of a mean and of a rate, with scipy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest, bootstrap  # type: ignore[import-untyped]


class Estimate(NamedTuple):
    """A mean and its two-sided interval."""

    value: float
    low: float
    high: float
    n: int
    """Questions it was asked of; at least 1."""


def mean_estimate(
    values: Sequence[float], *, level: float = 0.95, resamples: int = 2000, seed: int = 20
) -> Estimate | None:
    """Mean of values in [0, 1] with a BCa bootstrap interval, the same for the same values; None without values.

    Where all values are equal (as with one value) every resample is equal too, and a bootstrap has nothing to say.
    There the interval is exact: at most a share p of unseen values differs from them, with p the Clopper-Pearson
    upper bound of 0 among n, so the mean lies in [v(1 - p), v(1 - p) + p]. At a rate of 0 or 1 this is Clopper-Pearson.

    Sources: Efron 1987, doi:10.1080/01621459.1987.10478410; Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404.
    """
    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    value = float(sample.mean())
    if np.ptp(sample) == 0:
        share = unseen(len(sample), level=level)
        low = value * (1 - share)
        return Estimate(value, low, low + share, len(sample))
    found = bootstrap(
        (sample,),
        np.mean,
        confidence_level=level,
        n_resamples=resamples,
        batch=200,  # resamples at a time: bounds memory, changes no number
        method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Estimate(value, float(found.low), float(found.high), len(sample))


def unseen(n: int, *, level: float = 0.95) -> float:
    """The largest share of what was never seen in n: the upper end of the two-sided Clopper-Pearson interval of 0."""
    return float(binomtest(0, n).proportion_ci(level, method="exact").high)


def at_most(k: int, n: int, *, level: float = 0.95) -> float:
    """Exact one-sided upper bound of a rate seen k times in n (Clopper-Pearson)."""
    return float(binomtest(k, n, alternative="less").proportion_ci(level, method="exact").high)


def rule_of_three(n: int) -> float:
    """Upper 95 % bound of a rate never seen in n, about 3 / n (Hanley & Lippman-Hand, JAMA 1983;249(13):1743-1745)."""
    return min(1.0, 3 / n)


def rate(k: int, n: int, *, level: float = 0.95) -> Estimate:
    """k of n with its exact two-sided interval (Clopper-Pearson); n is at least 1."""
    low, high = binomtest(k, n).proportion_ci(level, method="exact")
    return Estimate(k / n, float(low), float(high), n)

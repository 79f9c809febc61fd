"""The mean of a measure over strata of stated shares, such as types of questions in a mix."""

from collections.abc import Mapping, Sequence

import numpy as np

from eval.statistics.interval import Estimate, unseen


def weighted_estimate(
    values: Mapping[str, Sequence[float]],
    shares: Mapping[str, float],
    *,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 20,
) -> Estimate | None:
    """The mean that questions in these shares would have; None where nobody was asked.

    Each of the n questions of a stratum counts as share / n, also those that the measure does not apply to: so the
    share of wrong among answered is that of all wrong by all answered. The interval is a percentile bootstrap that
    draws the questions of each stratum anew. Where all values are equal it is that of
    ``eval.statistics.interval.mean_estimate``, for as many questions as the unequal weights leave (Kish).

    Args:
        values: Stratum → a value in [0, 1] for each of its questions, NaN where the measure does not apply.
        shares: Stratum → its share; each has a question.
        level: Of the interval.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.

    Sources: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 8; Kish, Survey Sampling, 1965, ch. 11.
    """
    rng = np.random.default_rng(seed)
    total, count = np.zeros(resamples + 1), np.zeros(resamples + 1)  # of the questions as they are, then of each draw
    held, weights = [], []
    for stratum, share in shares.items():
        row = np.asarray(values[stratum], np.float64)
        asked, weight = ~np.isnan(row), share / len(row)
        drawn = rng.multinomial(len(row), np.full(len(row), 1 / len(row)), size=resamples)
        times = np.vstack([np.ones(len(row)), drawn]) * weight
        total += times @ np.nan_to_num(row)
        count += times @ asked
        held.append(row[asked])
        weights.append(np.full(asked.sum(), weight))
    every, weighed = np.concatenate(held), np.concatenate(weights)
    if not len(every):
        return None
    value = float(total[0] / count[0])
    if np.ptp(every) == 0:
        left = max(int(weighed.sum() ** 2 / (weighed**2).sum() + 1e-9), 1)
        share = unseen(left, level=level)
        return Estimate(value, value * (1 - share), value * (1 - share) + share, len(every))
    found = total[1:][count[1:] > 0] / count[1:][count[1:] > 0]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), len(every))

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics.interval import mean_estimate
from eval.statistics.weighted import weighted_estimate

rows = st.lists(st.sampled_from([0.0, 0.5, 1.0, nan]), min_size=1, max_size=10)


def test_what_the_measure_does_not_apply_to_counts_for_its_stratum_alone() -> None:
    # Answered are .5 of .4, all right, and .25 of .6, all wrong.
    values = {"answers": [0.0, nan], "nothing": [1.0, nan, nan, nan]}
    estimate = weighted_estimate(values, {"answers": 0.4, "nothing": 0.6})
    assert estimate is not None
    assert estimate.value == pytest.approx(0.15 / 0.35)
    assert estimate.n == 2


@settings(max_examples=50)
@given(rows, rows)
def test_the_shares_that_the_strata_have_give_the_plain_mean(one: list[float], other: list[float]) -> None:
    n = len(one) + len(other)
    estimate = weighted_estimate({"a": one, "b": other}, {"a": len(one) / n, "b": len(other) / n}, resamples=50)
    asked = [value for value in one + other if value == value]
    assert (estimate is None) == (not asked)
    if estimate:
        assert estimate.value == pytest.approx(sum(asked) / len(asked))
        assert estimate.n == len(asked)
        assert -1e-9 <= estimate.low <= estimate.high <= 1 + 1e-9


def test_a_bootstrap_agrees_with_the_normal_interval_of_a_stratified_sample() -> None:
    values = {"a": [1.0] * 60 + [0.0] * 140, "b": [1.0] * 90 + [0.0] * 10}
    estimate = weighted_estimate(values, {"a": 0.8, "b": 0.2})
    assert estimate is not None
    half = 1.96 * np.sqrt(0.8**2 * 0.3 * 0.7 / 200 + 0.2**2 * 0.9 * 0.1 / 100)
    assert estimate.value == pytest.approx(0.42)
    assert (estimate.low, estimate.high) == pytest.approx((0.42 - half, 0.42 + half), abs=0.01)
    assert estimate == weighted_estimate(values, {"a": 0.8, "b": 0.2})


def test_equal_values_leave_room_for_what_was_not_seen() -> None:
    alike = weighted_estimate({"a": [0.0] * 5, "b": [0.0] * 5}, {"a": 0.5, "b": 0.5})
    assert alike == mean_estimate([0.0] * 10)
    tilted = weighted_estimate({"a": [0.0] * 5, "b": [0.0] * 5}, {"a": 0.9, "b": 0.1})
    assert alike is not None
    assert tilted is not None
    assert tilted.high > alike.high

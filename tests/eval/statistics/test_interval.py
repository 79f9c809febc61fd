import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics.interval import at_most, mean_estimate, rule_of_three


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        # Clopper-Pearson by hand: 1 - 0.025 ** (1 / n), which is 0.3085 for 10.
        pytest.param([0.0] * 10, 0.0, 0.3085, id="never"),
        pytest.param([1.0] * 10, 0.6915, 1.0, id="always"),
        pytest.param([0.5] * 10, 0.5 * 0.6915, 0.5 * 0.6915 + 0.3085, id="all-halves"),
        pytest.param([1.0], 0.025, 1.0, id="one-value"),
    ],
)
def test_equal_values_get_an_exact_interval(values: list[float], low: float, high: float) -> None:
    estimate = mean_estimate(values)
    assert estimate is not None
    assert (estimate.value, estimate.n) == (values[0], len(values))
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1e-4)


def test_a_bootstrap_agrees_with_the_normal_interval_of_a_large_sample() -> None:
    estimate = mean_estimate([1.0] * 320 + [0.0] * 80)
    assert estimate is not None
    half = 1.96 * math.sqrt(0.8 * 0.2 / 400)
    assert estimate.value == pytest.approx(0.8)
    assert (estimate.low, estimate.high) == pytest.approx((0.8 - half, 0.8 + half), abs=0.01)


def test_the_same_values_give_the_same_interval() -> None:
    values = [1.0, 0.5, 0.0, 1.0, 0.2]
    assert mean_estimate(values) == mean_estimate(values) != mean_estimate(values, seed=1)


def test_no_values_have_no_estimate() -> None:
    assert mean_estimate([]) is None


@settings(max_examples=50)
@given(st.lists(st.sampled_from([0.0, 0.1, 1 / 3, 0.5, 1.0]), min_size=1, max_size=30))
def test_an_interval_is_in_bounds_and_holds_its_value(values: list[float]) -> None:
    estimate = mean_estimate(values, resamples=200)
    assert estimate is not None
    assert -1e-9 <= estimate.low <= estimate.value + 1e-9
    assert estimate.value - 1e-9 <= estimate.high <= 1 + 1e-9


@pytest.mark.parametrize(
    ("k", "n", "bound"),
    [
        pytest.param(0, 100, 1 - 0.05 ** (1 / 100), id="zero-by-formula"),
        pytest.param(1, 2, math.sqrt(0.95), id="one-of-two-by-hand"),  # p solves 1 - p ** 2 = 0.05
        pytest.param(3, 3, 1.0, id="all"),
    ],
)
def test_the_exact_upper_bound(k: int, n: int, bound: float) -> None:
    assert at_most(k, n) == pytest.approx(bound)


@pytest.mark.parametrize(("n", "bound"), [(300, 0.01), (3, 1.0), (1, 1.0)])
def test_the_rule_of_three(n: int, bound: float) -> None:
    assert rule_of_three(n) == pytest.approx(bound)
    assert at_most(0, n) <= rule_of_three(n)

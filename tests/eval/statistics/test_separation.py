import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu  # type: ignore[import-untyped]

from eval.statistics.separation import auroc

scores = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=12)


@settings(max_examples=50)
@given(scores, scores)
def test_the_value_is_that_of_mann_and_whitney(positive: list[float], negative: list[float]) -> None:
    estimate = auroc(positive, negative, resamples=50)
    assert estimate is not None
    expected = mannwhitneyu(positive, negative).statistic / (len(positive) * len(negative))
    assert estimate.value == pytest.approx(expected)
    assert -1e-9 <= estimate.low <= estimate.high <= 1 + 1e-9
    assert estimate.n == len(positive) + len(negative)


@settings(max_examples=25)
@given(scores, scores, st.integers(2, 4))
def test_a_weight_counts_as_copies_do(positive: list[float], negative: list[float], times: int) -> None:
    copied = auroc(positive, [*negative, *negative[:1] * (times - 1)], resamples=10)
    weighted = auroc(
        positive, negative, weights=([1.0] * len(positive), [times, *[1.0] * (len(negative) - 1)]), resamples=10
    )
    assert copied is not None
    assert weighted is not None
    assert weighted.value == pytest.approx(copied.value)


def test_the_interval_is_about_that_of_hanley_and_mcneil() -> None:
    rng = np.random.default_rng(3)
    estimate = auroc(rng.normal(1, 1, 150).tolist(), rng.normal(0, 1, 150).tolist())
    assert estimate is not None
    a, n = estimate.value, 150
    spread = a * (1 - a) + (n - 1) * (a / (2 - a) - a * a) + (n - 1) * (2 * a * a / (1 + a) - a * a)
    half = 1.96 * (spread / n / n) ** 0.5
    assert (estimate.low, estimate.high) == pytest.approx((a - half, a + half), abs=0.015)


def test_groups_that_never_mix_leave_room_for_what_was_not_seen() -> None:
    estimate = auroc([0.9] * 10, [0.1] * 10)
    assert estimate is not None
    # Clopper-Pearson of none in 10 is 0.3085, for either group.
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low == pytest.approx((1 - 0.3085) ** 2, abs=1e-3)


def test_the_same_scores_give_the_same_interval_and_an_empty_group_none() -> None:
    found = auroc([0.4, 0.9, 0.6], [0.5, 0.2])
    assert found == auroc([0.4, 0.9, 0.6], [0.5, 0.2])
    assert auroc([], [0.1]) is None
    assert auroc([0.1], []) is None

from math import comb, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test  # type: ignore[import-untyped]

from eval.statistics.paired import Difference, difference


def sign_test(k: int) -> float:
    """Two-sided: k of k fair coins fall alike."""
    return float(min(1.0, 2 * comb(k, k) / 2**k))


@pytest.mark.parametrize(
    ("before", "after", "p"),
    [
        # Only questions that differ can speak, so k that all got better are k coins that fall alike.
        pytest.param([0.0] * 5 + [1.0] * 20, [1.0] * 25, sign_test(5), id="five-better"),
        pytest.param([0.0] * 10, [1.0] * 10, sign_test(10), id="ten-better"),
        pytest.param([0.0, 1.0], [1.0, 0.0], 1.0, id="one-each-way"),
        pytest.param([0.0, 1.0, 1.0], [1.0, 1.0, 1.0], 1.0, id="one-alone-says-nothing"),
        # Five better, one worse: as far from 3 of 6 lie 0, 1, 5 and 6 of them, 14 of 64 ways.
        pytest.param([0.0] * 5 + [1.0], [1.0] * 5 + [0.0], 14 / 64, id="five-to-one"),
        # Gains 0.1, 0.2 and 0.4: of eight signs only all plus and all minus reach 0.7.
        pytest.param([0.0] * 3, [0.1, 0.2, 0.4], 2 / 8, id="sizes-count"),
        # Nine were wrong of nine shown, and nothing is shown now. However many change places, both rates are 1, unless
        # all or none do.
        pytest.param([1.0] * 9, [nan] * 9, 2 / 2**9, id="no-longer-asked"),
    ],
)
def test_the_chance_by_hand(before: list[float], after: list[float], p: float) -> None:
    assert difference(before, after).p == pytest.approx(p)


def test_the_chance_is_what_scipy_says_over_all_questions() -> None:
    rng = np.random.default_rng(5)
    before, after = rng.integers(0, 2, (2, 60)).astype(float)
    theirs = permutation_test(
        (before, after), lambda x, y: y.mean() - x.mean(), permutation_type="samples", n_resamples=5000, rng=rng
    )
    assert difference(before.tolist(), after.tolist()).p == pytest.approx(theirs.pvalue, abs=0.02)


def test_a_large_sample_agrees_with_the_normal_interval() -> None:
    # 30 of 400 got better, 10 worse: gains of mean 0.05 and variance 0.1 - 0.05 ** 2.
    before = [0.0] * 30 + [1.0] * 370
    after = [1.0] * 30 + [0.0] * 10 + [1.0] * 360
    half = 1.96 * ((0.1 - 0.05**2) / 400) ** 0.5
    found = difference(before, after)
    assert (found.value, found.n) == pytest.approx((0.05, 400))
    assert (found.low, found.high) == pytest.approx((0.05 - half, 0.05 + half), abs=0.005)
    assert 0.0005 < found.p < 0.005  # the sign test of 30 against 10 has 0.0022


def test_the_rate_is_over_what_each_run_was_asked() -> None:
    found = difference([1.0, 0.0, nan, nan], [1.0, nan, 1.0, nan])
    assert (found.before, found.after, found.n) == (0.5, 1.0, 3)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Clopper-Pearson by hand: 1 - 0.025 ** (1 / 10) = 0.3085 of unseen questions may do otherwise.
        pytest.param([0.3, 1.0] * 5, [0.3, 1.0] * 5, (-0.3085, 0.3085), id="a-run-against-itself"),
        pytest.param([0.0] * 10, [1.0] * 10, (1 - 2 * 0.3085, 1.0), id="all-better"),
        pytest.param([1.0] * 10, [nan] * 10, (-1.0, 2 * 0.3085 - 1), id="no-longer-asked"),
        pytest.param([1.0] * 9 + [nan], [nan] + [1.0] * 9, (-0.3085, 0.3085), id="right-wherever-asked"),
    ],
)
def test_questions_that_differ_alike_get_room_for_unseen_ones(
    before: list[float], after: list[float], expected: tuple[float, float]
) -> None:
    found = difference(before, after)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-4)


VALUES = st.sampled_from([0.0, 1 / 3, 0.5, 1.0, nan])
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=25).filter(
    lambda pairs: any(value == value for pair in pairs for value in pair)
)


@given(PAIRS)
def test_the_runs_the_other_way_round_flip_the_sign(pairs: list[tuple[float, float]]) -> None:
    before, after = (list(values) for values in zip(*pairs, strict=True))
    found = difference(before, after, resamples=300)
    other = difference(after, before, resamples=300)
    assert (other.value, other.p, other.n) == pytest.approx((-found.value, found.p, found.n))
    assert (other.low, other.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
    assert -1 - 1e-9 <= found.low <= found.high <= 1 + 1e-9
    assert 0 < found.p <= 1


@settings(max_examples=30)
@given(st.lists(VALUES, min_size=1, max_size=25).filter(lambda values: any(value == value for value in values)))
def test_a_run_differs_in_nothing_from_itself(values: list[float]) -> None:
    found = difference(values, values)
    assert (found.value, found.p) == (0, 1)
    assert found.low < 0 < found.high


def test_two_runs_alike_are_rarely_found_different() -> None:
    # The promise of p < 0.05, where each run is right or wrong on its own: over 200 pairs of runs of 80 questions.
    rng = np.random.default_rng(11)
    runs = rng.integers(0, 2, (200, 2, 80)).astype(float)
    found = sum(difference(before.tolist(), after.tolist(), resamples=399).p < 0.05 for before, after in runs)
    assert 1 <= found <= 20  # 10 expected at most; 20 or more has a chance below 0.002


def test_the_same_values_give_the_same_numbers() -> None:
    before, after = [1.0, 0.5, 0.0, 1.0, 0.2] * 4, [0.0, 0.5, 1.0, 0.2, 0.1] * 4
    found = difference(before, after)
    assert isinstance(found, Difference)
    assert found == difference(before, after) != difference(before, after, seed=1)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        pytest.param([1.0], [], "two runs need the same questions, got 1 and 0 values", id="lengths"),
        pytest.param([], [], "neither run has a value", id="nothing"),
        pytest.param([nan], [nan], "neither run has a value", id="not-asked"),
    ],
)
def test_what_cannot_be_compared_is_refused(before: list[float], after: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        difference(before, after)

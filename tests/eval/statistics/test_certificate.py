"""Learn then Test: what passes, what is lacking, and how often a threshold with too great a risk gets through."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from eval.statistics.certificate import (
    RISK,
    Certified,
    Judged,
    certify,
    lacking,
    least_answered,
    needed,
    p_value,
)


def some(count: int, confidence: float, *, wrong: int = 0) -> list[Judged]:
    return [Judged(confidence, at < wrong) for at in range(count)]


@pytest.mark.parametrize(
    ("judged", "asked", "expected"),
    [
        pytest.param(some(59, 0.9), 100, Certified(0.9, 59, 0, 100), id="59-without-an-error"),
        pytest.param(some(58, 0.9), 100, None, id="58-without-an-error"),
        pytest.param(some(92, 0.9, wrong=1), 100, None, id="one-wrong-of-92"),
        pytest.param(some(93, 0.9, wrong=1), 100, Certified(0.9, 93, 1, 100), id="one-wrong-of-93"),
        pytest.param(some(60, 0.9) + some(40, 0.5), 100, Certified(0.5, 100, 0, 100), id="as-low-as-it-holds"),
        pytest.param(some(60, 0.9) + some(40, 0.5, wrong=9), 100, Certified(0.9, 60, 0, 100), id="not-lower"),
        pytest.param(some(180, 0.9, wrong=9) + some(900, 0.5), 1080, None, id="ends-at-the-first-that-stands"),
        pytest.param([], 7, None, id="nothing"),
    ],
)
def test_the_lowest_threshold_that_passes(judged: list[Judged], asked: int, expected: Certified | None) -> None:
    assert certify(judged, asked) == expected


@pytest.mark.parametrize(
    ("judged", "asked", "more"),
    [
        pytest.param(some(58, 0.9), 100, 2, id="one-answered-of-two-asked"),
        pytest.param(some(40, 0.9) + some(19, 0.5, wrong=19), 59, 29, id="at-the-threshold-that-lacks-the-fewest"),
        pytest.param(some(90, 0.9, wrong=45), 90, None, id="half-wrong"),
        pytest.param([], 7, None, id="nothing"),
    ],
)
def test_what_lacks_is_counted_in_labelled_questions(judged: list[Judged], asked: int, more: int | None) -> None:
    assert lacking(judged, asked) == more


@pytest.mark.parametrize(("asked", "least"), [(10, 59), (236, 59), (400, 100), (5000, 177)])
def test_a_quarter_answered_begins_the_sequence_within_bounds(asked: int, least: int) -> None:
    assert least_answered(asked) == least


@given(st.integers(1, 300), st.data())
def test_the_p_value_rises_with_errors_and_falls_with_answers(answered: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, answered))
    assert 0 < p_value(wrong, answered) <= p_value(wrong + 1, answered) <= 1
    assert p_value(wrong, answered + 1) <= p_value(wrong, answered)


judgements = st.lists(
    st.builds(Judged, st.sampled_from([0.2, 0.5, 0.8, 0.97]), st.sampled_from([False] * 30 + [True])), max_size=250
)


@settings(max_examples=60)
@given(judgements)
def test_fewer_errors_never_raise_the_threshold(judged: list[Judged]) -> None:
    found = certify(judged, len(judged))
    better = [one._replace(wrong=False) if at == 0 else one for at, one in enumerate(sorted(judged, reverse=True))]
    after = certify(better, len(judged))
    if found:
        assert after
        assert after.threshold <= found.threshold
        assert found.wrong <= RISK * found.answered


@pytest.mark.parametrize(
    ("wrong", "answered", "asked", "more"),
    [
        pytest.param(0, 20, 20, 39, id="59-without-error"),
        pytest.param(0, 20, 40, 78, id="half-answered-takes-twice-as-many"),
        pytest.param(0, 20, 200, 177 * 10 - 200, id="a-tenth-answered-is-tested-late"),
        pytest.param(5, 100, 100, None, id="at-the-risk"),
        pytest.param(0, 59, 59, 0, id="nothing-lacks"),
    ],
)
def test_what_is_needed_is_scaled_by_the_share_answered(
    wrong: int, answered: int, asked: int, more: int | None
) -> None:
    assert needed(wrong, answered, asked) == more


@settings(max_examples=30)
@given(st.integers(0, 6), st.integers(20, 300), st.integers(0, 200))
def test_what_was_needed_is_enough_if_the_rate_stays(wrong: int, answered: int, others: int) -> None:
    asked = answered + others
    more = needed(wrong, answered, asked)
    if more is not None:
        total = asked + more
        now = answered * total // asked
        errors = -(-now * wrong // answered)
        slack = p_value(errors, now) - 0.05
        assert slack <= 0.01  # rounding of shares alone


@pytest.mark.parametrize(
    "risk_at",
    [
        pytest.param(lambda confidence: np.full_like(confidence, 0.0501), id="just-above-everywhere"),
        pytest.param(lambda confidence: (1 - confidence) * 0.5, id="calibrated-by-half"),
        pytest.param(lambda confidence: np.where(confidence > 0.7, 0.01, 0.3), id="a-cliff"),
        pytest.param(lambda confidence: np.where(confidence > 0.9, 0.0, 0.11), id="none-then-many"),
    ],
)
@pytest.mark.parametrize("asked", [100, 300])
def test_a_threshold_of_greater_risk_gets_through_in_one_of_twenty_at_most(
    risk_at: Callable[[NDArray[np.float64]], NDArray[np.float64]], asked: int
) -> None:
    rng = np.random.default_rng(20)
    population = rng.beta(3, 1, 200_000)
    risks = risk_at(population)
    runs, bad = 1000, 0
    for _ in range(runs):
        drawn = rng.choice(population, asked)
        wrong = rng.random(asked) < risk_at(drawn)
        found = certify([Judged(*one) for one in zip(drawn.tolist(), wrong.tolist(), strict=True)], asked)
        bad += found is not None and risks[population >= found.threshold].mean() > RISK
    assert bad <= 0.05 * runs

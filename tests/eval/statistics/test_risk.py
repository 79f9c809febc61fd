import pytest

from eval.run import Outcome
from eval.statistics.risk import at_coverage, curve, now, widest
from index.result import Status
from tests.outcomes import outcome

FIVE = [
    outcome("q1", confidence=0.9, rank=1),
    outcome("q2", confidence=0.8, rank=2, status="unsure"),
    outcome("q3", confidence=0.8, rank=1, status="unsure"),
    outcome("q4", confidence=0.1, rank=None, status="no_answer"),
    outcome("q5", confidence=None, rank=None, status="no_answer"),
]
"""Of which the last found nothing at all."""


def test_a_point_stands_where_the_threshold_falls_past_a_confidence_and_equal_ones_come_together() -> None:
    points = curve(FIVE)
    assert [(point.threshold, point.shown, point.wrong) for point in points] == [(0.9, 1, 0), (0.8, 3, 1), (0.1, 4, 2)]
    assert [point.coverage for point in points] == [0.2, 0.6, 0.8]
    assert [point.risk for point in points] == [0, pytest.approx(1 / 3), 0.5]


@pytest.mark.parametrize(
    ("risk", "shown"),
    [
        pytest.param(0.05, 1, id="the-first-alone"),
        pytest.param(0.4, 3, id="the-middle"),
        pytest.param(0.5, 4, id="exactly-as-much"),
    ],
)
def test_the_widest_point_shows_most_within_a_risk(risk: float, shown: int) -> None:
    point = widest(curve(FIVE), risk=risk)
    assert point is not None
    assert point.shown == shown


def test_a_curve_that_starts_wrong_can_come_down_again_but_not_to_nothing() -> None:
    points = curve([outcome("q1", confidence=0.9, rank=2), *(outcome(f"a{at}", confidence=0.8) for at in range(19))])
    assert [point.risk for point in points] == [1.0, 0.05]
    assert widest(points, risk=0.05) == points[1]
    assert widest(points, risk=0.04) is None


@pytest.mark.parametrize(
    ("coverage", "threshold"),
    [
        pytest.param(0.2, 0.9, id="just-reached"),
        pytest.param(0.21, 0.8, id="next"),
        pytest.param(0.8, 0.1, id="all-that-was-found"),
        pytest.param(0.9, None, id="more-than-was-found"),
    ],
)
def test_the_risk_at_a_coverage_is_that_of_the_first_point_that_reaches_it(
    coverage: float, threshold: float | None
) -> None:
    point = at_coverage(curve(FIVE), coverage)
    assert (point and point.threshold) == threshold


@pytest.mark.parametrize(
    ("outcomes", "sure", "expected"),
    [
        pytest.param(FIVE, False, (0.8, 3, 1, 5), id="shown"),
        pytest.param(FIVE, True, (0.9, 1, 0, 5), id="answered"),
        pytest.param(FIVE[3:], False, None, id="nothing-shown"),
    ],
)
def test_where_the_statuses_stand_is_taken_from_what_was_shown(
    outcomes: list[Outcome], sure: bool, expected: tuple[float, int, int, int] | None
) -> None:
    assert now(outcomes, sure=sure) == expected


@pytest.mark.parametrize("status", ["answered", "unsure"])
def test_an_answer_to_an_unanswerable_question_is_wrong(status: Status) -> None:
    point = now([outcome("q1", confidence=0.9, rank=None, status=status, expect=())])
    assert point is not None
    assert point.risk == 1

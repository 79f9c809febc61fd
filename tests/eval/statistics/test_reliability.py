import pytest

from eval.statistics.reliability import reliability
from tests.outcomes import outcome


def test_the_error_is_the_mean_distance_between_confidence_and_what_was_right() -> None:
    sure = [outcome(f"s{at}", confidence=0.95, rank=1 if at < 3 else 2) for at in range(4)]
    unsure = [outcome("u1", confidence=0.2, rank=None, status="no_answer", expect=())]
    found = reliability([*sure, *unsure])
    assert found is not None
    assert [(one.low, one.high, one.right.n) for one in found.bins] == [(0.1, 0.2, 1), (0.9, 1.0, 4)]
    assert [one.right.value for one in found.bins] == [0.0, 0.75]
    assert [one.confidence for one in found.bins] == [pytest.approx(0.2), pytest.approx(0.95)]
    assert found.error == pytest.approx((4 * abs(0.75 - 0.95) + 1 * 0.2) / 5)
    assert found.n == 5


def test_confidence_that_holds_what_it_says_has_no_error() -> None:
    found = reliability([outcome("q1", confidence=0.5, rank=1), outcome("q2", confidence=0.5, rank=2)])
    assert found is not None
    assert found.error == 0


@pytest.mark.parametrize(
    ("confidence", "low"),
    [
        pytest.param(0.0, 0.0, id="none-is-in-the-first"),
        pytest.param(0.5, 0.4, id="an-edge-belongs-below"),
        pytest.param(0.51, 0.5, id="above-an-edge"),
        pytest.param(1.0, 0.9, id="certain-is-in-the-last"),
    ],
)
def test_every_confidence_has_its_bin(confidence: float, low: float) -> None:
    found = reliability([outcome("q1", confidence=confidence)])
    assert found is not None
    assert [one.low for one in found.bins] == [low]


def test_questions_that_found_nothing_say_nothing_of_confidence() -> None:
    nothing = outcome("q1", confidence=None, rank=None, status="no_answer", sections=())
    assert reliability([nothing]) is None
    found = reliability([nothing, outcome("q2")])
    assert found is not None
    assert found.n == 1

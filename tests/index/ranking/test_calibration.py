"""Confidence and status from the evidence of the first sections."""

import pytest

from index.ranking.calibration import Calibration, Logistic, confidences, possible, status
from index.ranking.evidence import Evidence
from index.ranking.features import Features
from index.ranking.ranker import RankedSection
from index.result import Status

NONE = Evidence._make([0.0] * len(Evidence._fields))
CALIBRATION = Calibration(
    answers=Logistic(-2.0, NONE._replace(whole=4.0)),
    near=Logistic(-2.0, NONE._replace(words=4.0)),
    answered=0.7,
    no_answer=0.2,
    far=0.5,
)


def ranked(whole: float, *, exact: float = 0.0, words: float = 0.9) -> RankedSection:
    features = Features(*[0.0] * len(Features._fields))._replace(exact=exact)
    return RankedSection(0, 0.5, 0.5, features, None, NONE._replace(whole=whole, words=words))


def test_confidence_never_rises() -> None:
    sure = confidences([ranked(0.5), ranked(0.2), ranked(0.9)], CALIBRATION)
    assert sure[0] == pytest.approx(0.5)
    assert sure[1] == sure[2] < sure[0]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        pytest.param(ranked(0.9), "answered", id="sure"),
        pytest.param(ranked(0.5), "unsure", id="possible"),
        pytest.param(ranked(0.0), "no_answer", id="unlikely"),
        pytest.param(ranked(0.9, words=0.1), "no_answer", id="likely-but-far"),
        pytest.param(ranked(0.0, exact=1.0, words=0.0), "answered", id="the-question-itself"),
    ],
)
def test_status(first: RankedSection, expected: Status) -> None:
    assert status([first], confidences([first], CALIBRATION), CALIBRATION) == expected


def test_what_a_question_names_need_not_be_near_but_likely() -> None:
    for first, expected in ((ranked(0.5, words=0.1), "unsure"), (ranked(0.0, words=0.1), "no_answer")):
        assert status([first], confidences([first], CALIBRATION), CALIBRATION, is_named=True) == expected


def test_what_is_far_is_not_possible() -> None:
    near, far = ranked(0.5), ranked(0.5, words=0.1)
    assert possible([near, far], CALIBRATION) == [near]


def test_nothing_ranked_is_no_answer() -> None:
    assert status([], [], CALIBRATION) == "no_answer"

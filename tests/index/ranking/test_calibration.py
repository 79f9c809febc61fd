"""Confidence and status from the evidence of the first sections."""

import pytest

from index.ranking.calibration import Calibration, confidences, status
from index.ranking.evidence import Evidence
from index.ranking.features import Features
from index.ranking.ranker import RankedSection
from index.result import Status

NONE = Evidence._make([0.0] * len(Evidence._fields))
CALIBRATION = Calibration(bias=-2.0, weights=NONE._replace(whole=4.0), answered=0.7, no_answer=0.2)


def ranked(whole: float, *, exact: float = 0.0) -> RankedSection:
    features = Features(*[0.0] * len(Features._fields))._replace(exact=exact)
    return RankedSection(0, 0.5, 0.5, features, None, NONE._replace(whole=whole))


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
        pytest.param(ranked(0.0, exact=1.0), "answered", id="the-question-itself"),
    ],
)
def test_status(first: RankedSection, expected: Status) -> None:
    assert status([first], confidences([first], CALIBRATION), CALIBRATION) == expected


def test_nothing_ranked_is_no_answer() -> None:
    assert status([], [], CALIBRATION) == "no_answer"

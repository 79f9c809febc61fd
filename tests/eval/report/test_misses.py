from collections.abc import Sequence

import pytest

from eval.labels.question_file import Label
from eval.report.misses import confusions, far_down, sure_and_wrong, why
from index.ranking.explain import Explained
from index.result import Query
from tests.outcomes import BILL, CARD, PAY, outcome

RIGHT = outcome("q0", confidence=0.99)
SURE = outcome("q1", confidence=0.9, rank=2, sections=(CARD, PAY))
LESS_SURE = outcome("q2", confidence=0.6, rank=7, sections=(CARD, BILL), status="unsure")
HELD_BACK = outcome("q3", confidence=0.2, rank=None, sections=(BILL, CARD), status="no_answer")
UNANSWERABLE = outcome("q4", confidence=0.95, rank=None, expect=())
ALL = [RIGHT, HELD_BACK, LESS_SURE, SURE, UNANSWERABLE]


def test_sections_are_confused_in_one_direction_and_what_was_shown_is_counted() -> None:
    again = outcome("q5", rank=2, sections=(BILL, PAY))
    found = confusions([*ALL, again, outcome("q6", rank=3, expect=(CARD,), sections=(PAY, CARD))])
    assert found == [(PAY, CARD, 2, 2), (PAY, BILL, 2, 1), (CARD, PAY, 1, 1)]


def test_sure_misses_come_by_confidence_and_far_ones_by_rank() -> None:
    assert sure_and_wrong(ALL) == [SURE, LESS_SURE]
    assert far_down(ALL) == [HELD_BACK, LESS_SURE, SURE]


def taken_apart(label: Label, **contributions: float) -> Explained:
    features = {name: value / 2 for name, value in contributions.items()}
    score = sum(contributions.values())
    return Explained(f"{label.page}#{label.section}", label.page, label.section, score, features, contributions, {})


def test_the_feature_that_pulled_the_wrong_section_most_comes_first() -> None:
    asked = []

    def explain(query: Query) -> Sequence[Explained]:
        asked.append(query)
        return [
            taken_apart(CARD, meaning=0.5, words=0.6),
            taken_apart(BILL, meaning=0.6, words=0.3),
            taken_apart(PAY, meaning=0.7, words=0.1),
        ]

    found = why(outcome("q1", rank=3, sections=(CARD, BILL, PAY), region="moscow"), explain)
    assert asked == [Query("как платить", {"region": "moscow"}, abstain=False)]
    assert found is not None
    assert (found.first, found.expected, found.rank, found.ranked) == (CARD, PAY, 3, 3)
    assert [pull.feature for pull in found.pulls] == ["words", "meaning"]
    assert [pull.lead for pull in found.pulls] == [pytest.approx(0.5), pytest.approx(-0.2)]
    assert (found.pulls[0].first, found.pulls[0].expected) == (0.3, 0.05)
    assert found.first_score - found.expected_score == pytest.approx(sum(pull.lead for pull in found.pulls))


def test_an_expected_section_that_was_not_ranked_has_no_why() -> None:
    assert why(SURE, lambda query: [taken_apart(CARD, words=0.6)]) is None

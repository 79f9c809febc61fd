"""One sentence on a run, and the pages to fix."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from eval.evaluation import Evaluation
from eval.labels.question_file import Label
from eval.leaks.find import Leak
from eval.measure import measure
from eval.report.html import html
from eval.report.verdict import PAGES, pages_to_fix, verdict
from eval.run import Outcome
from tests.outcomes import BILL, CARD, PAY, outcome

RIGHT = [outcome(f"r{n}", confidence=0.95, query="как платить") for n in range(20)]
WRONG = outcome("w", confidence=0.9, rank=None, sections=(CARD,), query="как платить")


def run(outcomes: Sequence[Outcome]) -> Evaluation:
    return Evaluation({"q.jsonl": "ab" * 32}, outcomes, measure(outcomes), {}, None)


@pytest.mark.parametrize(
    ("outcomes", "answer", "said"),
    [
        pytest.param(RIGHT, "yes", "Можно выкладывать: из 20 вопросов верный ответ первым у 20", id="good"),
        pytest.param([*RIGHT, WRONG], "yes", "из них неверных 1", id="one-wrong"),
        pytest.param([*RIGHT, *[replace(WRONG)] * 5], "wait", "Лучше подождать: слишком много", id="wrong"),
        pytest.param(
            [*RIGHT, replace(RIGHT[0], leaks=(Leak("text", "docs@other.test", "must_not"),))],
            "no",
            "Выкладывать нельзя: 1",
            id="leak",
        ),
        pytest.param([outcome("e", query="how to pay")], "yes", "Ready to publish: of 1", id="english"),
    ],
)
def test_the_verdict_is_one_sentence_in_the_language_of_the_questions(
    outcomes: Sequence[Outcome], answer: str, said: str
) -> None:
    found = verdict(run(outcomes))
    assert found.answer == answer
    assert said in found.sentence
    page = html(run(outcomes), made=datetime(2026, 3, 1, tzinfo=UTC))
    assert page.index("</h1>") < page.index(found.sentence) < page.index("<dl")


def test_the_pages_with_the_most_unanswered_questions_come_first() -> None:
    def asked(name: str, page: str, **given: Any) -> Outcome:
        return outcome(name, expect=(Label(page, PAY.section),), **given)

    outcomes = [asked(f"{n}{m}", f"{n}.md", rank=None, sections=(BILL,)) for n in range(7) for m in range(n)]
    outcomes += [asked("shown", "9.md"), asked("hidden", "1.md", status="no_answer")]
    found = pages_to_fix(outcomes)
    assert [one.page for one in found] == ["6.md", "5.md", "4.md", "3.md", "1.md"]
    assert len(found) == PAGES
    assert (found[-1].missed, found[-1].asked) == (2, 2)


def test_where_every_question_is_answered_no_page_is_named() -> None:
    assert pages_to_fix(RIGHT) == []
    assert "Pages to fix" not in html(run(RIGHT), made=datetime(2026, 3, 1, tzinfo=UTC))

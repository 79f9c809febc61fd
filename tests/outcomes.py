"""Outcomes written by hand, for what is computed from them."""

from collections.abc import Sequence

from eval.labels.question_file import Label, Question
from eval.leaks.find import Leak
from eval.run import Outcome, ScoredSection
from index.result import IndexInfo, Status

PAY, CARD, BILL = Label("pay.md", "Как платить?"), Label("card.md", "Карта"), Label("bill.md", "Счёт")


def outcome(
    question_id: str,
    *,
    confidence: float | None = 0.5,
    rank: int | None = 1,
    status: Status = "answered",
    expect: tuple[Label, ...] = (PAY,),
    sections: Sequence[Label] = (PAY, CARD),
    query: str = "как платить",
    region: str | None = None,
    kind: str = "keyword",
    leaks: tuple[Leak, ...] | None = None,
) -> Outcome:
    """What a question got; where nothing is said, a right answer of even odds."""
    sure = confidence or 0.0
    ranked = tuple(
        ScoredSection(f"{each.page}#{each.section}", each.page, each.section, sure, sure) for each in sections
    )
    return Outcome(
        question=Question(question_id, query, region, kind, expect),
        ranked=tuple(ranked),
        rank=rank,
        status=status,
        confidence=confidence,
        missing=None,
        forbidden=None,
        leaks=leaks,
        took_ms=1.0,
        index=IndexInfo("g1", "hand"),
    )

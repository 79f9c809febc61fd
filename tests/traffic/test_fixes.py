"""What to fix, by what it would win, and what owners say of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.result import Status
from index.vectors import Vectors
from traffic.fixes import fixes
from traffic.groups import Group, groups
from traffic.insight import OF_STATUS, Insight, ListName, insight
from traffic.record import Feedback, QueryRecord, Reason, Record
from traffic.store import Store

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAY, ACT = "pay.md#pay", "act.md#act"


def asked(query: str, status: Status, shown: str = "") -> QueryRecord:
    return QueryRecord(NOW, query, query, {}, status, (shown,) if shown else (), None, "1")


def said(section: str, helpful: bool, reason: Reason = "") -> Feedback:
    return Feedback(NOW, "вопрос", {}, section, helpful, reason, None, "1")


def by_letters(texts: Sequence[str]) -> Vectors:
    """One group for each first letter."""
    return np.eye(2048, dtype=np.float32)[[ord(text[0]) for text in texts]]


def grouped(found: Insight) -> dict[ListName, list[Group]]:
    return {name: groups(found.lists[name], by_letters) for name in OF_STATUS.values()}


def listed(records: Sequence[Record], marks: dict[str, str] | None = None) -> list[tuple[str, int]]:
    questions = [one for one in records if isinstance(one, QueryRecord)]
    feedback = [one for one in records if isinstance(one, Feedback)]
    found = insight(questions, feedback, days=[NOW.date()])
    return [(one.name or one.section, round(one.not_helped)) for one in fixes(found, grouped(found), marks or {})]


MANY: list[Record] = [
    *[asked("акт", "answered", ACT)] * 20,
    *[asked("оплата", "answered", PAY)] * 90,
    *[asked("возврат", "no_answer")] * 12,
    *[asked("доставка", "unsure", PAY)] * 10,
    *[said(ACT, False, "outdated")] * 6,
    *[said(ACT, True)] * 2,
    *[said(PAY, False)],
    *[said(PAY, True)] * 15,
]


def test_what_would_win_most_comes_first() -> None:
    assert listed(MANY) == [("возврат", 12), (ACT, 12), (PAY, 11), ("доставка", 5)]
    assert listed([*MANY, *[asked("возврат", "no_answer")] * 10])[0] == ("возврат", 22)


def test_a_section_that_nobody_disliked_is_not_there() -> None:
    assert listed([asked("оплата", "answered", PAY), said(PAY, True)]) == []


def test_a_single_complaint_is_not_everyones() -> None:
    assert listed([*[asked("оплата", "answered", PAY)] * 100, said(PAY, False), *[said(ACT, True)] * 9]) == [(PAY, 28)]


def test_reasons_and_the_section_that_was_shown_are_named() -> None:
    found = insight([asked("доставка", "unsure", PAY)], [said(ACT, False, "outdated")], days=[NOW.date()])
    section, question = sorted(fixes(found, grouped(found), {}), key=lambda one: one.kind)
    assert (section.reasons, section.section) == ({"outdated": 1}, ACT)
    assert (question.kind, question.section) == ("unsure", PAY)


def test_what_is_done_or_not_wanted_goes_to_the_end() -> None:
    assert listed(MANY, {f"section {PAY}": "ignored", "question возврат": "taken", f"section {ACT}": "done"}) == [
        ("возврат", 12),
        ("доставка", 5),
        (ACT, 12),
        (PAY, 11),
    ]


def test_a_status_stays_with_the_question_when_its_group_gets_another_name() -> None:
    more = [asked("вернуть товар", "no_answer")] * 50
    assert listed([*MANY, *more])[0] == ("вернуть товар", 62)
    assert listed([*MANY, *more], {"question возврат": "done"})[-1] == ("вернуть товар", 62)


# In the store


def test_marks_are_kept_replaced_and_forgotten_with_the_traffic(tmp_path: Path) -> None:
    clock = [NOW]
    with Store(tmp_path / "traffic.sqlite", keep_days=10, clock=lambda: clock[0]) as store:
        store.mark("section a", "taken")
        store.mark("section a", "done")
        assert store.marks() == {"section a": "done"}
    clock[0] += timedelta(days=5)
    with Store(tmp_path / "traffic.sqlite", keep_days=10, clock=lambda: clock[0]) as store:
        assert store.marks() == {"section a": "done"}


def test_a_file_of_an_earlier_version_gets_room_for_them(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "traffic.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE marks")
    connection.close()
    with Store(path) as store:
        store.mark("question x", "new")
        assert store.marks() == {"question x": "new"}


@pytest.mark.parametrize("most", [3])
def test_no_more_are_kept_than_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("traffic.store.MOST_MARKS", most)
    with Store(tmp_path / "traffic.sqlite") as store:
        for number in range(9):
            store.mark(f"question {number}", "new")
        assert set(store.marks()) == {"question 6", "question 7", "question 8"}

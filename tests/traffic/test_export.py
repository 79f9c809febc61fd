"""Export: a like is a label, the rest are drafts, and the question reader takes every line."""

from dataclasses import replace
from pathlib import Path

from eval.labels.question_file import Label, Question, read_questions
from tests.traffic.test_insight import DAYS, asked, said
from traffic.export import DRAFT, LIKED, SectionLabel, labels, question_lines
from traffic.insight import ListName, insight
from traffic.record import Feedback, QueryRecord

HEADINGS = {"a.md#x": SectionLabel("a.md", "Как получить акт?"), "a.md#y": SectionLabel("a.md", "Как оплатить?")}

FACETS = {"region": ["moscow"], "payer": ["company"]}


def exported(tmp_path: Path, name: ListName, questions: list[QueryRecord], words: list[Feedback]) -> list[Question]:
    lists = insight(questions, words, days=DAYS).lists
    path = tmp_path / f"{name}.jsonl"
    lines = question_lines(name, lists[name], labels(lists), HEADINGS, FACETS)
    path.write_text("".join(lines), encoding="utf-8")
    return read_questions([path], facets=FACETS)


def test_what_helped_is_expected(tmp_path: Path) -> None:
    words = [said("акт", "a.md#x", True), said("акт", "a.md#x", True), said("акт", "a.md#x", False)]
    for name in ("asked", "liked", "disliked"):
        (question,) = exported(tmp_path, name, [asked("Акт", "unsure", "a.md#y")], words)
        assert (question.type, question.expect) == (LIKED, (Label("a.md", "Как получить акт?"),))


def test_what_nobody_liked_is_a_draft_that_says_what_was_shown(tmp_path: Path) -> None:
    (question,) = exported(tmp_path, "unsure", [asked("оплата", "unsure", "a.md#y")], [said("оплата", "a.md#y", False)])
    assert (question.type, question.expect) == (DRAFT, ())
    assert "Показан раздел «Как оплатить?»" in question.note
    assert "впишите в expect" in question.note


def test_as_many_for_as_against_is_no_label(tmp_path: Path) -> None:
    words = [said("акт", "a.md#x", True), said("акт", "a.md#x", False)]
    assert exported(tmp_path, "liked", [], words)[0].type == DRAFT


def test_a_section_that_is_gone_is_no_label(tmp_path: Path) -> None:
    assert exported(tmp_path, "liked", [], [said("акт", "gone.md#x", True)])[0].type == DRAFT


def test_a_like_for_another_region_is_no_label(tmp_path: Path) -> None:
    (question,) = exported(
        tmp_path, "asked", [asked("акт", "answered", "a.md#x", region="moscow")], [said("акт", "a.md#x", True)]
    )
    assert (question.chosen, question.type) == ({"region": "moscow"}, DRAFT)


def test_a_region_that_the_index_does_not_know_is_left_out(tmp_path: Path) -> None:
    assert exported(tmp_path, "nothing", [asked("акт", "no_answer", region="mars")], [])[0].chosen == {}


def test_a_question_keeps_all_that_was_chosen_and_a_like_counts_for_that_choice(tmp_path: Path) -> None:
    first = asked("акт", "no_answer", region="moscow")
    other = replace(first, facets={**first.facets, "payer": "company"})
    liked = replace(said("акт", "a.md#x", True), facets=other.facets)
    questions = exported(tmp_path, "nothing", [first, other], [liked])
    assert {tuple(one.chosen.items()): one.type for one in questions} == {
        (("region", "moscow"),): DRAFT,
        (("region", "moscow"), ("payer", "company")): LIKED,
    }
    assert len({one.id for one in questions}) == 2


def test_ids_stay_the_same_when_more_is_asked_and_tell_regions_apart(tmp_path: Path) -> None:
    first = exported(tmp_path, "nothing", [asked("Акт", "no_answer")], [])
    later = [asked("пароль", "no_answer"), asked("пароль", "no_answer"), asked("акт", "no_answer")]
    more = exported(tmp_path, "nothing", [*later, asked("акт", "no_answer", region="moscow")], [])
    assert first[0].id in {question.id for question in more}
    assert len({question.id for question in more}) == 3

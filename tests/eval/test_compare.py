from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.compare import GATED, Change, compare
from eval.errors import NothingToCompare
from eval.leaks.find import Leak
from eval.measure import MEASURES
from eval.report.changes import changes, verdict
from eval.run import Outcome
from index.result import Status
from tests.outcomes import BILL, CARD, PAY, outcome

LEAK = Leak("answers[0].text", "docs@msk.example", "foreign")
PLACES = {1: (PAY, CARD), 2: (CARD, PAY), None: (CARD, BILL)}


def at(question_id: str, rank: int | None, status: Status = "answered", **fields: object) -> Outcome:
    made = outcome(question_id, rank=rank, sections=PLACES[rank], status=status)
    return replace(made, **fields)  # type: ignore[arg-type]


def unanswerable(question_id: str, status: Status) -> Outcome:
    return outcome(question_id, rank=None, sections=(CARD,), status=status, expect=())


def several(count: int, rank: int | None, start: int = 0) -> list[Outcome]:
    return [at(f"q{number}", rank) for number in range(start, start + count)]


@pytest.mark.parametrize(
    ("before", "after", "better", "worse"),
    [
        pytest.param(at("a", 2), at("a", 1), ["a"], [], id="up"),
        pytest.param(at("a", 1), at("a", None), [], ["a"], id="out"),
        pytest.param(at("a", 2), at("a", 2, "unsure"), [], [], id="surer-and-no-better"),
        pytest.param(at("a", 1), at("a", 1, "no_answer"), [], ["a"], id="right-and-held-back"),
        pytest.param(unanswerable("a", "unsure"), unanswerable("a", "no_answer"), ["a"], [], id="rightly-held-back"),
        pytest.param(unanswerable("a", "no_answer"), unanswerable("a", "answered"), [], ["a"], id="wrongly-shown"),
        pytest.param(at("a", 1, "no_answer"), at("a", 2), [], ["a"], id="the-place-before-the-status"),
    ],
)
def test_a_question_is_better_or_worse(before: Outcome, after: Outcome, better: list[str], worse: list[str]) -> None:
    found = compare([before], [after])
    assert ([change.id for change in found.better], [change.id for change in found.worse]) == (better, worse)
    back = compare([after], [before])
    assert ([change.id for change in back.worse], [change.id for change in back.better]) == (better, worse)


def test_what_moved_most_comes_first() -> None:
    found = compare([at("a", 1), at("b", 1), at("c", 1)], [at("a", 2), at("b", None, "no_answer"), at("c", 2)])
    assert [change.id for change in found.worse] == ["b", "a", "c"]
    assert found.worse[0] == Change("b", "как платить", 1, None, "answered", "no_answer")


def test_only_questions_asked_alike_are_compared() -> None:
    same = at("same", 1)
    other_words, other_region, other_label, other_note = (at(name, 1) for name in ("w", "r", "l", "n"))
    same_region = replace(at("s", 1), question=replace(same.question, id="s", region="moscow"))
    before = [
        same,
        replace(same_region, question=replace(same_region.question, region=None, facets={"region": "moscow"})),
        replace(other_words, question=replace(other_words.question, query="иначе")),
        replace(other_region, question=replace(other_region.question, region="moscow")),
        replace(other_label, question=replace(other_label.question, also=(CARD,))),
        replace(other_note, question=replace(other_note.question, note="why", type="typo")),
        at("gone", 1),
        at("gone too", 1),
    ]
    found = compare(before, [at("new", 1), other_words, other_region, other_label, other_note, same_region, same])
    assert (found.compared, found.asked_otherwise, found.only_before, found.only_after) == (3, 3, 2, 1)
    assert found.differences["hit@1"].n == 3


def test_runs_without_a_question_in_common_are_refused() -> None:
    with pytest.raises(NothingToCompare, match="none of 2 questions is among the baseline's 1 with the same words"):
        compare([at("a", 1)], [at("b", 1), at("c", 1)])


def test_differences_are_those_of_the_measures_by_hand() -> None:
    before = [at("a", 1), at("b", 1), at("c", 2), unanswerable("d", "answered")]
    after = [at("a", 1), at("b", 2, "no_answer"), at("c", None), unanswerable("d", "no_answer")]
    found = compare(before, after).differences
    assert list(found) == [name for name in MEASURES if name in found]
    values = {name: (one.before, one.after, one.n) for name, one in found.items()}
    assert values["hit@1"] == pytest.approx((2 / 3, 1 / 3, 3))
    assert values["MRR@10"] == pytest.approx((2.5 / 3, 1.5 / 3, 3))
    assert values["right"] == pytest.approx((2 / 4, 2 / 4, 4))
    assert values["coverage"] == pytest.approx((1, 2 / 4, 4))
    assert values["wrong_shown"] == pytest.approx((2 / 4, 1 / 2, 4))  # of those shown, which differ


def regressions(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[str]:
    return [line.split()[0] for line in compare(before, after).regressions]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(several(20, 1), several(20, 1), [], id="itself"),
        pytest.param(several(20, 1), [*several(5, 2), *several(15, 1, 5)], [], id="five-of-twenty-may-be-chance"),
        pytest.param(several(20, 1), [*several(6, 2), *several(14, 1, 6)], list(GATED), id="six-are-not"),
        pytest.param([*several(6, 2), *several(14, 1, 6)], several(20, 1), [], id="better"),
        pytest.param(several(20, 2), [*several(6, None), *several(14, 2, 6)], ["MRR@10"], id="below-the-first-place"),
    ],
)
def test_the_gate_tells_worse_from_noise(before: list[Outcome], after: list[Outcome], expected: list[str]) -> None:
    assert regressions(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "leaks"),
    [
        pytest.param((), (LEAK,), ["a"], id="new"),
        pytest.param(None, (LEAK,), ["a"], id="new-where-nothing-was-looked-for"),
        pytest.param((LEAK,), (LEAK, LEAK), [], id="known"),
        pytest.param((LEAK,), (), [], id="mended"),
    ],
)
def test_one_new_leak_is_enough(
    before: tuple[Leak, ...] | None, after: tuple[Leak, ...] | None, leaks: list[str]
) -> None:
    others = several(10, 1)
    assert regressions([at("a", 1, leaks=before), *others], [at("a", 1, leaks=after), *others]) == leaks


def test_the_lines_say_what_changed_and_fit_the_screen() -> None:
    long = replace(at("long", 2), question=replace(at("long", 1).question, query="очень\nдлинный " * 20))
    before = [*several(30, 1), replace(long, rank=1, ranked=at("long", 1).ranked)]
    found = compare(before, [*several(30, 2), long, at("new", 1)])
    text = changes(found)
    assert max(map(len, text.splitlines())) <= 120
    assert "31 questions in both; not compared: 0 changed, 0 only before, 1 only now\n" in text
    assert "\nhit@1                  1.000  0.000  -1.000 [-1.000, -0.776]      0.0002    31\n" in text
    assert "\nworse: 31\n  q0       rank 1 → 2   answered               как платить\n" in text
    assert "\n  and 11 more; --json FILE has them all\n\nbetter: 0\n" in text
    assert verdict(found).startswith("worse than the baseline beyond noise: hit@1 -1.000 (p = 0.0002), MRR@10 -0.500")
    assert changes(compare(before, before)).endswith(
        "\nnot worse than the baseline beyond noise (p < 0.05 in hit@1, MRR@10, wrong_shown; no new leak)\n"
    )

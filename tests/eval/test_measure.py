from dataclasses import replace
from math import log2

import ir_measures
import pytest
from ir_measures import RR, Success, nDCG

from eval.labels.question_file import Label, Question
from eval.leaks.find import Leak
from eval.measure import ALL, RANKING, SubsetMeasures, measure, scores
from eval.run import Outcome, ScoredSection
from eval.statistics.interval import Estimate
from index.result import IndexInfo, Status

PAY, CARD, OTHER = Label("pay.md", "Как платить?"), Label("card.md", "Карта"), Label("x.md", "Иное")


def outcome(
    question_id: str,
    *sections: Label,
    status: Status = "answered",
    answerable: bool = True,
    kind: str = "keyword",
    region: str | None = None,
    took_ms: float = 1.0,
) -> Outcome:
    ranked = tuple(ScoredSection(f"{at}", label.page, label.section, 0.5, 0.5) for at, label in enumerate(sections))
    expect = (PAY,) if answerable else ()
    also = (CARD,) if answerable else ()
    rank = next((at for at, label in enumerate(sections, start=1) if label in expect + also), None)
    question = Question(question_id, "?", region, kind, expect, also)
    return Outcome(question, ranked, rank, status, 0.5, None, None, None, took_ms, IndexInfo("g", "e"))


FOUR = [
    outcome("первый", PAY, OTHER),
    outcome("q 2", OTHER, OTHER, OTHER, CARD, kind="typo", status="unsure"),
    outcome("q3", OTHER, PAY, CARD, kind="typo", region="moscow"),
    outcome("q4", status="no_answer"),
    outcome("q5", OTHER, status="no_answer", answerable=False, kind="far"),
    outcome("q6", OTHER, status="unsure", answerable=False, kind="far"),
]

# By hand, over the four answerable questions, whose ranks are 1, 4, 2 and none; shown are 1, 2, 3 and 6.
BY_HAND = {
    "hit@1": (1 / 4, 4),
    "hit@3": (2 / 4, 4),
    "MRR@10": ((1 + 1 / 4 + 1 / 2 + 0) / 4, 4),
    # Ideal: two relevant, at ranks 1 and 2. Gains at 1; at 4; at 2 and 3; nowhere.
    "nDCG@10": ((1 + 1 / log2(5) + 1 / log2(3) + 1 / log2(4)) / (1 + 1 / log2(3)) / 4, 4),
    "right": (2 / 6, 6),
    "abstain": (4 / 6, 6),
    "abstain_unanswerable": (1 / 2, 2),
    "shown_answerable": (3 / 4, 4),
    "coverage": (4 / 6, 6),
    "wrong_shown": (3 / 4, 4),
    "wrong_sure": (1 / 2, 2),
    "answered_answerable": (1 / 4, 4),
    # One right first answer against two unanswerable questions, all of confidence 0.5.
    "auroc": (1 / 2, 3),
}


def value(group: SubsetMeasures, name: str) -> tuple[float, int]:
    estimate = group.estimates[name]
    return estimate.value, estimate.n


@pytest.mark.parametrize(("name", "expected"), BY_HAND.items())
def test_measures_agree_with_hand_calculation(name: str, expected: tuple[float, int]) -> None:
    assert value(measure(FOUR).overall, name) == pytest.approx(expected)


def test_ranking_is_what_ir_measures_says_of_the_same_ranks() -> None:
    qrels = {question: {"a": 1, "b": 1} for question in "1234"}
    ranks = {"1": {"a": 9.0}, "2": {"x": 9.0, "y": 8.0, "z": 7.0, "b": 6.0}, "3": {"x": 9.0, "a": 8.0, "b": 7.0}}
    theirs = ir_measures.calc_aggregate([Success @ 1, Success @ 3, RR @ 10, nDCG @ 10], qrels, ranks)
    ours = measure(FOUR).overall.estimates
    assert {name: ours[name].value for name in RANKING} == {
        name: pytest.approx(theirs[metric]) for name, metric in RANKING.items()
    }


def test_a_question_without_results_is_counted_as_zero() -> None:
    values = {score.measure: score.value for score in scores([outcome("q")]) if score.measure in RANKING}
    assert values == {"hit@1": 0, "hit@3": 0, "MRR@10": 0, "nDCG@10": 0}


@pytest.mark.parametrize(
    ("sections", "reciprocal"),
    [
        pytest.param([OTHER, OTHER, PAY], 1 / 3, id="wrong-twins-keep-their-ranks"),
        pytest.param([PAY, PAY, CARD], 1, id="right-twins-do-not-hide-the-first"),
        pytest.param([OTHER] * 10 + [PAY], 0, id="eleventh-is-nowhere"),
    ],
)
def test_sections_of_one_name_count_one_rank_each(sections: list[Label], reciprocal: float) -> None:
    assert value(measure([outcome("q", *sections)]).overall, "MRR@10") == pytest.approx((reciprocal, 1))


def test_groups_are_by_type_and_by_each_facet_that_a_question_chooses() -> None:
    prepaid = replace(FOUR[0], question=replace(FOUR[0].question, facets={"scheme": "prepaid"}))
    measures = measure([prepaid, *FOUR[1:]])
    assert {name: group.n for name, group in measures.by_type.items()} == {"far": 2, "keyword": 2, "typo": 2}
    sizes = {facet: {value: group.n for value, group in groups.items()} for facet, groups in measures.by_facet.items()}
    assert sizes == {"region": {"moscow": 1, "none": 5}, "scheme": {"none": 5, "prepaid": 1}}
    assert value(measures.by_type["typo"], "MRR@10") == pytest.approx((3 / 8, 2))
    assert "hit@1" not in measures.by_type["far"].estimates


STATUSES: tuple[Status, ...] = ("answered", "unsure", "no_answer", "unsure")
NEAR = replace(FOUR[4].question, id="n", type="related", related=(CARD,))
TRAP = replace(NEAR, id="t", type="trap")


def test_only_what_is_answered_counts_against_a_question_with_something_related() -> None:
    asked = [replace(FOUR[4], question=replace(NEAR, id=f"{at}"), status=status) for at, status in enumerate(STATUSES)]
    assert value(measure([*FOUR, *asked]).overall, "related_answered") == pytest.approx((1 / 4, 4))


def test_confidence_is_told_from_that_of_traps_alone_too() -> None:
    right = [replace(FOUR[0], question=replace(FOUR[0].question, id=f"r{at}"), confidence=0.6 + at) for at in (0, 0.2)]
    others = [replace(FOUR[4], question=TRAP, confidence=0.7), replace(FOUR[4], question=NEAR, confidence=None)]
    overall = measure([*right, *others, replace(FOUR[2], confidence=0.99)]).overall
    assert value(overall, "auroc") == pytest.approx((3 / 4, 4))
    assert value(overall, "auroc_trap") == pytest.approx((1 / 2, 3))
    assert "auroc" not in measure(right).overall.estimates


def test_must_and_must_not_count_only_where_they_were_asked() -> None:
    plain = outcome("a", PAY)
    asked = [
        replace(plain, missing=(), forbidden=("x",)),
        replace(plain, question=replace(plain.question, id="b"), missing=("y",), forbidden=()),
        replace(plain, question=replace(plain.question, id="c"), missing=()),
        replace(plain, question=replace(plain.question, id="d")),
    ]
    overall = measure(asked).overall
    assert value(overall, "must") == pytest.approx((2 / 3, 3))
    assert value(overall, "must_not") == pytest.approx((1 / 2, 2))


def test_leakage_counts_questions_not_findings_and_only_those_that_could_show_any() -> None:
    leak = Leak("answers[0].text", "x", "foreign")
    plain = [outcome(str(number), PAY) for number in range(4)]
    found = measure([replace(plain[0], leaks=(leak, leak)), replace(plain[1], leaks=()), *plain[2:]]).overall.leakage
    assert found is not None
    assert (found.k, found.n) == (1, 2)
    assert found.at_most == pytest.approx(0.95**0.5)
    assert measure(plain).overall.leakage is None


def test_latency_is_in_percentiles() -> None:
    measures = measure([outcome(str(ms), PAY, took_ms=float(ms)) for ms in range(101)])
    assert (measures.p50_ms, measures.p95_ms) == (50, 95)


def test_nothing_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match=r"no outcomes to measure\."):
        measure([])


def test_estimates_stand_in_one_order_and_carry_an_interval() -> None:
    estimates = measure(FOUR).overall.estimates
    assert list(estimates) == [name for name in ALL if name in estimates]
    assert all(isinstance(estimate, Estimate) and estimate.low < estimate.high for estimate in estimates.values())

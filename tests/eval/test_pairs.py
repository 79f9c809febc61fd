"""Both right: what makes a question right, which pairs count, and where the share is written."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.compare import compare
from eval.evaluation import Evaluation, evaluate
from eval.measure import measure
from eval.pairs import first_is_right, measure_pairs, pairs_of
from eval.report.changes import changes
from eval.report.html import html
from eval.report.record import as_json, read_outcomes, write_json
from eval.report.table import report, table
from eval.run import Outcome
from index.result import Query, Result, Search
from tests.hand_search import answer, result
from tests.outcomes import CARD, PAY, outcome

RIGHT = outcome("q")
ALSO = replace(RIGHT, question=replace(RIGHT.question, expect=(CARD,), also=(PAY,)))
UNANSWERABLE = outcome("q", rank=None, expect=(), status="no_answer")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(RIGHT, True, id="nothing-but-the-section-asked"),
        pytest.param(replace(RIGHT, missing=(), forbidden=()), True, id="all-of-must-none-of-must-not"),
        pytest.param(replace(RIGHT, missing=("тенге",)), False, id="a-fragment-is-missing"),
        pytest.param(replace(RIGHT, forbidden=("рубли",)), False, id="the-other-variant"),
        pytest.param(outcome("q", rank=2, sections=(CARD, PAY)), False, id="second"),
        pytest.param(outcome("q", rank=None, sections=()), False, id="nothing-found"),
        pytest.param(outcome("q", status="no_answer"), True, id="first-and-held-back"),
        pytest.param(replace(ALSO, forbidden=("рубли",)), True, id="fragments-are-not-asked-of-also"),
        pytest.param(UNANSWERABLE, True, id="unanswerable-and-held-back"),
        pytest.param(replace(UNANSWERABLE, status="unsure"), True, id="unanswerable-and-unsure"),
        pytest.param(replace(UNANSWERABLE, status="answered"), False, id="unanswerable-and-answered"),
    ],
)
def test_a_question_is_right(found: Outcome, expected: bool) -> None:
    assert first_is_right(found) is expected


def twin(name: str, pair: str | None, *, right: bool = True, kind: str | None = "region") -> Outcome:
    made = outcome(name) if right else outcome(name, rank=2, sections=(CARD, PAY))
    return replace(made, question=replace(made.question, pair=pair, kind=kind if pair else None))


TWINS = [
    twin("1a", "1"),
    twin("1b", "1"),
    twin("2a", "2"),
    twin("2b", "2", right=False),
    twin("3a", "3", kind="scheme", right=False),
    twin("3b", "3", kind="scheme", right=False),
    twin("plain", None),
    twin("4a", "4"),
]


def test_a_pair_is_right_if_both_its_questions_are() -> None:
    found = measure_pairs(TWINS)
    assert found is not None
    one_of_three = found.overall["both_right"]
    assert one_of_three.value == pytest.approx(1 / 3)
    assert one_of_three.n == 3
    assert one_of_three.low < 1 / 3 < one_of_three.high
    assert {kind: (each["both_right"].value, each["both_right"].n) for kind, each in found.by_kind.items()} == {
        "region": (0.5, 2),
        "scheme": (0.0, 1),
    }


def test_a_question_whose_twin_was_left_out_makes_no_pair() -> None:
    assert [pair.name for pair in pairs_of(TWINS)] == ["1", "2", "3"]
    assert measure_pairs([twin("4a", "4"), twin("plain", None)]) is None


def test_the_table_has_a_row_for_each_kind_and_none_without_pairs() -> None:
    lines = table(TWINS, measure(TWINS)).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("kind of pair"))
    assert lines[at].split() == ["kind", "of", "pair", "both_right", "pairs", "both_offered", "pairs"]
    assert [(line.split()[0], line.split()[1], line.split()[-1]) for line in lines[at + 1 : at + 4]] == [
        ("all", "0.33", "3"),
        ("region", "0.50", "2"),
        ("scheme", "0.00", "1"),
    ]
    assert "kind of pair" not in table([RIGHT], measure([RIGHT]))


def test_the_page_has_a_section_for_pairs_only_if_there_are_some() -> None:
    made = datetime(2026, 3, 1, tzinfo=UTC)
    page = html(Evaluation({}, TWINS, measure(TWINS), {}, None), made=made)
    assert page.count('id="pairs"') == page.count('href="#pairs"') == 1
    assert '<tr><th scope="row">scheme</th>' in page
    assert 'id="pairs"' not in html(Evaluation({}, [RIGHT], measure([RIGHT]), {}, None), made=made)


def search_for(currency: str) -> Search:
    """Shows this currency whatever is asked."""
    found: Result = result(answer("pay.md", "Как платить?", f"Платите в\u00a0{currency}."))

    def search(query: Query) -> Result:
        return found

    return search


@pytest.fixture
def currencies(tmp_path: Path) -> Path:
    """A pair that no single variant answers, and a question that tenge answer."""
    base = {"type": "keyword", "expect": [{"page": "pay.md", "section": "Как платить?"}]}
    kazakhstan = {**base, "query": "чем платить в казахстане", "must": ["платите в тенге"], "must_not": ["РУБЛЯХ"]}
    moscow = {**base, "query": "чем платить в москве", "must": ["рублях"], "must_not": ["тенге"]}
    asked = [
        {**kazakhstan, "id": "1a", "pair": "1", "kind": "region"},
        {**moscow, "id": "1b", "pair": "1", "kind": "region"},
        {**kazakhstan, "id": "2a", "pair": "2", "kind": "object"},
        {**kazakhstan, "id": "2b", "pair": "2", "kind": "object"},
    ]
    path = tmp_path / "currencies.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in asked), encoding="utf-8")
    return path


def test_the_record_keeps_pairs_and_is_read_back(currencies: Path, tmp_path: Path) -> None:
    evaluation = evaluate([currencies], search_for("тенге"))
    record = json.loads(json.dumps(as_json(evaluation)))
    found = record["measures"]["pairs"]
    assert (found["overall"]["both_right"]["value"], found["overall"]["both_right"]["n"]) == (0.5, 2)
    assert {kind: each["both_right"]["value"] for kind, each in found["by_kind"].items()} == {
        "object": 1.0,
        "region": 0.0,
    }
    write_json(tmp_path / "run.json", record)
    assert read_outcomes(tmp_path / "run.json") == evaluation.outcomes


def test_a_comparison_has_both_right_even_with_a_record_that_names_no_pairs(currencies: Path, tmp_path: Path) -> None:
    record = json.loads(json.dumps(as_json(evaluate([currencies], search_for("рублях")))))
    for kept in record["outcomes"]:
        del kept["question"]["pair"], kept["question"]["kind"]
    del record["measures"]["pairs"]
    write_json(tmp_path / "before.json", record)
    evaluation = evaluate([currencies], search_for("тенге"), baseline=read_outcomes(tmp_path / "before.json"))
    assert evaluation.comparison is not None
    moved = evaluation.comparison.differences["both_right"]
    assert (moved.before, moved.after, moved.n) == (0.0, 0.5, 2)
    assert "\nboth_right             0.000  0.500  +0.500 [" in changes(evaluation.comparison)
    assert report(evaluation).count("both_right") == 2


def test_runs_without_pairs_are_compared_without_them() -> None:
    assert "both_right" not in compare([RIGHT], [RIGHT]).differences

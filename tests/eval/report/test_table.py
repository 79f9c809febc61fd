import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.certification import NotCertified
from eval.errors import BadMix, EvalError, IndexChanged, ReportUnwritable, RunUnreadable
from eval.evaluation import evaluate
from eval.labels.question_file import Question
from eval.measure import ALL, Leakage
from eval.pairs import PAIRED
from eval.report.record import as_json, check_writable, read_outcomes, write_json
from eval.report.table import MEANING, MIXED, certification, leakage, report
from eval.statistics.certificate import Certified
from index.result import IndexInfo, Query, Result
from ingest.section import Chosen
from tests.hand_search import answer, result, search_of

PAY = answer("faq/pay.md", "Как платить?", "Пишите на pay@kz.example.")
LEAKY = replace(PAY, html="<p>docs@msk.example</p>")
QUESTIONS = [
    {
        "id": "a1",
        "query": "как платить",
        "region": "kazakhstan",
        "type": "keyword",
        "expect": [{"page": "pay.md", "section": "Как платить?"}],
        "must": ["pay@kz.example"],
        "must_not": ["docs@msk.example"],
    },
    {"id": "a2", "query": "погода", "region": None, "type": "unanswerable_far", "expect": []},
]
CLEAN = search_of({"как платить": result(PAY), "погода": result(PAY, status="no_answer")})
LEAKING = search_of({"как платить": result(LEAKY), "погода": result(status="no_answer")})


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(question) + "\n" for question in QUESTIONS), encoding="utf-8")
    return path


def test_the_table_shows_every_measure_and_fits_the_screen(questions: Path) -> None:
    table = report(evaluate([questions], CLEAN))
    lines = table.splitlines()
    assert max(map(len, lines)) <= 120
    assert lines[:2] == ["2 questions: 1 answerable, 1 not", "index g1, encoder hand"]
    assert [line.split()[0] for line in lines[4 : 4 + len(ALL)]] == list(ALL)
    assert lines[4].startswith("hit@1                 1.00 [0.03, 1.00]     1 ")
    assert (
        "leakage               0 of 1, rate at most 0.9500 (exact 95 % bound; rule of three: 3 / 1 = 1.0000)" in lines
    )
    assert any(line.startswith("keyword               1.00 [0.03, 1.00]     1") for line in lines)
    assert any(line.startswith("none                  -") for line in lines)


def test_a_leak_is_shown_with_its_place(questions: Path) -> None:
    table = report(evaluate([questions], LEAKING))
    assert "leakage               1 of 1, rate at most 1.0000 (exact 95 % bound)\n" in table
    assert "leaks\n  a1 (kazakhstan): answers[0].html has 'docs@msk.example' (evidence: must_not)\n" in table


def test_a_mix_is_measured_beside_what_was_asked(questions: Path) -> None:
    evaluation = evaluate([questions], CLEAN, mix={"keyword": 0.25, "unanswerable_far": 0.75})
    lines = report(evaluation).splitlines()
    at = lines.index("in a mix of 0.25 keyword, 0.75 unanswerable_far")
    assert [line.split()[0] for line in lines[at + 1 : at + 1 + len(MIXED)]] == list(MIXED)
    assert lines[at + 3].startswith("coverage              0.25 ")
    assert max(map(len, lines)) <= 120
    record = as_json(evaluation)["measures"]
    assert isinstance(record, dict)
    assert record["mix"]["shares"] == {"keyword": 0.25, "unanswerable_far": 0.75}
    assert record["mix"]["measures"]["coverage"]["value"] == 0.25


@pytest.mark.parametrize(
    ("found", "line"),
    [
        pytest.param(
            Certified(0.83, 92, 1, 182), "confidence from 0.83, 92 of 182 questions answered, 1 wrong", id="yes"
        ),
        pytest.param(NotCertified(118, 182), "at this error rate 118 more labelled questions", id="too-few"),
        pytest.param(NotCertified(None, 182), "more labels do not help, too many answers are wrong", id="too-much"),
    ],
)
def test_a_certification_is_said_in_a_line(found: Certified | NotCertified, line: str) -> None:
    told = certification(found)
    assert line in told
    assert told.startswith("certified" if isinstance(found, Certified) else "not certified")
    assert len(told) <= 120


def test_a_mix_is_checked_before_the_first_question(questions: Path) -> None:
    with pytest.raises(BadMix, match="there is no question of type 'trap'; name some of keyword, unanswerable_far"):
        evaluate([questions], search_of({}), mix={"keyword": 0.5, "trap": 0.5})


def test_every_measure_has_a_meaning_and_every_row_fits() -> None:
    assert tuple(MEANING) == (*ALL, *PAIRED)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        pytest.param(
            Leakage(0, 300, 0.00994),
            "0 of 300, rate at most 0.0099 (exact 95 % bound; rule of three: 3 / 300 = 0.0100)",
            id="zero",
        ),
        pytest.param(Leakage(2, 300, 0.0208), "2 of 300, rate at most 0.0208 (exact 95 % bound)", id="some"),
        pytest.param(None, "not measured: no question has facet values and a fragment to look for", id="none"),
    ],
)
def test_leakage_is_said_with_its_bound(found: Leakage | None, text: str) -> None:
    assert leakage(found) == text


def test_the_record_holds_what_a_later_run_is_compared_with(questions: Path, tmp_path: Path) -> None:
    json_file = tmp_path / "run.json"
    json_file.write_text("old", encoding="utf-8")

    def foreign(chosen: Chosen) -> Collection[str]:
        return ["docs@msk.example"] if chosen["region"] == "kazakhstan" else []

    evaluation = evaluate([questions], LEAKING, foreign=foreign)
    write_json(json_file, as_json(evaluation))
    record = json.loads(json_file.read_text(encoding="utf-8"))
    assert record["index"] == {"generation": "g1", "encoder": "hand"}
    assert list(record["files"]) == [str(questions)]
    assert record["measures"]["overall"]["measures"]["hit@1"] == {
        "value": 1.0,
        "low": pytest.approx(0.025),
        "high": 1.0,
        "n": 1,
    }
    assert record["measures"]["overall"]["leakage"] == {"k": 1, "n": 1, "at_most": 1.0, "rule_of_three": None}
    first, second = record["outcomes"]
    assert first["question"]["id"] == "a1"
    assert first["ranked"] == [
        {"id": PAY.id, "page": "faq/pay.md", "section": "Как платить?", "score": 0.5, "confidence": 0.5}
    ]
    assert (first["rank"], first["missing"], first["forbidden"]) == (1, [], [])
    assert [leak["evidence"] for leak in first["leaks"]] == ["must_not", "foreign"]
    assert (second["rank"], second["status"], second["leaks"]) == (None, "no_answer", None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["questions.jsonl", "run.json"]
    assert read_outcomes(json_file) == evaluation.outcomes
    for each in record["outcomes"]:
        del each["question"]["facets"]  # an earlier version had none
    json_file.write_text(json.dumps(record), encoding="utf-8")
    assert read_outcomes(json_file) == evaluation.outcomes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(None, r"run\.json: cannot be read \(No such file or directory\); give a file that", id="nowhere"),
        pytest.param("hit@1 0.9", r"is not JSON \(Expecting value", id="text"),
        pytest.param("[" * 100_000, "is not JSON", id="too-deep"),
        pytest.param("[1]", "this is no record of a run", id="a-list"),
        pytest.param('{"k": 1}', "this is no record of a run", id="another-object"),
        pytest.param('{"format": 1, "outcomes": []}', "has format 1, and this version reads 2", id="older"),
        pytest.param('{"format": 2, "index": {}}', r"is damaged \(KeyError\('outcomes'\)\)", id="no-outcomes"),
        pytest.param('{"format": 2, "index": {}, "outcomes": 1}', r"is damaged \(TypeError", id="no-list"),
        pytest.param(
            '{"format": 2, "index": {}, "outcomes": [{}]}',
            r"is damaged \(outcomes\.0\.question: Field required\); give",
            id="no-question",
        ),
        pytest.param('{"format": 2, "index": {}, "outcomes": []}', "holds no question", id="nothing"),
    ],
)
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "run.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RunUnreadable, match=message):
        read_outcomes(path)


def test_a_place_that_cannot_be_written_is_told_beforehand(tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritable, match=r"run\.json: cannot be written \(its folder does not exist\); give"):
        check_writable(tmp_path / "nowhere" / "run.json")
    with pytest.raises(ReportUnwritable, match="it is a folder"):
        check_writable(tmp_path)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(ReportUnwritable, match="Is a directory"):
        write_json(tmp_path / "taken", {})
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_an_index_that_changes_during_the_run_is_refused(questions: Path) -> None:
    def search(query: Query) -> Result:
        generation = "g2" if query.text == "погода" else "g1"
        return replace(CLEAN(query), index=IndexInfo(generation, "hand"))

    with pytest.raises(IndexChanged, match="the index changed during the run, from g1 to g2; run the evaluation again"):
        evaluate([questions], search)


def test_regions_are_checked_and_progress_sees_every_question(questions: Path) -> None:
    seen: list[str] = []

    def progress(asked: Sequence[Question]) -> Iterator[Question]:
        for question in asked:
            seen.append(question.id)
            yield question

    evaluate([questions], CLEAN, progress=progress)
    assert seen == ["a1", "a2"]
    with pytest.raises(EvalError, match="region 'kazakhstan' is not known; write one of moscow, or leave it out"):
        evaluate([questions], CLEAN, facets={"region": {"moscow"}})

"""``otvet eval`` as it is run in CI: a run is kept, and a later one is compared with it."""

import json
from pathlib import Path

import ir_measures
import pytest
from click.testing import CliRunner

from index.build import build
from index.encoders.hash import HashEncoder
from otvet.bundled import ENTRIES
from otvet.main import main
from tests.conftest import FAQ
from tune.training_entry import read_entries

DEV = FAQ.parent / "eval" / "questions" / "dev.jsonl"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["eval", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    few = tmp_path_factory.mktemp("questions") / "few.jsonl"
    few.write_text("\n".join(DEV.read_text(encoding="utf-8").splitlines()[:100]), encoding="utf-8")
    return few


@pytest.fixture(scope="module")
def baseline(questions: Path, faq_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baseline")
    code, out, err = run(questions, "--index", faq_index, "--json", folder / "run.json", "--trec", folder / "trec")
    assert code == 0, err
    assert "compared with" not in out
    return folder / "run.json"


def test_a_run_is_not_worse_than_itself(questions: Path, faq_index: Path, baseline: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    code, out, _ = run(questions, "--index", faq_index, "--baseline", baseline, "--json", again)
    assert code == 0
    assert "\nworse: 0\n\nbetter: 0\n\nnot worse than the baseline beyond noise" in out
    comparison = json.loads(again.read_text(encoding="utf-8"))["comparison"]
    assert (comparison["worse"], comparison["regressions"]) == ([], [])
    assert {found["p"] for found in comparison["differences"].values()} == {1.0}


def test_a_poorer_encoder_fails_the_gate(questions: Path, baseline: Path, tmp_path: Path) -> None:
    build(FAQ, tmp_path / "hash", HashEncoder(), default_facets=FAQ / "facets.toml")
    poor = tmp_path / "poor.json"
    code, out, err = run(questions, "--index", tmp_path / "hash", "--baseline", baseline, "--json", poor)
    assert code == 1
    assert "\nError: worse than the baseline beyond noise: hit@1 -0." in err
    assert " → hash\n" in out
    assert json.loads(poor.read_text(encoding="utf-8"))["comparison"]["worse"]


def test_what_the_encoder_was_trained_on_is_not_counted(faq_index: Path, tmp_path: Path) -> None:
    (entry, *_) = read_entries(ENTRIES)
    taught = {"id": "t1", "query": entry.asked[0], "type": "keyword", "expect": []}
    fresh = {"id": "t2", "query": "когда придёт закрывающий пакет за квартал", "type": "keyword", "expect": []}
    asked = tmp_path / "asked.jsonl"
    asked.write_text("\n".join(map(json.dumps, (taught, fresh))), encoding="utf-8")
    code, out, err = run(asked, "--index", faq_index)
    assert code == 0, err
    assert "has (nearly) the same question: 1 (t1)" in out


def test_trec_files_hold_what_the_record_does(baseline: Path) -> None:
    record = json.loads(baseline.read_text(encoding="utf-8"))
    folder = baseline.parent / "trec"
    qrels = list(ir_measures.read_trec_qrels(str(folder / "qrels.txt")))  # type: ignore[no-untyped-call]
    ranking = list(ir_measures.read_trec_run(str(folder / "run.txt")))  # type: ignore[no-untyped-call]
    found = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], qrels, ranking)
    assert found[ir_measures.nDCG @ 10] == pytest.approx(record["measures"]["overall"]["measures"]["nDCG@10"]["value"])


def test_what_cannot_be_compared_is_told_before_the_first_question(
    questions: Path, baseline: Path, faq_index: Path, tmp_path: Path
) -> None:
    code, out, err = run(questions, "--baseline", questions)
    assert (code, out) == (1, "")
    assert "few.jsonl: is not JSON (Extra data" in err
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "o1", "query": "погода", "type": "far", "expect": []}\n', encoding="utf-8")
    code, out, err = run(other, "--baseline", baseline, "--index", faq_index)
    assert (code, out) == (1, "")
    assert "none of 1 questions is among the baseline's" in err

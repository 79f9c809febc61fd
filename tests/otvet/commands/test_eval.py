"""``otvet eval`` as it is run in CI: a run is kept, and a later one is compared with it."""

import json
from pathlib import Path

import ir_measures
import pytest
from click.testing import CliRunner

from index.build import build
from index.encoders.hash import HashEncoder
from index.errors import BrokenIndex
from index.ranking.parameters import Parameters, shipped
from index.result import Query
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import current, load
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


def headings_as_questions(path: Path, count: int) -> Path:
    titles = [f"Раздел {WORDS[at % 10]} {WORDS[at // 10]}?" for at in range(count)]
    asked = [
        {"id": title, "query": title, "type": "answers", "expect": [{"page": "all-faq.md", "section": title}]}
        for title in titles
    ]
    path.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    return path


WORDS = ("оплата", "договор", "баланс", "счёт", "возврат", "бонус", "лимит", "пароль", "сервер", "квота")


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    """An index of a hundred sections, with an encoder that needs no model."""
    text = "".join(f"## Раздел {one} {other}?\n\nОтвет {one} и {other}.\n\n" for other in WORDS for one in WORDS)
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "all-faq.md").write_text(text, encoding="utf-8")
    build(tmp_path / "content", tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    return tmp_path / "index"


def test_a_certificate_that_is_kept_is_the_threshold_from_then_on(hundred: Path, tmp_path: Path) -> None:
    questions = headings_as_questions(tmp_path / "right.jsonl", 100)
    code, out, err = run(questions, "--index", hundred, "--certify", "--keep")
    assert code == 0, err
    assert "\ncertified, at most 5 % wrong of answered at 95 % confidence: confidence from " in out
    kept = load(hundred, open_bundle)
    assert kept.certificate is not None
    assert (kept.certificate.asked, kept.certificate.wrong, kept.certificate.mix) == (100, 0, None)
    searcher = Searcher(kept, HashEncoder())
    results = [searcher(Query(f"0 Раздел {word} оплата?", {})) for word in WORDS]
    for found in results:
        sure = bool(found.answers) and found.answers[0].confidence >= kept.certificate.threshold and not found.ask
        assert (found.status == "answered") == sure
    _, out, _ = run(questions, "--index", hundred)
    assert f"certificate of the index: answered from {kept.certificate.threshold:.2f}, " in out
    others = Parameters(shipped().weights, shipped().calibration._replace(no_answer=0.001))
    assert Searcher(kept, HashEncoder(), parameters=others).certificate is None


def test_what_is_not_certified_is_not_kept(hundred: Path, tmp_path: Path) -> None:
    few = headings_as_questions(tmp_path / "few.jsonl", 30)
    code, out, err = run(few, "--index", hundred, "--certify", "--keep")
    assert (code, "more labelled questions\n" in out) == (1, True)
    assert "Error: no threshold was certified, so the index keeps what it had." in err
    assert load(hundred, open_bundle).certificate is None
    code, _, err = run(few, "--index", hundred, "--keep")
    assert (code, "give --certify too" in err) == (2, True)


def test_a_damaged_certificate_is_named(hundred: Path) -> None:
    (current(hundred) / "certificate.json").write_text('{"threshold": 0.5}', encoding="utf-8")
    with pytest.raises(BrokenIndex, match=r"certificate\.json.* is no certificate"):
        load(hundred, open_bundle)


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

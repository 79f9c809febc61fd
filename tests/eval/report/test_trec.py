from dataclasses import replace
from pathlib import Path

import ir_measures
import pytest

from eval.errors import ReportUnwritable
from eval.labels.question_file import Label
from eval.measure import RANKING, measure
from eval.report.trec import make_folder, write_trec
from eval.run import Outcome
from ingest.section import Section
from tests.outcomes import BILL, CARD, PAY, outcome

FOLDER = "docs faq"


def section(label: Label) -> Section:
    page = f"{FOLDER}/{label.page}"
    return Section(f"{page}#{label.section}", page, label.section, label.section, (), (0, 1), ())


SECTIONS = [section(label) for label in (PAY, CARD, BILL)]


def found(
    question_id: str, *sections: Label, expect: tuple[Label, ...] = (PAY,), also: tuple[Label, ...] = ()
) -> Outcome:
    made = outcome(question_id, sections=sections, expect=expect)
    ranked = tuple(replace(each, id=f"{FOLDER}/{each.id}", page=f"{FOLDER}/{each.page}") for each in made.ranked)
    return replace(made, ranked=ranked, question=replace(made.question, also=also))


RUN = [
    found("первый 100%", PAY, CARD),
    found("q\u00a02", BILL, CARD, also=(CARD,)),
    found("nowhere", CARD, BILL),
    found("nothing"),
    found("no such section", CARD, expect=(Label("x.md", "Нет"),)),
    found("unanswerable", CARD, expect=()),
]


def test_ir_measures_reads_both_and_finds_the_same(tmp_path: Path) -> None:
    write_trec(tmp_path, RUN, SECTIONS)
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")))  # type: ignore[no-untyped-call]
    run = list(ir_measures.read_trec_run(str(tmp_path / "run.txt")))  # type: ignore[no-untyped-call]
    assert len(run) == sum(len(one.ranked) for one in RUN)
    theirs = ir_measures.calc_aggregate(RANKING.values(), qrels, run)
    ours = measure(RUN).overall.estimates
    assert {name: ours[name].value for name in RANKING} == {
        name: pytest.approx(theirs[metric]) for name, metric in RANKING.items()
    }


def test_the_lines_have_their_columns_whatever_the_ids(tmp_path: Path) -> None:
    write_trec(tmp_path, RUN[:2], SECTIONS)
    run, qrels = ((tmp_path / name).read_text(encoding="ascii").splitlines() for name in ("run.txt", "qrels.txt"))
    assert [len(line.split()) for line in run + qrels] == [6] * 4 + [4] * 3
    assert run[0].split()[3:] == ["1", "1.000000", "otvet-g1"]
    assert qrels[0].startswith("%D0%BF%D0%B5%D1%80%D0%B2%D1%8B%D0%B9%20100%25 0 docs%20faq/pay.md#")


def test_the_labels_do_not_depend_on_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    write_trec(tmp_path, RUN, SECTIONS)
    write_trec(tmp_path / "other", [replace(one, ranked=()) for one in RUN], SECTIONS)
    assert (tmp_path / "qrels.txt").read_text() == (tmp_path / "other" / "qrels.txt").read_text()


def test_the_folder_is_made_or_refused_beforehand(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportUnwritable, match="file: cannot be written"):
        make_folder(tmp_path / "file")
    (tmp_path / "a" / "run.txt").mkdir()
    with pytest.raises(ReportUnwritable, match=r"run\.txt: cannot be written \(it is a folder\)"):
        make_folder(tmp_path / "a")

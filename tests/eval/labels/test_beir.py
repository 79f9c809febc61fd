import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.errors import BadQuestion, QuestionsUnreadable, ReportUnwritable
from eval.evaluation import evaluate
from eval.labels.beir import files
from eval.labels.beir_pages import write_pages
from eval.labels.question_file import Label, Question, digests, read_questions
from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from ingest.content.facets import read_facets
from ingest.content.pages import read_content
from ingest.page import parse_page
from ingest.render.text import plain_text
from tests.conftest import FAQ

TRICKY = "1. <tab>Bees</tab>: *a* _b_ `c`, [d](e) & f\n\n    # no heading\n---\n{cut(x)} \\ | ~~~"
CORPUS = [
    {"_id": "4983", "title": "Honey bees  dance", "text": "Bees dance to tell where flowers are."},
    {"_id": "MED/1 ы", "title": "", "text": TRICKY, "metadata": {"url": "x"}},
    {"_id": "docs/pay.md#akt", "title": "Как получить акт?", "text": "Напишите нам."},
]
QUERIES = [
    {"_id": "1", "text": "how do bees tell where flowers are", "metadata": {}},
    {"_id": "2", "text": "no heading"},
    {"_id": "3", "text": "of the training part"},
    {"_id": "4", "text": "акт", "metadata": {}},
]
QRELS = "query-id\tcorpus-id\tscore\n1\t4983\t2\n2\t4983\t0\n2\tMED/1 ы\t1\n4\tdocs/pay.md#akt\t1\n4\t4983\t1\n"


def write(folder: Path, *, qrels: str = QRELS, name: str = "test.tsv") -> Path:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    for file, rows in (("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES)):
        (folder / file).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "qrels" / name).write_text(qrels, encoding="utf-8")
    return folder


BEES, MED = Label("4983.md", "Honey bees dance"), Label("MED%2F1%20%D1%8B.md", "MED/1 ы")


def test_queries_with_an_answer_are_questions(tmp_path: Path) -> None:
    assert read_questions([write(tmp_path)]) == [
        Question("1", "how do bees tell where flowers are", None, "beir", (BEES,)),
        Question("2", "no heading", None, "beir", (MED,)),
        Question("4", "акт", None, "beir", (Label("docs/pay.md", "Как получить акт?"), BEES)),
    ]


def test_the_test_part_is_read_where_there_is_one_and_else_all(tmp_path: Path) -> None:
    write(tmp_path, name="dev.tsv", qrels="1\t4983\t1\n")
    write(tmp_path, name="train.tsv", qrels="3\t4983\t1\n")
    assert [question.id for question in read_questions([tmp_path])] == ["1", "3"]
    assert [path.name for path in files(tmp_path)] == ["corpus.jsonl", "queries.jsonl", "dev.tsv", "train.tsv"]
    write(tmp_path)
    assert [question.id for question in read_questions([tmp_path])] == ["1", "2", "4"]
    assert list(digests([tmp_path])) == [str(path) for path in files(tmp_path)]


@pytest.mark.parametrize(
    ("qrels", "message"),
    [
        pytest.param("1\t4983\n", r"test\.tsv:1: 2 columns; write query id, document id and score", id="columns"),
        pytest.param("1\t4983\tyes\n", r"test\.tsv:1: score 'yes'; write a whole number", id="score"),
        pytest.param("h\th\tscore\n1\t7\t1\n", r"test\.tsv:2: document '7' is not in .*corpus\.jsonl", id="document"),
        pytest.param("9\t4983\t1\n", r"test\.tsv:1: its query is not in .*queries\.jsonl", id="query"),
    ],
)
def test_labels_that_say_nothing_are_refused(tmp_path: Path, qrels: str, message: str) -> None:
    with pytest.raises(BadQuestion, match=message):
        read_questions([write(tmp_path, qrels=qrels)])


def test_records_without_their_fields_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "queries.jsonl").write_text('{"_id": "1"}\n')
    with pytest.raises(BadQuestion, match=r"queries\.jsonl:1: the record has no field 'text'; add it"):
        read_questions([folder])
    (folder / "corpus.jsonl").write_text('{"_id": "1", "text": "half: \\ud800"}\n')
    with pytest.raises(BadQuestion, match=r"corpus\.jsonl:1: text holds half a character"):
        write_pages(folder, folder / "pages")
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(QuestionsUnreadable, match=r"corpus\.jsonl: cannot be read"):
        read_questions([folder])


def test_a_document_becomes_a_page_that_reads_as_its_text(tmp_path: Path) -> None:
    assert write_pages(write(tmp_path / "beir"), tmp_path / "pages") == 2  # the third is on a page that exists
    facets = read_facets(FAQ / "facets.toml")
    parsed = {page.id: parse_page(page.id, page.text, facets) for page in read_content(tmp_path / "pages")}
    assert list(parsed) == [BEES.page, MED.page]
    (med,) = parsed[MED.page].sections
    assert MED.names(med.page, med.title)
    assert plain_text(med.blocks).text.split() == TRICKY.split()
    assert not parsed[MED.page].diagnostics


def test_pages_that_cannot_be_written_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(ReportUnwritable, match="taken: cannot be written"):
        write_pages(write(tmp_path / "beir"), tmp_path / "taken")


def test_a_corpus_is_converted_indexed_and_evaluated(tmp_path: Path) -> None:
    folder = write(tmp_path / "beir")
    command = [sys.executable, "-m", "eval.labels.beir_pages", str(folder), str(tmp_path / "pages")]
    made = subprocess.run(command, check=True, capture_output=True, text=True, cwd=FAQ.parent)
    assert made.stdout == f"{tmp_path / 'pages'}: 2 pages\n"
    encoder = HashEncoder()
    build(tmp_path / "pages", tmp_path / "index", encoder, default_facets=FAQ / "facets.toml")
    found = evaluate([folder], Searcher(load(tmp_path / "index", open_bundle), encoder))
    ranks = {outcome.question.id: outcome.rank for outcome in found.outcomes}
    assert (ranks["1"], ranks["2"]) == (1, 1)

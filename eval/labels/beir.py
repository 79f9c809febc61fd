"""Read a folder in the format of BEIR as questions.

The folder has ``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and
``qrels/*.tsv`` (query id, document id, score), of which ``test.tsv`` is read where there is one, else all. A document
stands for the section headed by its title on the page named by its id:

    ``_id`` 4983                         page ``4983.md``, as ``eval.labels.beir_pages`` writes it; what is
                                         no ASCII letter, digit or ``_.-~`` is percent-encoded
    ``_id`` docs/pay.md, docs/pay.md#2   page ``docs/pay.md`` of a content that is indexed as it is

A document without a title is headed by its id. A query is asked if it has a document with a score above 0; all such
documents are equally right. Source of the format: Thakur et al. 2021, arXiv:2104.08663.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from eval.errors import BadQuestion, QuestionsUnreadable
from eval.labels import jsonl

PAGE = re.compile(r"(?P<page>.+\.md)(?:#.*)?", re.DOTALL)
"""An id that names a page of a content."""


class Document(NamedTuple):
    """A document of the corpus."""

    page: str
    section: str
    text: str
    own_page: bool
    """Whether the page is the document's alone, rather than one of a content that exists."""


def files(folder: Path) -> list[Path]:
    """The files that a folder's questions are read from.

    Raises:
        QuestionsUnreadable: if there are no qrels.
    """
    judged = sorted((folder / "qrels").glob("*.tsv"))
    if not judged:
        raise QuestionsUnreadable(folder, "a folder without qrels/*.tsv")
    test = [path for path in judged if path.name == "test.tsv"]
    return [folder / "corpus.jsonl", folder / "queries.jsonl", *(test or judged)]


def records(folder: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Pairs (``file:line``, record as on a line of our own question files) of the queries that have an answer.

    Raises:
        QuestionsUnreadable: if a file cannot be opened.
        BadQuestion: with file and line, what was found and what to write.
    """
    corpus, queries, *judged = files(folder)
    known = dict(documents(corpus))
    right = _right(judged)
    for place, line in jsonl.lines(queries):
        record = jsonl.record(place, line)
        query_id = _text(place, record, "_id")
        expect = {}  # sections in the order of the qrels, each once
        for judgement, document_id in right.pop(query_id, ()):
            if document_id not in known:
                raise BadQuestion(judgement, f"document {document_id!r} is not in {corpus}", "write an _id that is")
            page, section, *_ = known[document_id]
            expect[page, section] = {"page": page, "section": section}
        if expect:
            asked = {"id": query_id, "query": _text(place, record, "text"), "type": "beir"}
            yield place, {**asked, "expect": list(expect.values())}
    for judgements in right.values():
        raise BadQuestion(judgements[0][0], f"its query is not in {queries}", "write an _id that is")


def documents(corpus: Path) -> Iterator[tuple[str, Document]]:
    """Pairs (id, document) of a corpus file; raises as ``records`` does."""
    for place, line in jsonl.lines(corpus):
        record = jsonl.record(place, line)
        document_id = _text(place, record, "_id")
        heading = " ".join(str(record.get("title") or "").split()) or document_id
        text = str(record.get("text") or "").strip()
        named = PAGE.fullmatch(document_id)
        page = named["page"] if named else f"{quote(document_id, safe='')}.md"
        yield (
            document_id,
            Document(
                page=page,
                section=jsonl.text(place, "title", heading),
                text=text and jsonl.text(place, "text", text),
                own_page=not named,
            ),
        )


def _right(judged: Sequence[Path]) -> dict[str, list[tuple[str, str]]]:
    """Query id → pairs (place, id of a document that answers it)."""
    right: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in judged:
        for number, (place, line) in enumerate(jsonl.lines(path)):
            query_id, document_id, score = _columns(place, line)
            if number == 0 and score == "score":
                continue
            try:
                if int(score) > 0:
                    right[query_id].append((place, document_id))
            except ValueError:
                raise BadQuestion(place, f"score {score!r}", "write a whole number") from None
    return dict(right)


def _columns(place: str, line: str) -> list[str]:
    columns = line.split("\t")
    if len(columns) != 3:
        raise BadQuestion(place, f"{len(columns)} columns", "write query id, document id and score, tabs between them")
    return columns


def _text(place: str, record: dict[str, object], field: str) -> str:
    jsonl.check_fields(place, "the record", record, known=tuple(record), required=(field,))
    return jsonl.text(place, field, record[field])

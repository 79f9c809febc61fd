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
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import quote

from pydantic import Field, TypeAdapter

from eval.errors import BadQuestion, QuestionsUnreadable
from eval.labels import jsonl
from ingest.jsonl import String, Text

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


class BeirQuery(NamedTuple):
    """A query that has an answer."""

    id: str
    text: str
    sections: Sequence[tuple[str, str]]
    """Page and heading of those that answer it, in the order of the qrels, each once."""


@dataclass(frozen=True, slots=True)
class _QueryLine:
    """A line of ``queries.jsonl``."""

    id: Annotated[Text, Field(alias="_id")]
    text: Text


@dataclass(frozen=True, slots=True)
class _DocumentLine:
    """A line of ``corpus.jsonl``."""

    id: Annotated[Text, Field(alias="_id")]
    title: String | None = None
    text: String | None = None


def queries(folder: Path) -> Iterator[tuple[str, BeirQuery]]:
    """Pairs (``file:line``, query) of the queries that have an answer.

    Raises:
        QuestionsUnreadable: if a file cannot be opened.
        BadQuestion: with file and line, what was found and what to write.
    """
    corpus, asked, *judged = files(folder)
    known = dict(documents(corpus))
    right = _right(judged)
    for place, line in jsonl.records(asked, TypeAdapter(_QueryLine)):
        sections = []
        for judgement, document_id in right.pop(line.id, ()):
            if document_id not in known:
                raise BadQuestion(judgement, f"document {document_id!r} is not in {corpus}", "write an _id that is")
            sections.append((known[document_id].page, known[document_id].section))
        if sections:
            yield place, BeirQuery(line.id, line.text, list(dict.fromkeys(sections)))
    for judgements in right.values():
        raise BadQuestion(judgements[0][0], f"its query is not in {asked}", "write an _id that is")


def documents(corpus: Path) -> Iterator[tuple[str, Document]]:
    """Pairs (id, document) of a corpus file; raises as ``queries`` does."""
    for _, line in jsonl.records(corpus, TypeAdapter(_DocumentLine)):
        named = PAGE.fullmatch(line.id)
        page = named["page"] if named else f"{quote(line.id, safe='')}.md"
        heading = " ".join((line.title or "").split()) or line.id
        yield line.id, Document(page, heading, (line.text or "").strip(), own_page=not named)


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

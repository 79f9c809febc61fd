"""Read question files: what is asked, and which sections answer it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from eval.errors import BadQuestion, NoQuestions
from eval.labels import beir, jsonl
from eval.leaks.fragment import fold
from ingest.section import Chosen


@dataclass(frozen=True, slots=True)
class Label:
    """A section of the source, named by its page and its heading, so that the label survives any re-chunking."""

    page: str
    section: str

    def names(self, page: str, section: str) -> bool:
        """Whether this label means that section; its page may stand in a folder, and headings compare folded."""
        same_page = page == self.page or page.endswith(f"/{self.page}")
        return same_page and fold(section) == fold(self.section)


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file."""

    id: str
    """Unique in a run."""

    query: str

    region: str | None
    """Short for ``facets.region``: the value that the reader chose; None if they chose none."""

    type: str
    """What makes it hard: paraphrase, typo, region_filter, unanswerable_near, …"""

    expect: tuple[Label, ...]
    """Sections that answer it. Empty: the content does not, and the right result is ``no_answer``."""

    also: tuple[Label, ...] = ()
    """Sections that answer too: a hit, but ``must`` is not asked of them."""

    must: tuple[str, ...] = ()
    """Fragments that the first answer's text has, if that answer is one of ``expect``."""

    must_not: tuple[str, ...] = ()
    """Fragments that the first answer's text has not, whichever section it is."""

    note: str = ""

    facets: Chosen = field(default_factory=dict)
    """Facet → value that the reader chose, besides ``region``."""

    @property
    def chosen(self) -> Chosen:
        """Everything that the reader chose, facet → value."""
        return {**self.facets, **({} if self.region is None else {"region": self.region})}

    @property
    def answerable(self) -> bool:
        """Whether the content answers it."""
        return bool(self.expect)


REQUIRED = ("id", "query", "type", "expect")
FIELDS = ("id", "query", "region", "facets", "type", "expect", "also", "must", "must_not", "note")


def read_questions(paths: Sequence[Path], *, facets: Mapping[str, Collection[str]] | None = None) -> list[Question]:
    """Questions of all files, in order; blank lines and a byte order mark are skipped, absent optional fields empty.

    Args:
        paths: Files of JSON lines in UTF-8, and folders in the format of BEIR.
        facets: Facet → values that the content knows; None accepts any.

    Raises:
        QuestionsUnreadable: if a file cannot be opened.
        BadQuestion: with file and line (from 1), what was found and what to write; an id twice is one of them.
        NoQuestions: if there is nothing to ask.
    """
    questions: list[Question] = []
    places: dict[str, str] = {}
    for path in paths:
        for place, record in _records(path):
            question = _question(place, record, facets)
            if question.id in places:
                found = f"id {question.id!r} is taken by {places[question.id]}"
                raise BadQuestion(place, found, "write an id that no other question has")
            places[question.id] = place
            questions.append(question)
    if not questions:
        raise NoQuestions(paths)
    return questions


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """File that questions are read from → its SHA-256, in hex: two runs with the same digests asked the same."""
    files = [file for path in paths for file in (beir.files(path) if path.is_dir() else [path])]
    return {str(file): sha256(jsonl.content(file)).hexdigest() for file in files}


def _records(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    if path.is_dir():
        return beir.records(path)
    return ((place, jsonl.record(place, line)) for place, line in jsonl.lines(path))


def _question(place: str, record: dict[str, object], known: Mapping[str, Collection[str]] | None) -> Question:
    jsonl.check_fields(place, "the question", record, known=FIELDS, required=REQUIRED)
    region = record.get("region")
    question = Question(
        id=jsonl.text(place, "id", record["id"]),
        query=jsonl.text(place, "query", record["query"]),
        region=None if region is None else jsonl.text(place, "region", region),
        type=jsonl.text(place, "type", record["type"]),
        expect=_labels(place, "expect", record["expect"]),
        also=_labels(place, "also", record.get("also", [])),
        must=_fragments(place, "must", record.get("must", [])),
        must_not=_fragments(place, "must_not", record.get("must_not", [])),
        note=jsonl.text(place, "note", record["note"]) if record.get("note") else "",
        facets=_facets(place, record.get("facets", {})),
    )
    _check(place, question, known)
    return question


def _check(place: str, question: Question, known: Mapping[str, Collection[str]] | None) -> None:
    """Refuse what each field allows and the fields together do not."""

    def wrong(found: str, write: str) -> NoReturn:
        raise BadQuestion(place, found, write)

    if question.region is not None and "region" in question.facets:
        wrong("region beside facets.region", "keep one of them")
    for facet, value in question.chosen.items():
        if known is None:
            break
        if facet not in known:
            wrong(f"facet {facet!r} is not known", f"write one of {', '.join(known)}, or leave it out")
        if value not in known[facet]:
            wrong(f"{facet} {value!r} is not known", f"write one of {', '.join(sorted(known[facet]))}, or leave it out")
    if not question.answerable and (question.also or question.must):
        wrong("also or must beside an empty expect", "name the section that answers in expect, or leave them empty")
    named = set()
    for label in question.expect + question.also:
        if (label.page, fold(label.section)) in named:
            wrong(f"section {label.section!r} is named twice", "name it once, in expect or in also")
        named.add((label.page, fold(label.section)))
    for fragment in question.must:
        if fold(fragment) in map(fold, question.must_not):
            wrong(f"{fragment!r} stands in must and in must_not", "keep one of them")


def _labels(place: str, field: str, value: object) -> tuple[Label, ...]:
    shape = '{"page": "…", "section": "…"}'
    labels = []
    for name, item in jsonl.items(place, field, value, shape=shape):
        if not isinstance(item, dict):
            raise BadQuestion(place, f"{name} is {jsonl.kind(item)}", f"write {shape}")
        jsonl.check_fields(place, name, item, known=("page", "section"), required=("page", "section"))
        page, section = (jsonl.text(place, f"{name}.{key}", item[key]) for key in ("page", "section"))
        labels.append(Label(page, section))
    return tuple(labels)


def _facets(place: str, value: object) -> Chosen:
    if not isinstance(value, dict):
        raise BadQuestion(place, f"facets is {jsonl.kind(value)}", 'write an object such as {"scheme": "prepaid"}')
    return {facet: jsonl.text(place, f"facets.{facet}", chosen) for facet, chosen in value.items()}


def _fragments(place: str, field: str, value: object) -> tuple[str, ...]:
    return tuple(jsonl.text(place, name, item) for name, item in jsonl.items(place, field, value, shape="strings"))

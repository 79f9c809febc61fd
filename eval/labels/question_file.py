"""Read question files: questions labelled with the sections that answer them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, NoReturn

from pydantic import BeforeValidator, Field, TypeAdapter, with_config

from eval.errors import BadQuestion, NoQuestions
from eval.labels import beir, jsonl
from eval.leaks.fragment import fold
from ingest.content.statement import unknown_parts
from ingest.jsonl import String, Text
from ingest.section import Chosen


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class Label:
    """A section of the source, named by its page and its heading, so that the label survives any re-chunking."""

    page: Text
    section: Text

    def names(self, page: str, section: str) -> bool:
        """Whether this label means that section; its page may stand in a folder, and headings compare folded."""
        same_page = page == self.page or page.endswith(f"/{self.page}")
        return same_page and fold(section) == fold(self.section)


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file."""

    id: Text
    """Unique in a run."""

    query: Text

    region: Annotated[Text | None, Field(default=None)]
    """Short for ``facets.region``: the value that the reader chose; None if they chose none."""

    type: Text
    """What makes it hard: paraphrase, typo, region_filter, unanswerable_near, …"""

    expect: tuple[Label, ...]
    """Sections that answer it. Empty: the content does not, and the right result is ``no_answer``."""

    also: tuple[Label, ...] = ()
    """Sections that answer too: a hit, but ``must`` is not asked of them."""

    related: tuple[Label, ...] = ()
    """Sections near it that do not answer it; only beside an empty ``expect``."""

    must: tuple[Text, ...] = ()
    """Fragments that the first answer's text has, if that answer is one of ``expect``."""

    must_not: tuple[Text, ...] = ()
    """Fragments that the first answer's text has not, whichever section it is."""

    note: Annotated[String, BeforeValidator(lambda note: note or "")] = ""

    facets: Mapping[str, Text] = field(default_factory=dict)
    """Facet → value that the reader chose, besides ``region``."""

    pair: Text | None = None
    """Shared by two questions that differ in the deciding word only; None: it has no twin."""

    kind: Text | None = None
    """What kind of word the two differ in: region, scheme, negation, …; the same for both."""

    @property
    def chosen(self) -> Chosen:
        """Everything that the reader chose, facet → value."""
        return {**self.facets, **({} if self.region is None else {"region": self.region})}

    @property
    def answerable(self) -> bool:
        """Whether the content answers it."""
        return bool(self.expect)


def read_questions(paths: Sequence[Path], *, facets: Mapping[str, Collection[str]] | None = None) -> list[Question]:
    """Questions of all files, in order; blank lines and a byte order mark are skipped, absent optional fields empty.

    Args:
        paths: Files of JSON lines in UTF-8, and folders in the format of BEIR.
        facets: Facet → values that the content knows; None accepts any.

    Raises:
        QuestionsUnreadable: if a file cannot be opened.
        BadQuestion: with file and line (from 1), what was found and what to write; an id twice is one of them, and a
            pair that has not two questions.
        NoQuestions: if there is nothing to ask.
    """
    questions: list[Question] = []
    places: dict[str, str] = {}
    for path in paths:
        for place, question in _records(path):
            _check(place, question, facets)
            if question.id in places:
                found = f"id {question.id!r} is taken by {places[question.id]}"
                raise BadQuestion(place, found, "write an id that no other question has")
            places[question.id] = place
            questions.append(question)
    if not questions:
        raise NoQuestions(paths)
    _check_pairs([(places[question.id], question) for question in questions])
    return questions


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """File that questions are read from → its SHA-256, in hex: two runs with the same digests asked the same."""
    files = [file for path in paths for file in (beir.files(path) if path.is_dir() else [path])]
    return {str(file): sha256(jsonl.content(file)).hexdigest() for file in files}


def _records(path: Path) -> Iterator[tuple[str, Question]]:
    if not path.is_dir():
        yield from jsonl.records(path, TypeAdapter(Question))
        return
    for place, query in beir.queries(path):
        expect = tuple(Label(page, section) for page, section in query.sections)
        yield place, Question(query.id, query.text, None, "beir", expect)


def _check(place: str, question: Question, known: Mapping[str, Collection[str]] | None) -> None:
    """Refuse combinations of fields that contradict each other."""

    def wrong(found: str, write: str) -> NoReturn:
        raise BadQuestion(place, found, write)

    if question.region is not None and "region" in question.facets:
        wrong("region beside facets.region", "keep one of them")
    for facet, value in question.chosen.items():
        if known is None:
            break
        if facet not in known:
            wrong(f"facet {facet!r} is not known", f"write one of {', '.join(known)}, or leave it out")
        for part in unknown_parts(facet, value, known[facet]):
            wrong(f"{facet} {part!r} is not known", f"write one of {', '.join(sorted(known[facet]))}, or leave it out")
    if question.answerable and question.related:
        wrong("related beside expect", "leave it out: it says that no section answers")
    if not question.answerable and (question.also or question.must):
        wrong("also or must beside an empty expect", "name the section that answers in expect, or leave them empty")
    named = set()
    for label in question.expect + question.also + question.related:
        if (label.page, fold(label.section)) in named:
            wrong(f"section {label.section!r} is named twice", "name it once, in expect or in also")
        named.add((label.page, fold(label.section)))
    for fragment in question.must:
        if fold(fragment) in map(fold, question.must_not):
            wrong(f"{fragment!r} stands in must and in must_not", "keep one of them")
    if question.kind is not None and question.pair is None:
        wrong("kind without pair", "name the pair, or leave kind out")


def _check_pairs(questions: Sequence[tuple[str, Question]]) -> None:
    """Refuse a pair that has not two questions of one kind, at its last line."""
    pairs: defaultdict[str, list[tuple[str, Question]]] = defaultdict(list)
    for place, question in questions:
        if question.pair is not None:
            pairs[question.pair].append((place, question))
    for name, found in pairs.items():
        place, last = found[-1]
        if len(found) != 2:
            count = "one question" if len(found) == 1 else f"{len(found)} questions"
            raise BadQuestion(place, f"pair {name!r} has {count}", "give each pair exactly two")
        if found[0][1].kind != last.kind:
            kinds = f"{found[0][1].kind!r} and {last.kind!r}"
            raise BadQuestion(place, f"pair {name!r} has the kinds {kinds}", "give both questions the same")

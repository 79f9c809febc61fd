"""A content's own jargon: words that mean the same, in a file beside the pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.content.pages import file_beside
from ingest.errors import BadSynonym, UnreadablePage
from ingest.fold import clean, fold
from ingest.jsonl import lines

SYNONYMS = "synonyms.txt"

_PART = re.compile(r"\\(?P<kept>.?)|(?P<arrow>=>)|(?P<comma>,)|.")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Synonym:
    """A line of synonyms.txt, in the syntax of Lucene and Solr: ``a, b``, or ``a, b => c, d``."""

    said: tuple[str, ...]
    """Forms that a question may use."""

    meant: tuple[str, ...]
    """Forms that are looked for instead, the preferred one first; equal to ``said`` where the line has no ``=>``."""

    line: int
    """Counted from 1."""

    text: str
    """The line as it was written."""


def synonyms_beside(content: Path) -> tuple[Synonym, ...]:
    """The synonyms of a content; none if it has no such file. Raises as ``read_synonyms`` and ``check_file``."""
    beside = file_beside(content, SYNONYMS)
    return read_synonyms(beside) if beside else ()


def read_synonyms(path: Path) -> tuple[Synonym, ...]:
    """The synonyms of a file, in order; none if there is no such file.

    Raises:
        BadSynonym: a line is not a synonym, or has a form that an earlier one has; names file and line (from 1).
        UnreadablePage: the file cannot be read.
    """
    if not path.exists():
        return ()
    try:
        found = [_synonym(path, line, text) for line, text in lines(path, BadSynonym) if not text.startswith("#")]
    except OSError as exc:
        raise UnreadablePage(path, f"cannot be read ({exc.strerror})", "fix the file or its permissions") from exc
    _check_once(path, found)
    return tuple(found)


def words_of(form: str) -> tuple[str, ...]:
    """The words of a form, folded; a hyphen parts words as a space does."""
    return tuple(_WORD.findall(fold(form)))


def _synonym(path: Path, line: int, text: str) -> Synonym:
    sides = [list(side) for side in _sides(path, line, clean(text))]
    for side in sides:
        if side == [""]:
            raise BadSynonym(path, line, "a side of => is empty", "write what the words mean, or remove the line")
        for form in side:
            if not words_of(form):
                found = f"{form!r} has no letter or digit" if form else "there is nothing before or after a comma"
                raise BadSynonym(path, line, found, r"write a word there, or \, for a comma that is part of one")
    if len(sides) == 1 and len(sides[0]) == 1:
        raise BadSynonym(path, line, f"{sides[0][0]!r} stands alone", "add another form after a comma, or => and one")
    return Synonym(tuple(sides[0]), tuple(sides[-1]), line, text)


def _sides(path: Path, line: int, text: str) -> Iterator[Sequence[str]]:
    """The forms before and after ``=>``; only one side if there is none."""
    sides = [[""]]
    for part in _PART.finditer(text):
        if part["arrow"]:
            sides.append([""])
        elif part["comma"]:
            sides[-1].append("")
        elif part["kept"] == "":
            raise BadSynonym(path, line, "ends with a backslash", r"remove it; \, is a comma, and \=> is the sign =>")
        else:
            sides[-1][-1] += part["kept"] or part[0]
    if len(sides) > 2:
        raise BadSynonym(path, line, "has => twice", r"write one mapping a line, or \=> for the sign itself")
    return ([" ".join(form.split()) for form in side] for side in sides)


def _check_once(path: Path, synonyms: Sequence[Synonym]) -> None:
    """Check that a form stands for itself once: among what is said of all lines, and among what one line means."""
    lines_of: dict[tuple[str, ...], int] = {}
    for synonym in synonyms:
        for form in synonym.said:
            first = lines_of.setdefault(words_of(form), synonym.line)
            if first != synonym.line:
                found = f"{form!r} is already at line {first}"
                raise BadSynonym(path, synonym.line, found, "keep it in one of the lines")
        for side in (synonym.said, synonym.meant):
            twice = [form for at, form in enumerate(side) if words_of(form) in map(words_of, side[:at])]
            if twice:
                raise BadSynonym(path, synonym.line, f"{twice[0]!r} stands there twice", "keep it once")

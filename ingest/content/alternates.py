"""Alternates: other ways to ask a section's question, in a file beside the page."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from ingest.content.pages import content_root, file_beside, files_of
from ingest.diagnostic import Diagnostic
from ingest.errors import BadAlternate, UnreadablePage
from ingest.fold import clean, fold
from ingest.jsonl import String, Text, read
from ingest.section import Section

ENDING = ".alternates.jsonl"
"""The alternates of ``billing.md`` are in ``billing.alternates.jsonl``."""

ORPHAN = "alternate-orphan"
"""Code of the fault of an alternate that belongs to no section."""

KAZAKH = re.compile("[әғқңөұүһі]")
CYRILLIC = re.compile("[а-я]")


@dataclass(frozen=True, slots=True)
class Alternate:
    """One other way to ask."""

    anchor: Text
    """Of the section's heading."""
    text: Text
    lang: Text
    """ru, kk or en."""
    origin: Text
    """``written`` by an author, or where it was accepted from, such as traffic."""
    page: String = ""
    """Id of the section's page, where the file is not beside it; empty: every page with such a heading."""


@dataclass(frozen=True, slots=True)
class AlternatesFile:
    """A file of alternates, read."""

    id: str
    """Its path, relative to the content's root if it is in there."""

    page: str
    """Id of the page that it is beside, without suffix: its alternates are of that page alone. Empty if of none."""

    lines: tuple[tuple[int, Alternate], ...]
    """Alternates with their lines, counted from 1."""


def alternates_beside(content: Path) -> list[Path]:
    """Every file of alternates of a content, in order of path.

    Raises:
        UnreadablePage: if one is no regular file, or is a link out of the content's folder.
    """
    if content.is_dir():
        return files_of(content, ENDING)
    beside = file_beside(content, content.with_suffix(ENDING).name)
    return [beside] if beside else []


def read_files(content: Path, others: Iterable[Path] = ()) -> list[AlternatesFile]:
    """The files beside a content's pages, then others, which are of every page; raises as ``read_alternates``."""
    model, root = TypeAdapter(Alternate), content_root(content)
    beside = [
        AlternatesFile(name, name[: -len(ENDING)], tuple(_read(path, model)))
        for path in alternates_beside(content)
        for name in (path.relative_to(root).as_posix(),)
    ]
    return [*beside, *(AlternatesFile(str(path), "", tuple(_read(path, model))) for path in others)]


def read_alternates(paths: Iterable[Path]) -> list[Alternate]:
    """The files' alternates, in order.

    Raises:
        BadAlternate: a line is not an alternate; the message names file and line (from 1).
        UnreadablePage: a file cannot be read.
    """
    model = TypeAdapter(Alternate)
    return [alternate for path in paths for _, alternate in _read(path, model)]


def by_section(files: Iterable[AlternatesFile], sections: Iterable[Section]) -> dict[str, Sequence[Alternate]]:
    """Section id → its alternates, each text once."""
    known = _by_anchor(sections)
    found: dict[str, dict[str, Alternate]] = {}
    for file in files:
        for _, alternate in file.lines:
            for section in _meant(file, alternate, known):
                found.setdefault(section.id, {}).setdefault(fold(alternate.text), alternate)
    return {section: list(texts.values()) for section, texts in found.items()}


def orphans(files: Iterable[AlternatesFile], sections: Sequence[Section]) -> Iterator[Diagnostic]:
    """A fault for each alternate that belongs to no section, as after an edit of its heading."""
    known = _by_anchor(sections)
    pages = {_stem(section.page) for section in sections}
    for file in files:
        if file.page and file.page not in pages and file.lines:
            found = f"{file.page}.md is not there or has no heading, and alternates are beside it"
            yield Diagnostic(file.id, file.lines[0][0], ORPHAN, found, "rename the file as its page is, or remove it")
            continue
        anchors = [section.anchor for section in sections if file.page in ("", _stem(section.page)) and section.anchor]
        for line, alternate in file.lines:
            if not _meant(file, alternate, known):
                near = get_close_matches(alternate.anchor, anchors, n=1)
                advice = f"write {near[0]}" if near else "write the anchor of a heading, or remove the line"
                found = f"no heading{f' of {file.page}.md' if file.page else ''} has the anchor {alternate.anchor!r}"
                yield Diagnostic(file.id, line, ORPHAN, found, advice)


def _by_anchor(sections: Iterable[Section]) -> Mapping[str, Sequence[Section]]:
    found: dict[str, list[Section]] = {}
    for section in sections:
        found.setdefault(section.anchor, []).append(section)
    return found


def _meant(file: AlternatesFile, alternate: Alternate, known: Mapping[str, Sequence[Section]]) -> list[Section]:
    """The sections that an alternate is of."""
    page = file.page or _stem(alternate.page)
    return [section for section in known.get(alternate.anchor, ()) if page in ("", _stem(section.page))]


def _stem(page: str) -> str:
    """A page's id without its suffix, which may be written in any case."""
    return str(PurePosixPath(page).with_suffix("")) if page else ""


def alternate_lines(anchor: str, texts: Iterable[str], origin: str, *, page: str = "") -> Iterator[str]:
    """Each text as a line, ended with a newline, as `read_alternates` reads it; the page is left out if empty."""
    return (alternate_line(anchor, text, origin, page=page) for text in texts)


def alternate_line(anchor: str, text: str, origin: str, *, kind: str = "", page: str = "") -> str:
    """One text as such a line; ``kind`` is its type for those who review it, such as keyword."""
    typed = {"type": kind} if kind else {}
    placed = {"page": page} if page else {}
    line = {"anchor": anchor, "text": text, "lang": language(text), **typed, "origin": origin, **placed}
    return json.dumps(line, ensure_ascii=False) + "\n"


def language(text: str) -> str:
    """``kk`` by its own letters, ``ru`` by Cyrillic ones, else ``en``."""
    folded = fold(text)
    return "kk" if KAZAKH.search(folded) else "ru" if CYRILLIC.search(folded) else "en"


def _read(path: Path, model: TypeAdapter[Alternate]) -> Iterator[tuple[int, Alternate]]:
    try:
        for line, alternate in read(path, model, BadAlternate):
            yield line, replace(alternate, text=clean(alternate.text))
    except OSError as exc:
        raise UnreadablePage(path, f"cannot be read ({exc.strerror})", "fix the file or its permissions") from exc

"""Alternates: other ways to ask a section's question, in a file beside the page."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from ingest.errors import BadAlternate, UnreadablePage
from ingest.fold import clean, fold
from ingest.jsonl import Text, read

ENDING = ".alternates.jsonl"
"""The alternates of ``billing.md`` are in ``billing.alternates.jsonl``."""

KAZAKH = re.compile("[әғқңөұүһі]")
CYRILLIC = re.compile("[а-я]")


@dataclass(frozen=True, slots=True)
class Alternate:
    """One other way to ask."""

    anchor: Text
    """Of the section's heading. Sections of other pages with the same heading share it, and get the alternate too."""
    text: Text
    lang: Text
    """ru, kk or en."""
    origin: Text
    """``written`` by an author, or where it was accepted from, such as traffic."""


def alternates_beside(content: Path) -> list[Path]:
    """Every file of alternates of a content, in order of path."""
    if content.is_dir():
        return sorted(content.rglob(f"*{ENDING}"))
    beside = content.with_suffix(ENDING)
    return [beside] if beside.is_file() else []


def read_alternates(paths: Iterable[Path]) -> list[Alternate]:
    """The files' alternates, in order.

    Raises:
        BadAlternate: a line is not an alternate; the message names file and line (from 1).
        UnreadablePage: a file cannot be read.
    """
    model = TypeAdapter(Alternate)
    return [alternate for path in paths for alternate in _read(path, model)]


def by_anchor(alternates: Iterable[Alternate]) -> dict[str, Sequence[Alternate]]:
    """Anchor → its alternates, each text once."""
    found: dict[str, dict[str, Alternate]] = {}
    for alternate in alternates:
        found.setdefault(alternate.anchor, {}).setdefault(fold(alternate.text), alternate)
    return {anchor: list(texts.values()) for anchor, texts in found.items()}


def alternate_lines(anchor: str, texts: Iterable[str], origin: str) -> Iterator[str]:
    """Each text as a line, ended with a newline, as `read_alternates` reads it."""
    return (alternate_line(anchor, text, origin) for text in texts)


def alternate_line(anchor: str, text: str, origin: str, *, kind: str = "") -> str:
    """One text as such a line; ``kind`` is its type for those who review it, such as keyword."""
    typed = {"type": kind} if kind else {}
    line = {"anchor": anchor, "text": text, "lang": language(text), **typed, "origin": origin}
    return json.dumps(line, ensure_ascii=False) + "\n"


def language(text: str) -> str:
    """``kk`` by its own letters, ``ru`` by Cyrillic ones, else ``en``."""
    folded = fold(text)
    return "kk" if KAZAKH.search(folded) else "ru" if CYRILLIC.search(folded) else "en"


def _read(path: Path, model: TypeAdapter[Alternate]) -> Iterator[Alternate]:
    try:
        for _, alternate in read(path, model, BadAlternate):
            yield replace(alternate, text=clean(alternate.text))
    except OSError as exc:
        raise UnreadablePage(path, f"cannot be read ({exc.strerror})", "fix the file or its permissions") from exc

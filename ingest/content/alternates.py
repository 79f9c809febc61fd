"""Other ways to ask a section's question, kept beside the page and never in it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BadAlternate
from ingest.fold import clean, fold

ENDING = ".alternates.jsonl"
"""``billing.md`` has its alternates in ``billing.alternates.jsonl``."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """One other way to ask."""

    anchor: str
    """Of the section's heading; a page elsewhere with the same heading has the same anchor, and so is found too."""
    text: str
    lang: str
    """ru, kk or en."""
    origin: str
    """Where it came from: ``written`` by an author, or accepted from traffic."""


def alternates_beside(content: Path) -> list[Path]:
    """Every file of alternates of a content, in order of path."""
    if content.is_dir():
        return sorted(content.rglob(f"*{ENDING}"))
    beside = content.with_suffix(ENDING)
    return [beside] if beside.is_file() else []


def read_alternates(paths: Iterable[Path]) -> list[Alternate]:
    """The files' alternates, in order.

    Raises:
        BadAlternate: naming file and line (from 1).
    """
    return [
        _alternate(path, number, line)
        for path in paths
        for number, line in enumerate(_lines(path), start=1)
        if line.strip()
    ]


def by_anchor(alternates: Iterable[Alternate]) -> dict[str, Sequence[Alternate]]:
    """Anchor → its alternates, each text once."""
    found: dict[str, dict[str, Alternate]] = {}
    for alternate in alternates:
        found.setdefault(alternate.anchor, {}).setdefault(fold(alternate.text), alternate)
    return {anchor: list(texts.values()) for anchor, texts in found.items()}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as exc:
        raise BadAlternate(path, 1, "the file is not UTF-8") from exc
    except OSError as exc:
        raise BadAlternate(path, 1, f"the file cannot be read ({exc.strerror})") from exc


def _alternate(path: Path, number: int, line: str) -> Alternate:
    try:
        raw = json.loads(line)
        values = [raw[key] for key in ("anchor", "text", "lang", "origin")]
    except (ValueError, TypeError, KeyError) as exc:
        raise BadAlternate(path, number, f"this is no alternate ({exc!r})") from exc
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise BadAlternate(path, number, "anchor, text, lang and origin must be texts that are not empty")
    return Alternate(*map(clean, values))

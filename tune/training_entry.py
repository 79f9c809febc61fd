"""Read training entries: an official question, its short answer, and other ways to ask it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, with_config

from ingest.jsonl import Text, read
from tune.errors import BadEntry

Kind = Literal[
    "paraphrase", "colloquial", "situation", "keyword", "typo", "long", "english", "kazakh", "translit", "negation"
]
"""What makes a way of asking hard."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of an invented support desk."""

    id: str
    subject: str
    """Name of its file, such as ``billing``; a subject is left out as a whole to measure generalisation."""
    question: str
    answer: str
    asked: tuple[str, ...]
    near: tuple[str, ...]
    """Ids of similar entries: hard negatives."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of asking, as a file has it."""

    text: Text
    type: Kind


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class _Line:
    """An entry, as a file has it."""

    id: Text
    topic: str
    question: Text
    answer: Text
    asked: tuple[_Way, ...]
    near: tuple[Text, ...] = ()


def read_entries(folder: Path) -> list[Entry]:
    """Every entry of the folder's ``.jsonl`` files, in order of file and line.

    Raises:
        BadEntry: naming file and line (from 1).
    """
    entries: dict[str, Entry] = {}
    model = TypeAdapter(_Line)
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in read(path, model, BadEntry):
            if line.id in entries:
                raise BadEntry(path, number, f"id {line.id!r} is taken by another entry", "write another id")
            asked = tuple(way.text for way in line.asked)
            entries[line.id] = Entry(line.id, path.stem, line.question, line.answer, asked, line.near)
    return list(entries.values())


def digest(entries: Sequence[Entry]) -> str:
    """SHA-256, in hex, of everything in the entries that training uses."""
    record = [(entry.id, entry.question, entry.answer, entry.asked, entry.near) for entry in entries]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()

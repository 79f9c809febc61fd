"""Training entries: an official question, its short answer, and ways in which people ask it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tune.errors import BadEntry

KINDS = frozenset(
    {"paraphrase", "colloquial", "situation", "keyword", "typo", "long", "english", "kazakh", "translit", "negation"}
)
KEYS = frozenset({"id", "topic", "question", "answer", "asked", "near"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of an invented support desk."""

    id: str
    subject: str
    """Name of its file, such as ``billing``: what is left out together when generalisation is measured."""
    question: str
    answer: str
    asked: tuple[str, ...]
    near: tuple[str, ...]
    """Ids of entries easily taken for this one."""


def read_entries(folder: Path) -> list[Entry]:
    """Every entry of the folder's ``.jsonl`` files, in order of file and line.

    Raises:
        BadEntry: naming file and line (from 1).
    """
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            entry = _entry(path, number, line)
            if entry.id in entries:
                raise BadEntry(path, number, f"id {entry.id!r} stands twice")
            entries[entry.id] = entry
    return list(entries.values())


def digest(entries: Sequence[Entry]) -> str:
    """SHA-256, in hex, of all that training reads."""
    record = [(entry.id, entry.question, entry.answer, entry.asked, entry.near) for entry in entries]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        raw = json.loads(line)
        if not isinstance(raw, dict) or set(raw) - {"near"} != KEYS - {"near"}:
            raise BadEntry(path, number, f"an entry has the keys {', '.join(sorted(KEYS))}")
        unknown = {asked["type"] for asked in raw["asked"]} - KINDS
        if unknown:
            raise BadEntry(path, number, f"type {min(unknown)!r} is unknown, choose from {', '.join(sorted(KINDS))}")
        asked = tuple(str(asked["text"]) for asked in raw["asked"])
        return Entry(raw["id"], path.stem, raw["question"], raw["answer"], asked, tuple(raw.get("near", ())))
    except (ValueError, TypeError, KeyError) as exc:
        raise BadEntry(path, number, f"this is no entry ({exc})") from exc

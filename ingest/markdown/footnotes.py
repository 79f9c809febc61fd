"""Footnotes: a note is told after the block that refers to it, since an answer is shown without the page's end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from markdown_it.token import Token

from ingest.section import Block

LARGEST = 100_000
"""Characters of notes that a page may repeat, besides four times its own length."""

_REFERENCE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\\.|\[\^(?P<label>[^\]\s]+)\]", re.DOTALL)
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Note:
    """The definition of a footnote."""

    tabs: tuple[int, ...]
    """The tabs around it, outermost first; only what stands in them may show it."""

    tokens: list[Token]


@dataclass(slots=True)
class Footnotes:
    """The notes of a page, and those that the block being read refers to."""

    notes: dict[str, Note]
    left: int
    """Characters of notes that may still be told."""
    numbers: dict[str, int] = field(default_factory=dict)
    referred: list[str] = field(default_factory=list)
    told: set[tuple[str, int, int]] = field(default_factory=set)
    """Label, heading and container in which a note was already told."""
    headings: int = 0
    tabs: tuple[int, ...] = ()
    container: int = 0
    blocks: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def next_id(self) -> int:
        """A number for a container."""
        return next(self._ids)

    def marked(self, source: str, *, mark: bool) -> str:
        """Inline Markdown with each reference as a superscript number, or without it; the labels are remembered."""

        def put(found: re.Match[str]) -> str:
            if found["label"] not in self.notes:
                return found[0]
            label: str = found["label"]
            self.referred.append(label)
            return self.number(label) if mark else ""

        return _REFERENCE.sub(put, source)

    def number(self, label: str) -> str:
        """A note's superscript number, counted in order of reference."""
        return str(self.numbers.setdefault(label, len(self.numbers) + 1)).translate(_DIGITS)

    def due(self) -> list[str]:
        """The notes to tell after the block that was read, each once under a heading and in a container."""
        labels, self.referred = list(dict.fromkeys(self.referred)), []
        found = []
        for label in labels:
            place = (label, self.headings, self.container)
            note = self.notes[label]
            if place in self.told or self.tabs[: len(note.tabs)] != note.tabs:
                continue
            size = sum(len(token.content) for token in note.tokens)
            if size > self.left:
                continue
            self.left -= size
            self.told.add(place)
            found.append(label)
        return found


def take_footnotes(tokens: Sequence[Token], length: int) -> tuple[list[Token], Footnotes]:
    """Take the definitions out of a page's tokens.

    Args:
        tokens: Of the page, as the footnote plugin makes them.
        length: Of the page, in characters.
    """
    kept: list[Token] = []
    notes: dict[str, Note] = {}
    inside: list[list[Token]] = []
    tabs: list[int] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            note = Note(tuple(tabs), [])
            notes.setdefault(token.meta["label"], note)
            inside.append(note.tokens)
        elif token.type == "footnote_reference_close":
            inside.pop()
        else:
            if token.type == "tab_open":
                tabs.append(id(token))
            elif token.type == "tab_close":
                tabs.pop()
            (inside[-1] if inside else kept).append(token)
    return kept, Footnotes(notes, LARGEST + 4 * length)


def told(blocks: Sequence[Block], number: str, lines: tuple[int, int]) -> tuple[Block, ...]:
    """A note's blocks with its number, at the lines of the block that refers to it."""
    if not blocks:
        return ()
    first, *others = (_at(block, lines) for block in blocks)
    if first.kind == "paragraph":
        first = replace(first, source=f"{number} {first.source}", text=f"{number} {first.text}")
    return (first, *others)


def _at(block: Block, lines: tuple[int, int]) -> Block:
    return replace(block, lines=lines, children=tuple(_at(child, lines) for child in block.children))

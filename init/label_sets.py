"""Labels that stand side by side on a page, of which a reader may need only one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.fold import fold_phrase
from ingest.markdown.split import walk
from ingest.section import Block
from init.label_kinds import place_kind

_OPENING = re.compile(r"\(?(?P<label>[^.!?()]{1,60}?)(?:\)\s|\s+[—–-]\s|:(?=\s|$))")


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The tabs of one set; or the items of a list, sister headings or columns of a table, if all name places."""

    labels: tuple[str, ...]
    """At least two, in order, none twice; each has a letter or digit."""

    tabs: bool

    heading: str
    """The nearest heading above; empty if there is none."""

    page: str

    line: int
    """Counted from 1."""

    @property
    def names(self) -> frozenset[str]:
        """The labels as they are compared."""
        return frozenset(map(fold_phrase, self.labels))


def label_sets(page: str, tree: Sequence[Block]) -> Iterator[LabelSet]:
    """Every set of a page; sister headings come last."""
    heading = ""
    headings = []
    for block in walk(tree):
        if block.kind == "heading":
            heading = block.text
            headings.append(block)
        elif block.kind == "tabs":
            yield from _set(page, block, heading, [tab.label for tab in block.children if tab.kind == "tab"])
        elif block.kind in ("bullets", "steps"):
            yield from _places(page, block, heading, [_opening(item) for item in block.children])
        elif block.kind == "table" and block.children:
            yield from _places(page, block, heading, [cell.text for cell in block.children[0].children[1:]])
    for _, run in groupby(headings, key=lambda block: (block.label, place_kind([block.text]))):
        sisters = list(run)
        yield from _places(page, sisters[0], "", [one.text for one in sisters])


def grouped(sets: Iterable[LabelSet]) -> list[list[LabelSet]]:
    """The sets joined by the labels that they share, in order of the first set of each group."""
    groups: list[list[LabelSet]] = []
    for one in sets:
        first, *others = [group for group in groups if any(one.names & each.names for each in group)] or [[]]
        if not first:
            groups.append(first)
        first.append(one)
        for other in others:
            first += other
            groups.remove(other)
    return groups


def _opening(item: Block) -> str:
    """What a list item says before its first colon, dash or closing bracket; a bare name says nothing of its own."""
    found = _OPENING.match(item.children[0].text) if item.children else None
    return found["label"] if found else ""


def _set(page: str, block: Block, heading: str, labels: Sequence[str]) -> Iterator[LabelSet]:
    written = [" ".join(text.split()) for text in labels]
    distinct = {fold_phrase(text): text for text in reversed(written) if any(map(str.isalnum, text))}
    if len(distinct) >= 2:
        yield LabelSet(tuple(reversed(distinct.values())), block.kind == "tabs", heading, page, block.lines[0] + 1)


def _places(page: str, block: Block, heading: str, labels: Sequence[str]) -> Iterator[LabelSet]:
    if place_kind(labels):
        yield from _set(page, block, heading, labels)

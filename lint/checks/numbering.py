"""Numbered lists whose numbers have a gap once the steps of other readers are gone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.section import Block
from lint.finding import Finding
from lint.views import View, Views

Numbers = frozenset[int]


class _Continued(NamedTuple):
    """A list that does not begin with 1."""

    line: int
    """Counted from 1."""
    first: int
    before: Numbers
    """Numbers of the steps that may stand before it; none if it is the first list."""


def numbering(seen: Views) -> Iterator[Finding]:
    """Lists that go on with a number that does not follow the one before: 1, 2, 4.

    A list of one reader's steps between two others is one step of the numbering. Where a list goes on after a tab set,
    the steps of any tab may stand before it. A list that begins with a higher number than 1, for everyone and with
    nothing before it, is not reported.
    """
    written = {one.line: one for one in _continued(seen.section.blocks)}
    affected: dict[_Continued, list[View]] = defaultdict(list)
    for view in seen.judged:
        for one in _continued(view.blocks):
            starts = not one.before and one.first - 1 not in written[one.line].before
            if one.first - 1 not in one.before and not starts:
                affected[one].append(view)
    for one, views in affected.items():
        after = " or ".join(map(str, sorted(one.before)))
        message = f"step {one.first} follows step {after}" if after else f"the steps begin with {one.first}"
        yield seen.finding(views, one.line, "steps-gap", message)


def _continued(blocks: Sequence[Block]) -> list[_Continued]:
    found: list[_Continued] = []
    _follow(blocks, frozenset(), found)
    return found


def _follow(blocks: Sequence[Block], before: Numbers, found: list[_Continued]) -> Numbers:
    """Collect the lists of these blocks; the result is the numbers that a step after them may follow."""
    for block in blocks:
        match block.kind:
            case "heading":
                before = frozenset()
            case "steps":
                first = int(block.label or 1)
                if first > 1:
                    found.append(_Continued(block.lines[0] + 1, first, before))
                before = frozenset({first + len(block.children) - 1})
                for item in block.children:
                    _follow(item.children, frozenset(), found)
            case "tabs":
                before = frozenset().union(*(_follow(tab.children, before, found) for tab in block.children))
            case "note" | "details" | "quote":
                before |= _follow(block.children, frozenset() if block.kind == "quote" else before, found)
            case _:
                _follow(block.children, frozenset(), found)
    return before

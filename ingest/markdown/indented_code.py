"""Code that is marked by four spaces alone."""

import re
from collections.abc import Iterator, Sequence

from ingest.markdown.lines import Line, fence_around
from ingest.markdown.tags import TAG

WIDTH = 4
"""Spaces that make code."""

_ITEM = re.compile(r"^\s{0,3}(?:(?:[-*+]|\d{1,9}[.)])(?:\s|$)|\[\^[^\]\s]+\]:)")
"""The beginning of a list item or a footnote, whose further lines are indented."""

_AROUND = frozenset({"tabs", "tablist"})
"""Tags that show no text of their own: with nothing else among them they are an example."""

_INSIDE = frozenset({"tablist", "tab", "tabpanel"})
"""Tags that stand inside other tags only."""


def fenced(lines: Sequence[Line]) -> Iterator[Line]:
    """Write indented code as fenced code, in which tags and headings are text.

    Only where indentation means nothing else: after an empty line, outside lists and open tags. Tags that are whole,
    or are closed further down, are tags with a careless indentation: as code their tabs would be shown to every reader.
    """
    at, in_list, depth = 0, False, 0
    while at < len(lines):
        line = lines[at]
        end = _end(lines, at) if not in_list and not depth and _begins(lines, at) else at
        if end > at and not _has_tags(lines, at, end):
            fence = fence_around(one.text for one in lines[at:end])
            yield Line(fence, line.number, code=True)
            yield from (Line(one.text[WIDTH:], one.number, code=True) for one in lines[at:end])
            yield Line(fence, lines[end - 1].number, code=True)
            at = end
            continue
        if line.tag or (not line.code and line.text.strip()):
            in_list = bool(_ITEM.match(line.text)) or (in_list and line.indent > 0)
            depth = max(depth + _opened(line), 0)
        yield line
        at += 1


def _begins(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    above = lines[at - 1] if at else None
    indented = not line.code and line.tag is None and line.indent >= WIDTH and bool(line.text.strip())
    return indented and (above is None or (not above.code and not above.text.strip() and above.tag is None))


def _end(lines: Sequence[Line], at: int) -> int:
    """The index after the last indented line."""
    end = at
    for index in range(at, len(lines)):
        line = lines[index]
        if line.code or line.tag:
            break
        if line.text.strip():
            if line.indent < WIDTH:
                break
            end = index + 1
    return end


def _opened(line: Line) -> int:
    """How many more tags a line opens than it closes."""
    if line.tag:
        return -1 if line.tag.closes else 1
    return sum(-1 if found["slash"] else 1 for found in TAG.finditer(line.text))


def _has_tags(lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether there are tags of which one is closed there or below, or that go on below with one that stands inside
    tabs only; tabs without a label or a panel are an example."""
    found = [tag for line in lines[at:end] for tag in TAG.finditer(line.text)]
    if not found:
        return False
    if any(tag["slash"] for tag in found) and any(tag["name"].lower() not in _AROUND for tag in found):
        return True
    below = (tag for line in lines[end:] if not line.code for tag in TAG.finditer(line.text))
    nearest = next(below, None)
    return nearest is not None and (bool(nearest["slash"]) or nearest["name"].lower() in _INSIDE)

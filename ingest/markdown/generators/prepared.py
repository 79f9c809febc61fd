"""Lines of other generators brought into a form in which each container begins a line and ends on the same."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.markdown.generators.pieces import PIECE
from ingest.markdown.lines import Line

_BEGINS = r"(?:===[!+]*\s+\S|!!!\s|\?\?\?|:{3,}\s*\{?[A-Za-z]|/{3,}\s+[a-z])"
_OPENS_ITEM = re.compile(rf"^(?P<mark>\s*(?:[-*+]|\d{{1,9}}[.)]))\s+(?P<rest>{_BEGINS}.*)$")
_QUOTE = re.compile(r"^\s*> ?")
_OPENS_QUOTE = re.compile(rf"^\s*>\s*(?:{_BEGINS}|<[A-Z][a-z]|\{{%|\{{\{{[<%])")
_OPENS = re.compile(r"\{%-?\s*[A-Za-z]|<(?=[A-Z][a-z])[\w.]+(?=\s|$)")
"""The beginning of a tag that may end on a later line."""

LINES = 40
"""Lines of a tag that is broken into lines."""


def prepared(lines: Sequence[Line]) -> list[Line]:
    """The lines without quotation marks and list marks before containers, and each tag on one line."""
    return [part for line in _on_one_line(list(_unquoted(lines))) for part in _off_its_list_mark(line)]


def _unquoted(lines: Sequence[Line]) -> Iterator[Line]:
    """Take a quotation that has containers in it out of its marks, which would hide them."""
    for is_quote, group in itertools.groupby(lines, lambda line: not line.code and bool(_QUOTE.match(line.text))):
        quoted = list(group)
        if not is_quote or not any(_OPENS_QUOTE.match(line.text) for line in quoted):
            yield from quoted
            continue
        yield Line("", quoted[0].number)
        yield from (replace(line, text=_QUOTE.sub("", line.text)) for line in quoted)
        yield Line("", quoted[-1].number)


def _off_its_list_mark(line: Line) -> Iterator[Line]:
    """A container that opens a list item as two lines: the mark, and the container under it."""
    item = None if line.code or line.tag else _OPENS_ITEM.match(line.text)
    if item is None:
        yield line
    else:
        yield replace(line, text=item["mark"])
        yield replace(line, text=" " * item.start("rest") + item["rest"])


def _on_one_line(lines: Sequence[Line]) -> Iterator[Line]:
    """Write a tag that ends on a later line, as formatters break it, on the line where it begins."""
    at = 0
    while at < len(lines):
        line = lines[at]
        opened = None if line.code or line.tag else _unended(line.text)
        if opened is None:
            yield line
            at += 1
            continue
        text, end = line.text, at + 1
        while end < min(at + LINES, len(lines)) and not (lines[end].code or lines[end].tag) and lines[end].text.strip():
            text, end = f"{text} {lines[end].text.strip()}", end + 1
            if PIECE.match(text, opened):
                yield replace(line, text=text)
                at = end
                break
        else:
            yield line
            at += 1


def _unended(text: str) -> int | None:
    """Where the last tag of a line begins if it has no end there."""
    starts = [found.start() for found in _OPENS.finditer(text)]
    return starts[-1] if starts and not PIECE.match(text, starts[-1]) else None

"""Split a page's source into numbered lines, with code marked and comments removed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.fold import clean
from ingest.markdown.borders import SENTINEL

_FENCE = re.compile(r"^(?P<indent>\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?)(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
_COMMENT = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->", re.DOTALL)
"""A comment, or inline code, in which comment marks are text."""

_HEADING = re.compile(r"^#{1,6}\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    text: str
    number: int
    """In the source file, counted from 0."""

    code: bool = False
    """Whether it belongs to a fenced code block, including the fences."""

    @property
    def indent(self) -> int:
        """Leading spaces."""
        return len(self.text) - len(self.text.lstrip(" "))


def raw_lines(source: str) -> list[str]:
    """The lines of a page, in clean text; line ends of every system are recognised."""
    return clean(source).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def lines_of(source: str) -> tuple[list[Line], list[int]]:
    """Split a page into lines, with comments removed and code marked.

    Returns:
        The lines, and the numbers of lines with the opening fence of a code block that is never closed. Such a block
        ends before the next heading that follows an empty line, so no section is lost in it.
    """
    raw = [line.replace(SENTINEL, "\ufffd").replace("\0", "\ufffd") for line in raw_lines(source)]
    runs = dict(_fences(raw))
    unclosed = [start for start, (_, closed) in runs.items() if not closed]
    code = {number for start, (end, _) in runs.items() for number in range(start, end)}
    return list(_without_comments(raw, code, runs)), unclosed


def _fences(raw: list[str]) -> Iterator[tuple[int, tuple[int, bool]]]:
    """Each fenced block: its first line, the line after its last, whether it is closed."""
    number = 0
    while number < len(raw):
        opened = _FENCE.match(raw[number])
        if opened is None:
            number += 1
            continue
        mark = opened["mark"]
        close = re.compile(rf"^\s*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
        after = range(number + 1, len(raw))
        end = next((line + 1 for line in after if close.match(raw[line])), None)
        heading = next((line for line in after if _HEADING.match(raw[line]) and not raw[line - 1].strip()), len(raw))
        yield number, (end or heading, end is not None)
        number = end or heading


def _without_comments(raw: list[str], code: set[int], runs: dict[int, tuple[int, bool]]) -> Iterator[Line]:
    text = "\n".join("" if number in code else line for number, line in enumerate(raw))
    kept = _COMMENT.sub(lambda found: found[0] if found["ticks"] else "\n" * found[0].count("\n"), text).split("\n")
    unclosed_at = {end: start for start, (end, closed) in runs.items() if not closed}
    for number, line in enumerate(raw):
        if number in unclosed_at:
            yield _closing_fence(raw[unclosed_at[number]], number - 1)
        if number in code:
            yield Line(line, number, code=True)
        elif kept[number].strip() or not line.strip():
            yield Line(_spaces_for_tabs(kept[number]), number)
    if len(raw) in unclosed_at:
        yield _closing_fence(raw[unclosed_at[len(raw)]], len(raw) - 1)


def _closing_fence(opening: str, number: int) -> Line:
    opened = _FENCE.match(opening)
    assert opened is not None
    return Line(" " * len(opened["indent"]) + opened["mark"], number, code=True)


def _spaces_for_tabs(line: str) -> str:
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].expandtabs(4) + body


def joined(lines: Iterable[Line]) -> tuple[str, list[int]]:
    """The lines as one text, and the source line number of each."""
    kept = list(lines)
    return "\n".join(line.text for line in kept), [line.number for line in kept]

"""Split a page's source into numbered lines, with code marked and hidden text removed."""

import html
import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.fold import clean
from ingest.invisible import visible_references
from ingest.markdown.containers import DIRECTIVES
from ingest.markdown.html_tags import WRITTEN

_FENCE = re.compile(r"^(?P<indent>\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?)(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
_FENCE_END = re.compile(r"^\s*(`{3,}|~{3,})\s*$")
_FENCE_END_BEFORE = re.compile(r"^\s*(?P<mark>`{3,}|~{3,})(?P<rest>\s*[#<|=:*>{-].*)$")
"""An end with other markup behind it."""

_DIRECTIVE = re.compile(r"\{(?P<name>[\w-]+)\}")
_PRE = re.compile(r"^(?P<indent>\s*)<pre(?:\s[^<>]*)?>(?P<rest>.*)$", re.IGNORECASE)
_PRE_END = re.compile(r"</pre\s*>", re.IGNORECASE)
_PRE_TAG = re.compile(rf"</?(?:{'|'.join(sorted(WRITTEN))})(?:\s[^<>]*)?>", re.IGNORECASE)
_TABLE = re.compile(r"<(?P<slash>/?)table\b", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+\S")

_MARK = re.compile(r"`+|<!--|\{/\*|^[ \t]*<(?:style|script)(?=[\s>])", re.MULTILINE | re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"<!--\s*tabs:(?:start|end)\s*-->|\{/\*\s*#[\w.:-]+\s*\*/\}")
"""Comments that are markup: docsify's tabs, and a heading's id in MDX."""

_HIDDEN = {"<!--": "-->", "{/*": "*/}", "<style": "</style>", "<script": "</script>"}
"""How text begins that no reader sees, and how it ends."""

_HIDDEN_ENDS = {begin: re.compile(re.escape(end), re.IGNORECASE) for begin, end in _HIDDEN.items()}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a container, as the tag dialect has them."""

    name: str
    closes: bool

    written: str
    """As in the source."""

    label: str = ""
    """``tabpanel`` and ``details``: the caption, where the tag itself carries it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    text: str
    number: int
    """In the source file, counted from 0."""

    code: bool = False
    """Whether it belongs to a fenced code block, including the fences."""

    tag: Tag | None = None
    """What the line is if it is not text; ``text`` then has its indentation alone."""

    @property
    def indent(self) -> int:
        """Leading spaces."""
        return len(self.text) - len(self.text.lstrip(" "))


class Lines(NamedTuple):
    """A page's lines, and what is never closed."""

    lines: list[Line]

    unclosed_code: dict[int, str]
    """Number of the first line of a code block → what to add below it. Such a block ends before the next heading that
    follows an empty line, so no section is lost in it."""

    unclosed_hidden: dict[int, str]
    """The same of a comment, a style or a script that begins a line."""


def fence_around(texts: Iterable[str]) -> str:
    """Backticks for a block of code, one more than stand together in its lines, at least three."""
    return "`" * max(3, *(len(run) + 1 for text in texts for run in re.findall("`+", text)), 0)


def raw_lines(source: str) -> list[str]:
    """The lines of a page, in clean text; line ends of every system are recognised."""
    return written_lines(clean(source))


def written_lines(source: str) -> list[str]:
    """The lines of a page as they are written."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def lines_of(source: str, *, start: int = 0) -> Lines:
    """Split a page into lines, with comments, styles and scripts removed and code marked.

    ``<pre>`` becomes a fenced block. A code block within a comment is part of the comment. Lines before ``start`` are
    left out.
    """
    reader = _Reader(raw_lines(source))  # without the sentinel and NUL, as all that is invisible
    return Lines(list(reader.lines(start)), reader.unclosed_code, reader.unclosed_hidden)


@dataclass(slots=True)
class _Reader:
    raw: list[str]
    unclosed_code: dict[int, str] = field(default_factory=dict)
    unclosed_hidden: dict[int, str] = field(default_factory=dict)
    hopeless: dict[str, int] = field(default_factory=dict)
    """A fence's character → the length from which no line further down closes it."""
    missing: set[re.Pattern[str]] = field(default_factory=set)
    """Ends that no line further down has."""
    in_table: bool = False

    def lines(self, at: int) -> Iterator[Line]:
        while at < len(self.raw):
            if not self.raw[at].strip():  # more of them say no more than one
                yield Line("", at)
                at += 1
                while at < len(self.raw) and not self.raw[at].strip():
                    at += 1
                continue
            fence = _FENCE.match(self.raw[at])
            if fence and self.is_directive(at, fence):
                fence = None
            if fence:
                at = yield from self.fence(at, fence)
            elif (pre := _PRE.match(self.raw[at])) and not self.in_table:
                at = yield from self.pre(at, pre)
            else:
                at = yield from self.paragraph(at)

    def is_directive(self, at: int, opened: re.Match[str]) -> bool:
        """Write a fence of MyST that has Markdown in it, ```` ```{tab-item} Linux ````, with colons."""
        directive = _DIRECTIVE.match(self.raw[at], opened.end())
        if not directive or directive["name"].lower() not in DIRECTIVES:
            return False
        end = self.fence_end(at + 1, opened["mark"])
        if end is None:
            return False
        colons = ":" * len(opened["mark"])
        self.raw[at] = opened["indent"] + colons + self.raw[at][opened.end() :]
        closing = self.raw[end - 1]
        self.raw[end - 1] = closing[: len(closing) - len(closing.lstrip())] + colons
        return True

    def fence(self, at: int, opened: re.Match[str]) -> Generator[Line, None, int]:
        mark = opened["mark"]
        end = self.fence_end(at + 1, mark)
        last = self.next_heading(at + 1) if end is None else end
        for number in range(at + 1, last if end is None else at):
            glued = _FENCE_END_BEFORE.match(self.raw[number])
            if glued and glued["mark"].startswith(mark):
                self.raw[number] = glued["rest"]
                last = number
                break
        yield from (Line(self.raw[number], number, code=True) for number in range(at, last))
        if end is None:
            self.unclosed_code[at] = mark
            yield Line(" " * len(opened["indent"]) + mark, last - 1, code=True)
        return last

    def fence_end(self, start: int, mark: str) -> int | None:
        """The number after that of the line that closes a fence."""
        if len(mark) >= self.hopeless.get(mark[0], len(mark) + 1):
            return None
        for number in range(start, len(self.raw)):
            end = _FENCE_END.match(self.raw[number])
            if end and end[1][0] == mark[0] and len(end[1]) >= len(mark):
                return number + 1
        self.hopeless[mark[0]] = len(mark)
        return None

    def next_heading(self, start: int) -> int:
        """The number of the next heading that follows an empty line; the count of lines if there is none."""
        for number in range(start, len(self.raw)):
            if _HEADING.match(self.raw[number]) and not self.raw[number - 1].strip():
                return number
        return len(self.raw)

    def pre(self, at: int, opened: re.Match[str]) -> Generator[Line, None, int]:
        self.raw[at] = opened["rest"]
        found = self.find(_PRE_END, at, 0)
        if found is None:
            self.unclosed_code[at] = "</pre>"
            last, rest = self.next_heading(min(at + 2, len(self.raw))), ""
            inside = self.raw[at:last]
        else:
            last, end = found[0] + 1, found[1]
            rest = self.raw[last - 1][end.end() :]
            inside = [*self.raw[at : last - 1], self.raw[last - 1][: end.start()]]
        texts = [html.unescape(_PRE_TAG.sub("", text)) for text in inside]
        numbered = list(enumerate(texts, start=at))
        numbered = numbered[1:] if len(numbered) > 1 and not texts[0].strip() else numbered
        numbered = numbered[:-1] if len(numbered) > 1 and not texts[-1].strip() else numbered
        fence = fence_around(texts)
        indent = opened["indent"].expandtabs(4)
        yield Line(indent + fence, at, code=True)
        yield from (Line(indent + text, number, code=True) for number, text in numbered)
        yield Line(indent + fence, last - 1, code=True)
        if rest.strip():
            yield Line(indent + rest.strip(), last - 1)
        return last

    def find(self, end: re.Pattern[str], line: int, column: int) -> tuple[int, re.Match[str]] | None:
        """The next place of an end: its line and match."""
        if end in self.missing:
            return None
        for number in range(line, len(self.raw)):
            if found := end.search(self.raw[number], column if number == line else 0):
                return number, found
        self.missing.add(end)
        return None

    def paragraph(self, at: int) -> Generator[Line, None, int]:
        """Lines up to the next empty one or block of code, or to the end of a comment that begins here."""
        end = at + 1
        while end < len(self.raw) and self.raw[at].strip() and self.raw[end].strip():
            if _FENCE.match(self.raw[end]) or (_PRE.match(self.raw[end]) and not self.in_table):
                break
            end += 1
        kept, goes_on = self.shown("\n".join(self.raw[at:end]), at)
        for number, text in enumerate(visible_references(kept).split("\n"), start=at):
            if text.strip() or not self.raw[number].strip():
                yield Line(_spaces_for_tabs(text), number)
            for table in _TABLE.finditer(text):
                self.in_table = not table["slash"]
        if goes_on is None:
            return end
        line, column = goes_on
        yield from (Line("", number) for number in range(end, line) if not self.raw[number].strip())
        if line < len(self.raw) and column:
            self.raw[line] = self.raw[line][column:]
            return line if self.raw[line].strip() else line + 1
        return line

    def shown(self, text: str, at: int) -> tuple[str, tuple[int, int] | None]:
        """A paragraph's text without what is hidden; and the line and column after it if that ends further down."""
        parts: list[str] = []
        runs: defaultdict[int, list[int]] = defaultdict(list)
        for run in reversed(list(re.finditer("`+", text))):
            runs[len(run[0])].append(run.start())
        last = at + text.count("\n")
        position, number, line_start, counted = 0, at, 0, 0
        while mark := _MARK.search(text, position):
            begin = mark.start()
            while (newline := text.find("\n", counted, begin)) >= 0:
                number, line_start = number + 1, newline + 1
                counted = line_start
            counted = max(counted, begin)
            if mark[0].startswith("`"):
                later = runs[len(mark[0])]
                while later and later[-1] <= begin:
                    later.pop()
                stop = later[-1] + len(mark[0]) if later else mark.end()
            elif says := _SAYS_SOMETHING.match(text, begin):
                stop = says.end()
            else:
                kind = mark[0].strip().lower()
                found = self.find(_HIDDEN_ENDS[kind], number, begin - line_start + len(mark[0]))
                if found and found[0] <= last:
                    for _ in range(found[0] - number):
                        line_start = text.index("\n", line_start) + 1
                    parts += [text[position:begin], "\n" * (found[0] - number)]
                    number, position = found[0], line_start + found[1].end()
                    counted = position
                    continue
                if found:
                    return "".join((*parts, text[position:begin])) + "\n" * (last - number), (found[0], found[1].end())
                if not text[line_start:begin].strip():
                    self.unclosed_hidden[number] = _HIDDEN[kind]
                    return "".join((*parts, text[position:begin])) + "\n" * (last - number), (
                        self.next_heading(number + 1),
                        0,
                    )
                stop = mark.end()
            parts.append(text[position:stop])
            position = stop
        return "".join(parts) + text[position:], None


def _spaces_for_tabs(line: str) -> str:
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].expandtabs(4) + body


def joined(lines: Iterable[Line]) -> tuple[str, list[int]]:
    """The lines as one text, and the source line number of each."""
    kept = list(lines)
    return "\n".join(line.text for line in kept), [line.number for line in kept]

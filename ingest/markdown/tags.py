"""The tag dialect: ``<tabs><tablist><tab>…``, ``<info>``, ``<warn>``, ``<err>``, ``<details><summary>``.

Real pages misspell, forget and double these tags, so this is a stack machine whose output is always balanced: a tag
that cannot be right is corrected or dropped, with a diagnostic, and the text around it stays.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ingest.diagnostic import Diagnostic
from ingest.markdown.borders import Border, Container
from ingest.markdown.dialect import Rewritten
from ingest.markdown.html_tags import WRITTEN
from ingest.markdown.lines import Line, Tag

NOTES = ("info", "warn", "err")
NAMES = ("tabs", "tablist", "tab", "tabpanel", "details", "summary", *NOTES)
DEEPEST = 60
"""Levels of nested containers; a tag deeper than this is dropped."""

QUESTION = 2
"""Level of a FAQ's questions; such a heading ends what is never closed, also under the page's title."""

_NAME = "|".join(NAMES)
TAG = re.compile(rf"<(?P<slash>/?)(?P<name>{_NAME})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MAY_BE_MISSPELT = re.compile(
    r"(?:(?:^|(?<=>))(?=</?[a-z]+>(?:<|$))|(?=</[a-z]+>$))<(?P<slash>/?)(?P<name>[a-z]{3,10})>", re.IGNORECASE
)
"""Alone on its line, beside another tag, or closing at the line's end; elsewhere it is a placeholder."""

_CLOSER = re.compile(rf"</(?:{_NAME})>", re.IGNORECASE)
_OPENS_AT_END = re.compile(r"<(?:tabs|details)>\s*$", re.IGNORECASE)
_FIRST_PART = re.compile(r"<(?:tablist|tab|summary)>", re.IGNORECASE)
_OPENED = re.compile(r"<([a-z]+)>", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(#{1,6})\s")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ONE_DASH = re.compile(r"^\s*[-=]\s*$")
"""No underline of a heading, but an item that lost its text."""

_NO_HEADING = re.compile(r"^(?: {4}|\s*(?:[-*+]\s|[>|]|\d{1,9}[.)]\s))")
"""Text that a line of dashes below it does not make a heading."""

_ITEM = re.compile(rf"^(?P<mark>\s*(?:[-*+]|\d{{1,9}}[.)]))(?P<gap>\s+)(?P<rest></?(?:{_NAME})\b.*)$", re.IGNORECASE)
_BARE_MARK = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s*$")


@dataclass(slots=True)
class OpenTag:
    """A tag that is open."""

    name: str
    indent: int
    line: int
    level: int
    """Level of the heading above the tag; 0 before the first heading."""

    labels: list[tuple[str, int]] = field(default_factory=list)
    """``tabs``: the captions of the tab list with their line numbers, in order."""

    panels: int = 0
    """``tabs``: how many panels were opened."""

    at: int = 0
    """Index of its opening border in the output."""

    @property
    def container(self) -> Container | None:
        """The container that it becomes, if any."""
        kinds: dict[str, Container] = {"tabs": "tabs", "tabpanel": "tab", "details": "details"}
        return "note" if self.name in NOTES else kinds.get(self.name)


def rewrite(page: str, lines: list[Line]) -> Rewritten:
    """Turn the tags of a page into balanced border lines.

    A tag that is never closed is closed before the next heading of its own level or above. This takes two passes: the
    first finds these tags.
    """
    lines = [piece for line in lines for piece in _off_its_list_mark(line)]
    first = _Machine(page, frozenset())
    first.run(lines)
    if not first.never_closed:
        return Rewritten(tuple(first.out), tuple(first.diagnostics))
    second = _Machine(page, frozenset(first.never_closed))
    second.run(lines)
    return Rewritten(tuple(second.out), tuple(second.diagnostics))


class _Machine:
    """Reads lines, keeps a stack of open tags, writes lines with balanced borders."""

    def __init__(self, page: str, doomed: frozenset[int]) -> None:
        self.page = page
        self.doomed = doomed
        """Lines of opening tags known never to be closed."""
        self.out: list[Line] = []
        self.diagnostics: list[Diagnostic] = []
        self.never_closed: list[int] = []
        self.crossed: set[int] = set()
        """Lines of opening tags that a heading of their own level or above has followed."""
        self.stack: list[OpenTag] = []
        self.level = 0
        self.caption: list[str] | None = None
        """Text of a ``<tab>`` or ``<summary>`` that is being read."""
        self.caption_of = ""
        """Its name."""
        self.caption_at = 0
        """The line on which it opened."""
        self.shift: int | None = None
        """Spaces by which the code block that is being read is indented further."""

    def run(self, lines: list[Line]) -> None:
        underlined = _underlined(lines)
        for at, line in enumerate(lines):
            self.line = line
            following = lines[at + 1 : at + 4]
            marks = None if line.code else _HEADING.match(line.text)
            heading = len(marks[1]) if marks else underlined.get(at, 0)
            if self.caption is not None and (line.code or heading or (any(self.caption) and not line.text.strip())):
                self.break_caption()
            if line.code:
                self.text(line.text)
                continue
            if heading:
                self.heading(heading)
            if line.tag:
                self.close(line.tag) if line.tag.closes else self.place(line.tag)
                continue
            if _ONE_DASH.match(line.text):
                self.end_paragraph()
            for piece in _pieces(line, self.report, following):
                if isinstance(piece, str):
                    self.text(piece)
                elif piece.closes:
                    self.close(piece)
                else:
                    self.open(piece, following)
        if self.caption is not None:
            self.break_caption()
        while self.stack:
            self.drop_top("the page ends first")

    # Handlers of the pieces of a line.

    def text(self, text: str) -> None:
        if self.caption is not None:
            self.caption.append(text.strip())
            return
        if not text.strip():
            self.emit(text)
            return
        top = self.stack[-1] if self.stack else None
        if top and top.name == "tabs" and top.panels:
            if top.panels < len(top.labels):
                self.report("stray-text", "text stands between two tab panels", "put it inside <tabpanel>")
                self.open_panel(top)
            else:
                self.drop_top("other text follows its last panel")
        self.emit(text)

    def heading(self, level: int) -> None:
        self.level = level
        crossed = [frame for frame in self.stack if level <= max(frame.level or 7, QUESTION)]
        self.crossed |= {frame.line for frame in crossed}
        ended = [frame for frame in crossed if frame.line in self.doomed]
        while ended and ended[0] in self.stack:
            self.drop_top("a heading of the same level follows")

    def place(self, tag: Tag) -> None:
        """Open the tag that a line is, whatever stands open."""
        if self.caption is not None:
            self.break_caption()
        if tag.name == "tabpanel":
            self.open_tabpanel(tag)
        elif len(self.stack) >= DEEPEST:
            self.drop(f"{tag.written} stands {DEEPEST} containers deep", "nest less", code="too-deep")
        else:
            self.push(tag.name, tag.label)

    def open(self, tag: Tag, following: list[Line]) -> None:
        if self.caption is not None and tag.name not in ("tab", "summary"):
            self.break_caption()
        top = self.stack[-1] if self.stack else None
        if top and top.name == tag.name and top.line in self.crossed and self.means_closer(tag, following):
            self.drop_top("a heading of the same level follows")
            top = self.stack[-1] if self.stack else None
        if len(self.stack) >= DEEPEST:
            self.drop(f"{tag.written} stands {DEEPEST} containers deep", "nest less", code="too-deep")
            return
        if tag.name in ("tab", "summary"):
            self.open_caption(tag)
        elif tag.name == "tablist":
            if top is None or top.name != "tabs":
                self.drop(f"{tag.written} stands outside <tabs>", "put it inside <tabs>")
            else:
                self.push("tablist")
        elif tag.name == "tabpanel":
            self.open_tabpanel(tag)
        elif top and top.name == tag.name and self.means_closer(tag, following):
            self.report("opener-as-closer", f"{tag.written} stands where {tag.name} ends", f"write </{tag.name}>")
            self.pop()
        else:
            self.push(tag.name)
            if tag.name == "details":
                self.caption_due(following)

    def means_closer(self, tag: Tag, following: list[Line]) -> bool:
        """Whether it is meant as a closing tag: notes of one kind, and details without a summary, do not nest."""
        if tag.name in NOTES:
            return self.line.indent <= self.stack[-1].indent
        return tag.name == "details" and not _summary([self.line, *following])

    def open_caption(self, tag: Tag) -> None:
        if self.caption is not None:
            self.report("opener-as-closer", f"{tag.written} stands where {tag.name} ends", f"write </{tag.name}>")
            self.end_caption(tag.name)
            return
        self.caption = []
        self.caption_of = tag.name
        self.caption_at = self.line.number

    def open_tabpanel(self, tag: Tag) -> None:
        if self.stack and self.stack[-1].name in ("tabpanel", "tablist"):
            self.drop_top("another panel opens")
        top = self.stack[-1] if self.stack else None
        if top is None or top.name != "tabs":
            self.drop(f"{tag.written} stands outside <tabs>", "put it inside <tabs>")
            return
        self.open_panel(top, tag.label)

    def open_panel(self, tabs: OpenTag, label: str = "") -> None:
        label = label or (tabs.labels[tabs.panels][0] if tabs.panels < len(tabs.labels) else "")
        if not label:
            self.report("unnamed-panel", "<tabpanel> has no <tab> that names it", "add one to <tablist>")
        tabs.panels += 1
        self.push("tabpanel", label)

    def close(self, tag: Tag) -> None:
        if tag.name in ("tab", "summary"):
            if self.caption is None:
                self.drop(f"{tag.written} closes nothing", "remove it")
            else:
                self.end_caption(tag.name)
            return
        if self.caption is not None:
            self.break_caption()
        matching = [frame for frame in self.stack if frame.name == tag.name]
        # A closing tag that is indented deeper than its opener, with other tags still open, is a leftover inside them.
        if not matching or (matching[-1] is not self.stack[-1] and self.line.indent > matching[-1].indent):
            self.drop(f"{tag.written} closes nothing", "remove it")
            return
        while self.stack[-1].name != tag.name:
            self.drop_top(f"{tag.written} comes first")
        self.pop()

    def break_caption(self) -> None:
        name = self.caption_of
        self.report("unclosed-tag", f"<{name}> is never closed", f"add </{name}>", self.caption_at)
        self.end_caption(name)

    def end_caption(self, name: str) -> None:
        label = " ".join(part for part in self.caption or () if part)
        self.caption = None
        top = self.stack[-1] if self.stack else None
        if name == "tab" and top and top.name in ("tablist", "tabs"):
            tabs = top if top.name == "tabs" else self.stack[-2]
            tabs.labels.append((label, self.caption_at))
        elif name == "summary" and top and top.name == "details" and not top.labels:
            top.labels.append((label, self.caption_at))
            self.out[top.at] = Line(Border("details", True, label).line(top.indent), top.line)
        else:
            advice = "put it into <tablist> or <details>"
            self.drop(f"<{name}> stands where it names nothing", advice, line=self.caption_at)
            self.emit(" " * self.line.indent + label)
            self.emit("")

    def caption_due(self, following: list[Line]) -> None:
        if not _summary([self.line, *following]):
            self.report("no-summary", "<details> has no <summary>", "add one")

    # The stack and the output.

    def drop(self, found: str, advice: str, *, code: str = "stray-tag", line: int | None = None) -> None:
        """Leave a tag out. Like any tag, it ends the paragraph before it."""
        self.report(code, found, advice, line)
        self.emit("")

    def push(self, name: str, label: str = "") -> None:
        indent = max(self.line.indent, self.stack[-1].indent if self.stack else 0)
        self.end_paragraph()
        frame = OpenTag(name, indent, self.line.number, self.level, at=len(self.out))
        self.stack.append(frame)
        if frame.container:
            self.emit_border(Border(frame.container, True, name if frame.container == "note" else label), indent)

    def pop(self) -> None:
        frame = self.stack.pop()
        if frame.name == "tabs":
            for label, line in frame.labels[frame.panels :]:
                self.report("missing-panel", f"the tab «{label}» has no panel", "add a <tabpanel> for it", line)
        if frame.container:
            self.emit_border(Border(frame.container, False), frame.indent)

    def drop_top(self, why: str) -> None:
        """Close the innermost tag, which the source leaves open."""
        frame = self.stack[-1]
        self.never_closed.append(frame.line)
        self.report("unclosed-tag", f"<{frame.name}> is never closed: {why}", f"add </{frame.name}>", frame.line)
        self.pop()

    def end_paragraph(self) -> None:
        """Separate the next line from the text before, so that it is not read as its continuation."""
        if self.out and self.out[-1].text.strip() and not _BARE_MARK.match(self.out[-1].text):
            self.out.append(Line("", self.line.number))

    def emit(self, text: str) -> None:
        short = (self.stack[-1].indent if self.stack else 0) - (len(text) - len(text.lstrip(" ")))
        if self.line.code and self.shift is None:
            self.end_paragraph()
        if self.line.code:  # the lines of a code block move together
            self.shift = max(short, 0) if self.shift is None else self.shift
            short = self.shift
        else:
            self.shift = None
        self.out.append(Line(" " * short + text if text.strip() else text, self.line.number, self.line.code))

    def emit_border(self, border: Border, indent: int) -> None:
        self.out.append(Line(border.line(indent), self.line.number))

    def report(self, code: str, found: str, advice: str, line: int | None = None) -> None:
        number = self.line.number if line is None else line
        self.diagnostics.append(Diagnostic(self.page, number + 1, code, found, advice))


def _underlined(lines: list[Line]) -> dict[int, int]:
    """Index of the first line of each heading that is underlined → its level."""
    found: dict[int, int] = {}
    start: int | None = None
    blocked = False
    for at, line in enumerate(lines):
        mark = None if line.code or start is None else _UNDERLINE.match(line.text)
        if mark and start is not None:
            found[start] = 1 if mark[1].startswith("=") else 2
        if mark or line.code or line.tag or not line.text.strip() or _HEADING.match(line.text):
            start, blocked = None, False
        elif start is None and not blocked and not TAG.match(line.text.lstrip()):
            blocked = bool(_NO_HEADING.match(line.text))
            start = None if blocked else at
    return found


def _summary(following: list[Line]) -> bool:
    """Whether ``<summary>`` comes next."""
    return "<summary" in " ".join(line.text for line in following if line.text.strip())[:200].lower()


def _off_its_list_mark(line: Line) -> Iterator[Line]:
    """``1. <tabs>`` as two lines: the mark, and the tag under it."""
    item = None if line.code else _ITEM.match(line.text)
    if item is None:
        yield line
    else:
        yield Line(item["mark"], line.number)
        yield Line(" " * (len(item["mark"]) + len(item["gap"])) + item["rest"], line.number)


def _pieces(line: Line, report: Callable[[str, str, str], None], following: Sequence[Line] = ()) -> Iterator[str | Tag]:
    """Text and tags of a line. A tag counts if the line starts with one, closes one at its end, or opens one there of
    which the first part follows; a tag in the middle of text is text."""
    stripped = _spelt_right(line.text.strip(), report)
    text = line.text.replace(line.text.strip(), stripped)
    if not TAG.match(stripped):
        end = min(_before_closers(text), _before_opener(text, following))
        if end == len(text.rstrip()) or "`" in text[end:]:
            yield text
            return
        yield text[:end]
        text = text[end:]
    at = 0
    indent = " " * line.indent
    for found in TAG.finditer(text):
        if found["name"] != found["name"].lower():
            report("misspelt-tag", f"{found[0]} has capitals", f"write <{found['slash']}{found['name'].lower()}>")
        if text[at : found.start()].strip():
            yield indent + text[at : found.start()].strip()
        yield Tag(found["name"].lower(), bool(found["slash"]), found[0])
        at = found.end()
    if text[at:].strip():
        yield indent + text[at:].strip()


def _before_opener(text: str, following: Sequence[Line]) -> int:
    """Where the tag begins that opens tabs or details at the end of a text; its end if none does."""
    below = next((line.text.lstrip() for line in following if line.text.strip()), "")
    found = _OPENS_AT_END.search(text) if _FIRST_PART.match(below) else None
    return found.start() if found else len(text.rstrip())


def _before_closers(text: str) -> int:
    """Where the closing tags at the end of a text begin, with the space before them; its end if there are none."""
    end = len(text.rstrip())
    while (start := text.rfind("<", 0, end)) >= 0 and _CLOSER.fullmatch(text, start, end):
        end = len(text[:start].rstrip()) if text[start - 1 : start].isspace() else start
    return end


def _spelt_right(text: str, report: Callable[[str, str, str], None]) -> str:
    ticks = list(accumulate((char == "`" for char in text), initial=0)) if "`" in text else ()
    opened = set(_OPENED.findall(text))

    def put_right(found: re.Match[str]) -> str:
        name = _misspelt(found["name"].lower())
        in_code = ticks and ticks[found.start()] % 2
        closes_its_own = found["slash"] and found["name"] in opened
        if name is None or in_code or closes_its_own:
            return found[0]
        report("misspelt-tag", f"{found[0]} is no tag", f"write <{found['slash']}{name}>")
        return f"<{found['slash']}{name}>"

    return _MAY_BE_MISSPELT.sub(put_right, text)


def _misspelt(name: str) -> str | None:
    if name in WRITTEN or name in NAMES:
        return None
    near = difflib.get_close_matches(name, NAMES, 1, 0.85)
    return near[0] if near else None

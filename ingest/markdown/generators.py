"""Tabs, notes and conditions as other generators write them: MkDocs, Docusaurus, MyST, VitePress, Hugo, YFM and others.

Each becomes a tag of the tag dialect. A condition that is not understood is withheld from every reader, and reported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.diagnostic import Diagnostic
from ingest.markdown.lines import Line, Tag
from ingest.markdown.tags import DEEPEST

TABS = frozenset({"tabs", "tabpane", "tab-set", "tabset", "list"})
PANELS = frozenset({"tab", "tabitem", "tab-item", "tabpanel"})
DETAILS = frozenset({"cut", "details", "accordion", "expand", "expandable", "collapse", "dropdown"})
NOTES = {
    **dict.fromkeys(
        ("note", "hint", "tip", "info", "aside", "callout", "alert", "admonition", "success", "check"), "info"
    ),
    **dict.fromkeys(("warning", "warn", "caution", "important", "attention"), "warn"),
    **dict.fromkeys(("danger", "error", "err"), "err"),
}
CONDITIONS = frozenset(
    {"if", "unless", "case", "ifdef", "ifndef", "ifversion", "zone", "moniker", "site-region", "comment"}
)
LAYOUT = frozenset(
    {
        "steps",
        "step",
        "stepper",
        "codegroup",
        "code-group",
        "code",
        "accordiongroup",
        "content-ref",
        "pageinfo",
        "frame",
    }
    | {"card", "cardgroup", "cards", "columns", "column", "paramfield", "responsefield", "grid"}
)
KNOWN = TABS | PANELS | DETAILS | CONDITIONS | LAYOUT | frozenset(NOTES)

_NAMES = "|".join(sorted(KNOWN, key=len, reverse=True))
_PIECE = re.compile(
    r"\{%-?\s*(?P<liquid>[A-Za-z][\w-]*)(?P<liquid_args>(?:(?!%\}).){0,1000}?)-?%\}"
    r"|\{\{[<%]\s*(?P<hugo>/?\s*[A-Za-z][\w-]*)(?P<hugo_args>[^{}]*?)[%>]\}\}"
    rf"|\{{(?P<brace>/?(?:{_NAMES}))(?P<brace_args>(?::[\w-]+|\([^()]*\))?)\}}"
    rf"|<(?P<jsx>/?(?=[A-Z][a-z]|(?<=/)(?:tab|note|cut)>|(?:tab|note|cut)\s)(?i:{_NAMES}))(?P<jsx_args>\s[^<>]*)?>"
)
_COLONS = re.compile(r"^\s*(?P<marks>:{3,})\s*\{?(?P<name>[A-Za-z][\w-]*)?\}?(?P<args>.*)$")
_INDENTED = re.compile(
    r"^\s*(?P<mark>===[!+]*|!!!|\?\?\?\+?)\s+(?P<kind>[A-Za-z][\w-]*(?: [\w-]+)*)?\s*(?:\"(?P<title>[^\"]*)\")?$"
)
_QUOTED = re.compile(r"(?:(?P<key>[\w-]+)\s*=\s*)?[\"'](?P<text>[^\"']*)[\"']")
_LABELS = ("label", "title", "name", "header", "summary", None, "value")
"""Attributes that may carry a caption, the surest first; None is a text without a key."""

_TABLE = {"|===": "|===", "#||": "||#"}
"""Tables of other markup: the line that opens one, and the line that closes it."""

_ANCHOR = re.compile(r"\s*\{#[\w:.-]+\}\s*$")
_VITEPRESS = re.compile(r"^\s*==\s+(?P<label>\S.*)$")
_ITEM = re.compile(r"^\s*[-*+]\s+(?P<label>\S.*)$")
_TAB_HEADING = re.compile(r"^#+\s+\[(?P<label>[^\]]+)\]\(#tab/[^)]*\)\s*$")
_DOCSIFY = re.compile(r"^\s*<!--\s*tabs:(?P<which>start|end)\s*-->\s*$")
_BOLD_HEADING = re.compile(r"^\s*#{1,6}\s+\**(?P<label>[^*]+)\**\s*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,})\s*$")

_UNENDED = re.compile(rf"(?:(?P<liquid>\{{%-?\s*[A-Za-z](?:(?!%\}}).)*)|<(?=[A-Z])(?i:{_NAMES})(?:\s[^<>]*)?)$")
"""A tag without its end on the line."""

LINES = 12
"""Lines of a tag that is broken into lines."""

LONGEST = 1000
"""Characters of a tag's arguments that are read."""


class Piece(NamedTuple):
    """A tag of a generator."""

    name: str
    closes: bool
    args: str
    written: str
    form: str


@dataclass(slots=True)
class _Frame:
    """A container that is open."""

    tag: str
    name: str
    """As the generator calls it; ``===`` and ``-`` end where their indentation does."""
    indent: int
    shift: int | None = None
    """Spaces by which its content is indented; unknown before its first line."""

    @property
    def by_indent(self) -> bool:
        return self.name in ("===", "!!!", "-")


def translated(page: str, lines: Sequence[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """Turn the containers of other generators into tags; the other lines stay."""
    translator = _Translator(page)
    lines = list(_on_one_line(lines))
    for line in lines:
        for name in () if line.code else _ends(line.text):
            translator.last_end[name] = line.number
    for line in lines:
        translator.read(line)
    translator.end()
    return translator.out, translator.diagnostics


def _on_one_line(lines: Sequence[Line]) -> Iterator[Line]:
    """Write a tag that ends on a later line, as formatters break it, on the line where it begins."""
    at = 0
    while at < len(lines):
        line = lines[at]
        opened = None if line.code or line.tag else _UNENDED.search(line.text)
        if opened:
            end = "%}" if opened["liquid"] else ">"
            below = lines[at + 1 : at + LINES]
            stops = (end in other.text or other.code or other.tag or not other.text.strip() for other in below)
            last = next((one for one, stop in enumerate(stops) if stop), None)
            if last is not None and end in below[last].text and not below[last].code:
                inside = [line.text, *(other.text.strip() for other in below[: last + 1])]
                yield replace(line, text=" ".join(inside))
                at += last + 2
                continue
        yield line
        at += 1


class _Translator:
    def __init__(self, page: str) -> None:
        self.page = page
        self.out: list[Line] = []
        self.diagnostics: list[Diagnostic] = []
        self.frames: list[_Frame] = []
        self.withheld: list[str] = []
        """Names of the conditions that are open, the first of which withholds."""
        self.last_end: dict[str, int] = {}
        """The last line that ends a condition of this name."""
        self.line = Line("", 0)

    def end(self) -> None:
        while self.frames and self.frames[-1].by_indent:
            self.close()

    def read(self, line: Line) -> None:
        starts_code = line.code and not self.line.code
        self.line = line
        if line.text.strip() and (not line.code or starts_code):
            self.dedent()
        if line.code or not line.text.strip():
            self.text(line.text)
        elif not self.whole_line():
            self.inline()

    def dedent(self) -> None:
        """Close what ends with its indentation, and learn how far content is indented."""
        while self.frames:
            top = self.frames[-1]
            again = _INDENTED.match(self.line.text.rstrip()) if top.tag == "tabs" else None
            continues = again and again["mark"].startswith("=") and self.line.indent == top.indent
            if not top.by_indent or self.line.indent > top.indent or continues:
                break
            self.close()
        if self.frames and self.frames[-1].shift is None and self.frames[-1].tag != "tabs":
            deeper = self.line.indent - self.frames[-1].indent
            self.frames[-1].shift = deeper if self.frames[-1].by_indent or deeper >= 4 else 0

    def whole_line(self) -> bool:
        """Read a tag that takes a line by itself."""
        text, top = self.line.text, self.frames[-1] if self.frames else None
        if self.withheld:
            found = _COLONS.match(text)
            if text.strip() == self.withheld[-1]:
                self.withheld.pop()
            elif found and found["name"] and not any(_ends(text)) and not found["args"].strip().endswith(":::"):
                self.withheld.append(":::")
            elif found and self.withheld[-1] == ":::":
                self.withheld.pop()
            else:
                return False
            return True
        if end := _TABLE.get(text.strip()):
            self.withhold(end, "table", text.strip())
            return bool(self.withheld)
        if found := _INDENTED.match(text.rstrip()):
            title = found["title"] or ""
            if found["mark"].startswith("="):
                self.panel("===", title) if title else self.text(text)
            elif found["mark"] == "!!!" and not title:
                self.open(NOTES.get((found["kind"] or "").split(" ")[0], "info"), "!!!")
            else:
                self.open("details", "!!!", title or found["kind"] or "")
            return True
        in_list = top and top.name in ("list", "-") and self.line.indent <= top.indent
        if in_list and (found := _ITEM.match(text)):
            self.panel("-", _ANCHOR.sub("", found["label"]))
            return True
        if found := _COLONS.match(text):
            return self.colons(found)
        if (found := _VITEPRESS.match(text)) and any(frame.name == ":::tabs" for frame in self.frames):
            self.panel(":::==", found["label"])
            return True
        if found := _TAB_HEADING.match(text):
            self.panel("#tab", found["label"])
            return True
        if _RULE.match(text) and top and top.name == "#tab":
            self.close_to("tabs")
            return True
        if found := _DOCSIFY.match(text):
            self.open("tabs", "docsify") if found["which"] == "start" else self.close_to("tabs")
            return True
        if any(frame.name == "docsify" for frame in self.frames) and (found := _BOLD_HEADING.match(text)):
            self.panel("docsify", found["label"].strip())
            return True
        return False

    def colons(self, found: re.Match[str]) -> bool:
        name, args = (found["name"] or "").lower(), found["args"].strip()
        if not name or name.endswith("-end"):
            if not any(frame.name.startswith(":::") for frame in self.frames):
                return not name
            while self.frames and self.frames[-1].name == ":::==":
                self.close()
            while self.frames and not self.close().startswith(":::"):
                pass
            return True
        if args.endswith(":::"):
            return True  # a picture or a snippet of code
        title = args.strip("[]{}").strip()
        self.start(Piece(name, False, title, found[0].strip(), ":::"), title)
        return True

    def inline(self) -> None:
        """Read tags within a line, and the text around them."""
        text, at, ticks, counted = self.line.text, 0, 0, 0
        indent = " " * self.line.indent
        for found in _PIECE.finditer(text):
            piece = _piece(found)
            ticks, counted = ticks + text.count("`", counted, found.start()), found.start()
            in_code = ticks % 2
            known = (piece.name in KNOWN and self.means_tag(piece)) or (
                piece.form == "hugo" and "=" in piece.args and text.strip() == found[0]
            )
            if in_code or not (known or self.withheld or piece.name in ("else", "elsif", "elseif")):
                continue
            if text[at : found.start()].strip():
                self.text(indent + text[at : found.start()].strip())
            at = found.end()
            self.tag(piece)
        if at == 0:
            self.text(text)
        elif text[at:].strip():
            self.text(indent + text[at:].strip())

    def tag(self, piece: Piece) -> None:
        if self.withheld:
            if piece.closes and piece.name in self.withheld:
                while self.withheld.pop() != piece.name:
                    pass
            elif not piece.closes and piece.name in CONDITIONS:
                self.withheld.append(piece.name)
        elif not piece.closes:
            quoted = list(_QUOTED.finditer(piece.args[:LONGEST]))
            best = next((one["text"] for key in _LABELS for one in quoted if one["key"] == key), None)
            bare = piece.args.strip(" ():") if piece.form in ("brace", "liquid") else ""
            if not re.search(r"/\s*[%>]", piece.written):
                self.start(piece, bare if best is None else best)
        elif any(frame.name == piece.name and frame.tag in ("details", "") for frame in self.frames):
            while self.close() != piece.name:
                pass
        elif piece.name not in LAYOUT:
            self.close_to(_tag_of(piece.name))

    def means_tag(self, piece: Piece) -> bool:
        """Tags in small letters are ours, unless they carry a caption, or close one that does."""
        if piece.form != "jsx" or not piece.written.lstrip("</")[0].islower():
            return True
        if piece.closes:
            return any(frame.name == piece.name for frame in self.frames)
        return piece.name != "tab" or any(one["key"] in _LABELS[:3] for one in _QUOTED.finditer(piece.args[:LONGEST]))

    def withhold(self, name: str, what: str, written: str) -> None:
        """Leave out all up to the end of a condition or table; without an end it is text."""
        if self.last_end.get(name, -1) <= self.line.number - (what == "condition"):
            found = f"the {what} {written} is never closed and not understood"
        else:
            self.withheld.append(name)
            found = f"the {what} {written} is not understood, so what it holds is shown to nobody"
        advice = "write it as tabs labelled with the values" if what == "condition" else "write it as a Markdown table"
        self.report("unread-condition", found, advice)

    def start(self, piece: Piece, label: str) -> None:
        name, tag = piece.name, _tag_of(piece.name)
        own = ":::" + name if piece.form == ":::" else name
        if name == "list" and not piece.args.strip().startswith("tabs"):
            self.text(self.line.text)
        elif tag == "tabpanel":
            lower = piece.form == "jsx" and piece.written.startswith("<tab")
            self.open(tag, own, label) if lower else self.panel(own, label)
        elif tag:
            self.open("details" if label else tag, own, label)
        elif name in LAYOUT and label:
            self.open("details", own, label)
        elif name in LAYOUT or (piece.form == ":::" and "=" not in piece.args):
            if piece.form == ":::" or any(frame.name == own for frame in self.frames):
                self.frames.append(_Frame("", own, self.line.indent, 0))
        else:
            before = len(self.diagnostics)
            self.withhold(":::" if piece.form == ":::" else name, "condition", piece.written)
            if name == "comment" and self.withheld:
                del self.diagnostics[before:]

    def panel(self, name: str, label: str) -> None:
        """Open a tab, and a set of tabs around it if none is open; a tab before it ends."""
        while self.frames and self.frames[-1].tag == "tabpanel" and self.frames[-1].name == name:
            self.close()
        if not self.frames or self.frames[-1].tag != "tabs":
            self.open("tabs", name)
        self.open("tabpanel", name, label)

    def open(self, tag: str, name: str, label: str = "") -> None:
        if len(self.frames) >= DEEPEST:
            self.report("too-deep", f"{self.line.text.strip()} stands {DEEPEST} containers deep", "nest less")
            return
        self.emit(Tag(tag, False, self.line.text.strip(), label))
        self.frames.append(_Frame(tag, name, self.line.indent))

    def close(self) -> str:
        """Close the innermost container; its name."""
        frame = self.frames.pop()
        if frame.tag:
            self.emit(Tag(frame.tag, True, self.line.text.strip()), frame.indent)
        return frame.name

    def close_to(self, tag: str) -> None:
        """Close the innermost container of a kind, with all that stands open in it."""
        if not any(frame.tag == tag for frame in self.frames):
            self.text(self.line.text)
            return
        while self.frames and self.frames[-1].tag != tag:
            self.close()
        self.close()

    def emit(self, tag: Tag, indent: int | None = None) -> None:
        spaces = max((self.line.indent if indent is None else indent) - self.shift, 0)
        self.out.append(Line(" " * spaces, self.line.number, tag=tag))

    def text(self, text: str) -> None:
        if not self.withheld:
            spaces = min(self.shift, len(text) - len(text.lstrip(" ")))
            self.out.append(Line(text[spaces:], self.line.number, self.line.code))

    @property
    def shift(self) -> int:
        """Spaces by which the containers around indent their content."""
        return sum(frame.shift or 0 for frame in self.frames)

    def report(self, code: str, found: str, advice: str) -> None:
        self.diagnostics.append(Diagnostic(self.page, self.line.number + 1, code, found, advice))


def _ends(text: str) -> Iterator[str]:
    """What a line may end: names of conditions, ``:::``, the mark of a table."""
    colons = _COLONS.match(text)
    if colons and (not colons["name"] or colons["name"].endswith("-end")):
        yield ":::"
    if text.strip() in _TABLE.values():
        yield text.strip()
    yield from (piece.name for piece in map(_piece, _PIECE.finditer(text)) if piece.closes)


def _tag_of(name: str) -> str:
    if name in TABS:
        return "tabs"
    if name in PANELS:
        return "tabpanel"
    return "details" if name in DETAILS else NOTES.get(name, "")


def _piece(found: re.Match[str]) -> Piece:
    form = next(form for form in ("liquid", "hugo", "brace", "jsx") if found[form] is not None)
    name = found[form].lower()
    closes = name.startswith("/") or (form == "liquid" and name.startswith("end") and name != "end")
    name = name.lstrip("/ ") if form != "liquid" else name.removeprefix("end")
    return Piece(name, closes, found[f"{form}_args"] or "", found[0], form)

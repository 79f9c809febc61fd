"""Tabs, notes and conditions as other generators write them: MkDocs, Docusaurus, MyST, VitePress, Hugo, YFM and others.

Each becomes a tag of the tag dialect. A condition that is not understood is withheld from every reader, and reported.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.content.facets import Facets
from ingest.diagnostic import Diagnostic
from ingest.markdown.attributes import JSX, NO_CAPTIONS, Captions, caption, captions, code_title, texts, value
from ingest.markdown.containers import BRANCHES, CODE_GROUPS, CONDITIONS, KNOWN, LAYOUT, NOTES, TESTS, tag_of
from ingest.markdown.generators.conditions import labels, speaks
from ingest.markdown.lines import Line, Tag
from ingest.markdown.tags import DEEPEST

_NAMES = "|".join(sorted(KNOWN, key=len, reverse=True))
_PIECE = re.compile(
    r"\{%-?\s*(?P<liquid>[A-Za-z][\w-]*)(?P<liquid_args>(?:(?!%\}).){0,1000}?)-?%\}"
    r"|\{\{[<%]\s*(?P<hugo>/?\s*[A-Za-z][\w-]*)(?P<hugo_args>[^{}]*?)[%>]\}\}"
    r"|\{\{[-~]?\s*(?P<go>#\w+|/\w+|(?:if|range|with|block|define|end|else)\b)(?P<go_args>[^{}]*?)[-~]?\}\}"
    rf"|\{{(?P<brace>/?(?:{_NAMES}))(?P<brace_args>(?::[\w-]+|\([^()]*\))?)\}}"
    rf"|<(?P<jsx>/?(?:(?=[A-Z][a-z])[\w.]+|(?:(?<=/)(?=(?:tab|note|cut)>)|(?=(?:tab|note|cut)\s))(?i:{_NAMES})))"
    rf"(?P<jsx_args>\s{JSX})?/?>"
)
_COLONS = re.compile(r"^\s*(?P<marks>:{3,})\s*(?P<brace>\{)?(?P<name>[A-Za-z][\w-]*)?\}?(?P<args>.*)$")
_SLASHES = re.compile(r"^\s*(?P<marks>/{3,})(?:\s+(?P<brace>)(?P<name>[A-Za-z][\w-]*)\s*(?:\|(?P<args>.*))?)?$")
_OPTION = re.compile(r"^\s*:[\w-]+:(?:\s.*)?$")
"""Of a directive of MyST, on the lines below it."""

_INDENTED = re.compile(
    r"^\s*(?P<mark>===[!+]*|!!!|\?\?\?\+?)\s+(?P<kind>[A-Za-z][\w-]*(?: [\w-]+)*)?"
    r"\s*(?:(?P<quote>[\"'])(?P<title>.*)(?P=quote))?\s*(?:\{[^{}]*\})?$"
)
_TITLED = re.compile(r"^\s*===[!+]*\s+\S")
_UNQUOTED = re.compile(r"^\s*===[!+]*\s+(?P<label>\S.*)$")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")
_CODE = re.compile(r"^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?P<mark>`{3,}|~{3,})(?P<info>.*)$")
_ALERT = re.compile(r"^(?P<quote>\s*(?:>\s*)+)\[!(?P<kind>[A-Za-z]+)\][+-]?\s*(?P<title>.*)$")
_CALLOUT = re.compile(r"^(?P<indent>\s*)[?!]>\s+(?P<text>\S.*)$")

_TABLE = {"|===": "|===", "#||": "||#"}
"""Tables of other markup: the line that opens one, and the line that closes it."""

_ANCHOR = re.compile(r"\s*\{#[\w:.-]+\}\s*$")
_VITEPRESS = re.compile(r"^\s*==\s+(?P<label>\S.*)$")
_BEGINS = r"(?:===[!+]*\s+\S|!!!\s|\?\?\?|:{3,}\s*\{?[A-Za-z]|/{3,}\s+[a-z])"
_OPENS_ITEM = re.compile(rf"^(?P<mark>\s*(?:[-*+]|\d{{1,9}}[.)]))\s+(?P<rest>{_BEGINS}.*)$")
_QUOTE = re.compile(r"^\s*> ?")
_OPENS_QUOTE = re.compile(rf"^\s*>\s*(?:{_BEGINS}|<[A-Z][a-z]|\{{%|\{{\{{[<%])")
_ITEM = re.compile(r"^\s*[-*+]\s+(?P<label>\S.*)$")
_TAB_HEADING = re.compile(r"^#+\s+\[(?P<label>[^\]]+)\]\(#tab/[^)]*\)\s*$")
_DOCSIFY = re.compile(r"^\s*<!--\s*tabs:(?P<which>start|end)\s*-->\s*$")
_BOLD_HEADING = re.compile(r"^\s*#{1,6}\s+\**(?P<label>[^*]+)\**\s*$")
_HEADING = re.compile(r"^#{1,6}\s+\S")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,})\s*$")

_OPENS = re.compile(r"\{%-?\s*[A-Za-z]|<(?=[A-Z][a-z])[\w.]+(?=\s|$)")
"""The beginning of a tag that may end on a later line."""

_IS_WHOLE = re.compile(r"/\s*(?:[%>]\}\}|>)$")
"""The end of a tag that holds nothing."""

HEADING = "#"
"""What ends a condition that is never closed."""

LINES = 40
"""Lines of a tag that is broken into lines."""


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
    captions: Captions = NO_CAPTIONS
    """A set of tabs: what it calls its panels."""
    panels: int = 0
    """A set of tabs: how many were opened."""
    implicit: bool = False
    """A set of tabs that nothing in the source opens or closes: it goes as far as its panels."""
    branches: list[str] | None = None
    """A condition: the labels of its parts that are still to come."""

    @property
    def by_indent(self) -> bool:
        return self.name in ("===", "!!!", "-")

    @property
    def ends_by_name(self) -> bool:
        return self.tag in ("details", "") or self.branches is not None


def translated(page: str, lines: Sequence[Line], facets: Facets) -> tuple[list[Line], list[Diagnostic]]:
    """Turn the containers of other generators into tags; the other lines stay."""
    translator = _Translator(page, facets)
    lines = [part for line in _on_one_line(list(_unquoted(lines))) for part in _off_its_list_mark(line)]
    translator.survey(lines)
    for at, line in enumerate(lines):
        below = next((other for other in lines[at + 1 : at + 3] if other.text.strip()), None)
        translator.read(line, deeper=below is not None and below.indent > line.indent)
    translator.end()
    return translator.out, translator.diagnostics


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
            if _PIECE.match(text, opened):
                yield replace(line, text=text)
                at = end
                break
        else:
            yield line
            at += 1


def _unended(text: str) -> int | None:
    """Where the last tag of a line begins if it has no end there."""
    starts = [found.start() for found in _OPENS.finditer(text)]
    return starts[-1] if starts and not _PIECE.match(text, starts[-1]) else None


class _Translator:
    def __init__(self, page: str, facets: Facets) -> None:
        self.page = page
        self.facets = facets
        self.out: list[Line] = []
        self.diagnostics: list[Diagnostic] = []
        self.frames: list[_Frame] = []
        self.withheld: list[str] = []
        """Names of the conditions that are open, the first of which withholds."""
        self.last_end: dict[str, int] = {}
        """The last line that ends a container of this name."""
        self.conditions: dict[tuple[int, int], list[tuple[str, str]]] = {}
        """Line and column of a condition → name and arguments of its branches."""
        self.fence = ""
        """The marks of the block of code that is being read."""
        self.options = False
        """Whether the line may be an option of the directive above it."""
        self.deeper = False
        """Whether the next text is indented more than the line."""
        self.line = Line("", 0)

    def survey(self, lines: Iterable[Line]) -> None:
        """Find what is closed further down, and the branches of each condition."""
        opened: list[tuple[str, list[tuple[str, str]]]] = []
        names: Counter[str] = Counter()
        for line in lines:
            if line.code:
                continue
            for name in _ends(line.text):
                self.last_end[name] = line.number
            for found in _PIECE.finditer(line.text):
                piece = _piece(found)
                if piece.name in BRANCHES and opened and not piece.closes:
                    opened[-1][1].append((piece.name, piece.args))
                elif piece.closes and names[piece.name]:
                    while names[piece.name]:
                        name, _ = opened.pop()
                        names[name] -= 1
                        if name == piece.name:
                            break
                elif not piece.closes and _is_condition(piece):
                    branches: list[tuple[str, str]] = []
                    self.conditions[line.number, found.start()] = branches
                    opened.append((piece.name, branches))
                    names[piece.name] += 1

    def end(self) -> None:
        while self.frames and self.frames[-1].by_indent:
            self.close()

    def read(self, line: Line, *, deeper: bool = False) -> None:
        starts_code = line.code and not self.fence
        self.line, self.deeper = line, deeper
        if line.text.strip() and (not line.code or starts_code):
            self.dedent()
        options, self.options = self.options, False
        if HEADING in self.withheld and not line.code and _HEADING.match(line.text):
            self.withheld = [name for name in self.withheld if self.last_end.get(name, -1) >= line.number]
        if line.code:
            self.code(line.text)
        elif not line.text.strip():
            self.text(line.text)
        elif options and _OPTION.match(line.text):
            self.options = True
        elif not self.whole_line():
            self.inline()

    def code(self, text: str) -> None:
        """Read a line of a block of code; in a group of such blocks each is a tab."""
        mark = _CODE.match(text)
        if not self.fence and mark:
            self.fence = mark["mark"]
            if self.frames and self.frames[-1].name.lstrip(":") in CODE_GROUPS and not self.withheld:
                info = mark["info"].strip()
                self.open("tabpanel", "code", code_title(info) or info.split(" ")[0] or "Код")
        elif mark and mark["mark"].startswith(self.fence) and not mark["info"].strip():
            self.fence = ""
            self.text(text)
            if self.frames and self.frames[-1].name == "code" and self.frames[-1].tag == "tabpanel":
                self.close()
            return
        self.text(text)

    def dedent(self) -> None:
        """Close what ends with its indentation, and learn how far content is indented."""
        while self.frames:
            top = self.frames[-1]
            continues = top.tag == "tabs" and self.line.indent == top.indent and _TITLED.match(self.line.text)
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
            title = (found["title"] or "").replace('\\"', '"')
            if found["mark"].startswith("="):
                self.panel("===", title) if title else self.text(text)
            elif found["mark"] == "!!!" and not title:
                self.open(NOTES.get((found["kind"] or "").split(" ")[0], "info"), "!!!")
            else:
                self.open("details", "!!!", title or found["kind"] or "")
            return True
        if self.deeper and (found := _UNQUOTED.match(text)):
            self.panel("===", _ATTRIBUTES.sub("", found["label"]).strip())
            return True
        in_list = top and top.name in ("list", "-") and self.line.indent <= top.indent
        if in_list and (found := _ITEM.match(text)):
            self.panel("-", _ANCHOR.sub("", found["label"]))
            return True
        if (found := _COLONS.match(text)) or ((found := _SLASHES.match(text)) and self.is_block(found)):
            return self.colons(found)
        if found := _ALERT.match(text):
            self.text(f"{found['quote']}**{found['title']}**" if found["title"] else found["quote"])
            self.text(found["quote"])
            return True
        if found := _CALLOUT.match(text):
            self.text(f"{found['indent']}> {found['text']}")
            return True
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

    def is_block(self, found: re.Match[str]) -> bool:
        """Whether a line of slashes is a border of a block, as MkDocs has them."""
        if found["name"]:
            return found["args"] is not None or found["name"].lower() in KNOWN
        return any(frame.name.startswith(":::") for frame in self.frames)

    def colons(self, found: re.Match[str]) -> bool:
        name, args = (found["name"] or "").lower(), (found["args"] or "").strip()
        if not name or name.endswith("-end"):
            self.end_set()
            if not any(frame.name.startswith(":::") for frame in self.frames):
                return not name
            while self.frames and self.frames[-1].name == ":::==":
                self.close()
            while self.frames and not self.close().startswith(":::"):
                pass
            if not name and args:  # text behind the end of a container
                self.text("")
                self.text(" " * self.line.indent + args)
            return True
        if args.endswith(":::"):
            return True  # a picture or a snippet of code
        title = args.strip("[]{}").strip()
        self.options = found["brace"] is not None
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
            if in_code or not (self.withheld or piece.name in BRANCHES or self.is_known(piece)):
                continue
            if text[at : found.start()].strip():
                self.text(indent + text[at : found.start()].strip())
            at = found.end()
            self.tag(piece, found.start())
        if at == 0:
            self.text(text)
        elif text[at:].strip():
            self.text(indent + text[at:].strip())

    def is_known(self, piece: Piece) -> bool:
        """Whether a tag opens or closes a container: by its name, or because it has an end."""
        if piece.name in KNOWN:
            return self.means_tag(piece)
        if piece.closes:
            return any(frame.name == piece.name for frame in self.frames)
        is_code = piece.form == "jsx" and self.line.indent >= 4 and not self.frames
        has_end = self.last_end.get(piece.name, -1) >= self.line.number
        return has_end and not is_code and not _IS_WHOLE.search(piece.written)

    def tag(self, piece: Piece, column: int) -> None:
        whole = _IS_WHOLE.search(piece.written) is not None
        if self.withheld:
            if piece.closes and piece.name in self.withheld:
                while self.withheld.pop() != piece.name:
                    pass
            elif not piece.closes and not whole and (_is_condition(piece) or piece.name in self.withheld):
                self.withheld.append(piece.name)
        elif piece.name in BRANCHES:
            self.branch(piece)
        elif not piece.closes:
            bare = piece.args.strip(" ():") if piece.form in ("brace", "liquid") else ""
            said = caption(piece.args)
            if not whole:
                self.start(piece, bare if said is None else said, column)
        elif any(frame.name == piece.name and frame.ends_by_name for frame in self.frames):
            while self.close() != piece.name:
                pass
        elif piece.name not in LAYOUT:
            self.end_set()
            self.close_to(tag_of(piece.name))

    def branch(self, piece: Piece) -> None:
        """Go on to the next part of the condition that is open."""
        if not any(frame.branches is not None for frame in self.frames):
            self.withhold(piece.name, "condition", piece.written)
            return
        while self.frames[-1].branches is None:
            self.close()
        if left := self.frames[-1].branches:
            self.open("tabpanel", "when", left.pop(0))

    def means_tag(self, piece: Piece) -> bool:
        """Tags in small letters are ours, unless they carry a caption, or close one that does."""
        if piece.form != "jsx" or not piece.written.lstrip("</")[0].islower():
            return True
        if piece.closes:
            return any(frame.name == piece.name for frame in self.frames)
        return piece.name != "tab" or any(key in ("label", "title", "name") for key, _ in texts(piece.args))

    def withhold(self, name: str, what: str, written: str) -> None:
        """Leave out all up to the end of a condition or table.

        Without an end a tag on a line without text holds all up to the next heading; another is text.
        """
        is_closed = self.last_end.get(name, -1) > self.line.number - (what == "condition")
        if is_closed:
            self.withheld.append(name)
            found = f"the {what} {written} is not understood, so what it holds is shown to nobody"
        elif what == "condition" and (written.startswith(":::") or not _PIECE.sub("", self.line.text).strip()):
            self.withheld.append(HEADING)
            found = f"the {what} {written} is never closed and not understood, so it hides all up to the next heading"
        else:
            found = f"the {what} {written} is never closed and not understood"
        advice = "write it as tabs labelled with the values" if what == "condition" else "write it as a Markdown table"
        self.report("unread-condition", found, advice)

    def start(self, piece: Piece, label: str, column: int = 0) -> None:
        """Open what a tag opens."""
        name, tag = piece.name, tag_of(piece.name)
        own = ":::" + name if piece.form == ":::" else name
        if name == "list" and not piece.args.strip().startswith("tabs"):
            self.text(self.line.text)
        elif parts := self.parts(piece, column):
            self.open("tabs", own, branches=parts)
            if name not in ("case", "switch"):
                self.open("tabpanel", "when", parts.pop(0))
        elif tag == "tabpanel":
            lower = piece.form == "jsx" and piece.written.startswith("<tab")
            self.open(tag, own, label) if lower else self.panel(own, label, value(piece.args))
        elif tag == "tabs":
            self.open(tag, own, captions=captions(piece.args))
        elif tag:
            self.open("details" if label else tag, own, label)
        elif name == "comment" and self.last_end.get(name, -1) >= self.line.number:
            self.withheld.append(name)
        elif _is_condition(piece):
            self.withhold(":::" if piece.form == ":::" else name, "condition", piece.written)
        elif name in LAYOUT or piece.form == ":::":
            self.wrapper(piece, own, label)
        else:
            self.unknown(piece, label)

    def parts(self, piece: Piece, column: int) -> list[str] | None:
        """The labels of a condition's parts if it asks for a facet's values and nothing else."""
        end = ":::" if piece.form == ":::" else piece.name
        unread = (piece.name in KNOWN and piece.name not in TESTS) or piece.form == "go"
        if unread or self.last_end.get(end, -1) < self.line.number:
            return None
        asked = piece.args.strip() or ("" if piece.name in KNOWN else piece.name)
        return labels(piece.name, asked, self.conditions.get((self.line.number, column), ()), self.facets)

    def wrapper(self, piece: Piece, own: str, label: str) -> None:
        """Open what only lays out its content; its title may still name its readers."""
        if piece.form == ":::" and "=" in piece.args and piece.name not in LAYOUT:
            self.withhold(":::", "condition", piece.written)
        elif label:
            self.open("details", own, label)
        elif piece.form == ":::" or any(frame.name == own for frame in self.frames):
            self.open("", own)

    def unknown(self, piece: Piece, label: str) -> None:
        """Open what is known by its end alone; a caption names its readers, and nothing else does."""
        if piece.form == "jsx":
            is_condition = speaks([one for one in texts(piece.args) if one[1] != label], self.facets)
        else:
            is_condition = bool(piece.args.strip())
        if is_condition:
            self.withhold(piece.name, "condition", piece.written)
            return
        found = f"the tag {piece.written} is not known, so what it holds is shown to everyone"
        self.report("unread-template", found, "remove it, or write it as tabs if it is for some readers")
        if label:
            self.open("details", piece.name, label)
        else:
            self.open("", piece.name)

    def panel(self, name: str, label: str, known_as: str = "") -> None:
        """Open a tab, and a set of tabs around it if none is open; a tab before it ends.

        A tab without a label has the one that its set gives it.
        """
        while self.frames and self.frames[-1].tag == "tabpanel" and self.frames[-1].name == name:
            self.close()
        if not self.frames or self.frames[-1].tag != "tabs":
            self.open("tabs", name, implicit=True)
        tabs = self.frames[-1]
        given = tabs.captions.in_order[tabs.panels : tabs.panels + 1]
        tabs.panels += 1
        self.open("tabpanel", name, label or tabs.captions.by_value.get(known_as) or "".join(given) or known_as)

    def open(
        self,
        tag: str,
        name: str,
        label: str = "",
        *,
        captions: Captions = NO_CAPTIONS,
        implicit: bool = False,
        branches: list[str] | None = None,
    ) -> None:
        if tag != "tabpanel":
            self.end_set()
        if len(self.frames) >= DEEPEST:
            self.report("too-deep", f"{self.line.text.strip()} stands {DEEPEST} containers deep", "nest less")
            return
        if tag:
            self.emit(Tag(tag, False, self.line.text.strip(), label))
        shift = None if tag else 0
        self.frames.append(_Frame(tag, name, self.line.indent, shift, captions, implicit=implicit, branches=branches))

    def end_set(self) -> None:
        """Close a set of tabs that ends with its last one."""
        while self.frames and self.frames[-1].implicit:
            self.close()

    def close(self) -> str:
        """Close the innermost container; its name."""
        frame = self.frames.pop()
        if (missing := len(frame.captions.in_order) - frame.panels) > 0:
            self.report(
                "missing-panel", f"the set of tabs has no panel for {missing} of its labels", "add one for each"
            )
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
            if text.strip():
                self.end_set()
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


def _is_condition(piece: Piece) -> bool:
    return piece.name in CONDITIONS or piece.form == "go"


def _piece(found: re.Match[str]) -> Piece:
    form = next(form for form in ("liquid", "hugo", "go", "brace", "jsx") if found[form] is not None)
    name = found[form].lower()
    closes = (
        name.startswith("/") or (form == "liquid" and name.startswith("end") and name != "end") or found["go"] == "end"
    )
    if form == "go":  # {{#if}} is closed by {{/if}}, {{if}} by {{end}}
        name = name.strip("#/") if name[0] in "#/" else name if name in BRANCHES else "end"
    name = name.removeprefix("end") if form == "liquid" else name.lstrip("/ ").rsplit(".", 1)[-1]
    return Piece(name, closes, found[f"{form}_args"] or "", found[0], form)

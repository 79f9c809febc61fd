"""Tabs, notes and conditions as other generators write them: MkDocs, Docusaurus, MyST, VitePress, Hugo, YFM and others.

Each becomes a tag of the tag dialect. A condition that is not understood is withheld from every reader, and reported.
"""

import re
from collections.abc import Sequence

from ingest.content.facets import Facets
from ingest.diagnostic import Diagnostic
from ingest.markdown.attributes import caption, code_title, texts
from ingest.markdown.containers import BRANCHES, CODE_GROUPS, KNOWN, LAYOUT, NOTES, tag_of
from ingest.markdown.generators.opener import HEADING, Opener
from ingest.markdown.generators.pieces import COLONS, IS_WHOLE, PIECE, TABLES, Piece, ends, is_condition, piece_of
from ingest.markdown.generators.prepared import prepared
from ingest.markdown.lines import Line

_SLASHES = re.compile(r"^\s*(?P<marks>/{3,})(?:\s+(?P<brace>)(?P<name>[A-Za-z][\w-]*)\s*(?:\|(?P<args>.*))?)?$")
_OPTION = re.compile(r"^\s*:[\w-]+:(?:\s.*)?$")
"""Of a directive of MyST, on the lines below it."""

_INDENTED = re.compile(
    r"^\s*(?P<mark>===[!+]*|!!!|\?\?\?\+?)\s+(?P<kind>[A-Za-z][\w-]*(?: [\w-]+)*)?"
    r"\s*(?:(?P<quote>[\"'])(?P<title>.*)(?P=quote))?\s*(?:\{[^{}]*\})?$"
)
_UNQUOTED = re.compile(r"^\s*===[!+]*\s+(?P<label>\S.*)$")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")
_CODE = re.compile(r"^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?P<mark>`{3,}|~{3,})(?P<info>.*)$")
_ALERT = re.compile(r"^(?P<quote>\s*(?:>\s*)+)\[!(?P<kind>[A-Za-z]+)\][+-]?\s*(?P<title>.*)$")
_CALLOUT = re.compile(r"^(?P<indent>\s*)[?!]>\s+(?P<text>\S.*)$")

_ANCHOR = re.compile(r"\s*\{#[\w:.-]+\}\s*$")
_VITEPRESS = re.compile(r"^\s*==\s+(?P<label>\S.*)$")
_ITEM = re.compile(r"^\s*[-*+]\s+(?P<label>\S.*)$")
_TAB_HEADING = re.compile(r"^#+\s+\[(?P<label>[^\]]+)\]\(#tab/[^)]*\)\s*$")
_DOCSIFY = re.compile(r"^\s*<!--\s*tabs:(?P<which>start|end)\s*-->\s*$")
_BOLD_HEADING = re.compile(r"^\s*#{1,6}\s+\**(?P<label>[^*]+)\**\s*$")
_HEADING = re.compile(r"^#{1,6}\s+\S")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,})\s*$")


def translated(page: str, lines: Sequence[Line], facets: Facets) -> tuple[list[Line], list[Diagnostic]]:
    """Turn the containers of other generators into tags; the other lines stay."""
    lines = prepared(lines)
    translator = _Translator(page, lines, facets)
    for at, line in enumerate(lines):
        below = next((other for other in lines[at + 1 : at + 3] if other.text.strip()), None)
        translator.read(line, deeper=below is not None and below.indent > line.indent)
    translator.end()
    return translator.out, translator.diagnostics


class _Translator(Opener):
    """Reads the lines of a page."""

    fence = ""
    """The marks of the block of code that is being read."""
    options = False
    """Whether the line may be an option of the directive above it."""
    deeper = False
    """Whether the next text is indented more than the line."""

    def read(self, line: Line, *, deeper: bool = False) -> None:
        starts_code = line.code and not self.fence
        self.line, self.deeper = line, deeper
        if line.text.strip() and (not line.code or starts_code):
            self.dedent()
        options, self.options = self.options, False
        if HEADING in self.withheld and not line.code and _HEADING.match(line.text):
            self.withheld = [name for name in self.withheld if self.found.ends_below(name, line.number)]
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

    def whole_line(self) -> bool:
        """Read a tag that takes a line by itself."""
        text, top = self.line.text, self.frames[-1] if self.frames else None
        if self.withheld:
            found = COLONS.match(text)
            if text.strip() == self.withheld[-1]:
                self.withheld.pop()
            elif found and found["name"] and not any(ends(text)) and not found["args"].strip().endswith(":::"):
                self.withheld.append(":::")
            elif found and self.withheld[-1] == ":::":
                self.withheld.pop()
            else:
                return False
            return True
        if end := TABLES.get(text.strip()):
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
        if (found := COLONS.match(text)) or ((found := _SLASHES.match(text)) and self.is_block(found)):
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
        for found in PIECE.finditer(text):
            piece = piece_of(found)
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
        has_end = self.found.ends_below(piece.name, self.line.number)
        return has_end and not is_code and not IS_WHOLE.search(piece.written)

    def tag(self, piece: Piece, column: int) -> None:
        whole = IS_WHOLE.search(piece.written) is not None
        if self.withheld:
            if piece.closes and piece.name in self.withheld:
                while self.withheld.pop() != piece.name:
                    pass
            elif not piece.closes and not whole and (is_condition(piece) or piece.name in self.withheld):
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

    def means_tag(self, piece: Piece) -> bool:
        """Tags in small letters are ours, unless they carry a caption, or close one that does."""
        if piece.form != "jsx" or not piece.written.lstrip("</")[0].islower():
            return True
        if piece.closes:
            return any(frame.name == piece.name for frame in self.frames)
        return piece.name != "tab" or any(key in ("label", "title", "name") for key, _ in texts(piece.args))

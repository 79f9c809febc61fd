"""The containers of other generators that are open, and the lines and tags written so far."""

import re
from dataclasses import dataclass

from ingest.diagnostic import Diagnostic
from ingest.markdown.attributes import NO_CAPTIONS, Captions
from ingest.markdown.lines import Line, Tag
from ingest.markdown.tags import DEEPEST

TITLED = re.compile(r"^\s*===[!+]*\s+\S")
"""The line of a tab of MkDocs."""


@dataclass(slots=True)
class Frame:
    """A container that is open."""

    tag: str
    name: str
    """As the generator calls it."""
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
        """Whether it ends where its indentation does."""
        return self.name in ("===", "!!!", "-")

    @property
    def ends_by_name(self) -> bool:
        """Whether an end with its name closes it, and no other container of its kind."""
        return self.tag in ("details", "") or self.branches is not None


class OpenContainers:
    """A stack of containers; what is written is indented as the outermost of them is."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.out: list[Line] = []
        self.diagnostics: list[Diagnostic] = []
        self.frames: list[Frame] = []
        self.line = Line("", 0)
        """The line that is being read."""

    def end(self) -> None:
        """Close what the end of the page closes."""
        while self.frames and self.frames[-1].by_indent:
            self.close()

    def dedent(self) -> None:
        """Close what ends with its indentation, and learn how far content is indented."""
        while self.frames:
            top = self.frames[-1]
            continues = top.tag == "tabs" and self.line.indent == top.indent and TITLED.match(self.line.text)
            if not top.by_indent or self.line.indent > top.indent or continues:
                break
            self.close()
        if self.frames and self.frames[-1].shift is None and self.frames[-1].tag != "tabs":
            deeper = self.line.indent - self.frames[-1].indent
            self.frames[-1].shift = deeper if self.frames[-1].by_indent or deeper >= 4 else 0

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
        """Open a container, written as a tag if it has one."""
        if tag != "tabpanel":
            self.end_set()
        if len(self.frames) >= DEEPEST:
            self.report("too-deep", f"{self.line.text.strip()} stands {DEEPEST} containers deep", "nest less")
            return
        if tag:
            self.emit(Tag(tag, False, self.line.text.strip(), label))
        shift = None if tag else 0
        self.frames.append(Frame(tag, name, self.line.indent, shift, captions, implicit=implicit, branches=branches))

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
        """Write a tag on a line of its own."""
        spaces = max((self.line.indent if indent is None else indent) - self.shift, 0)
        self.out.append(Line(" " * spaces, self.line.number, tag=tag))

    def text(self, text: str) -> None:
        """Write a line of text; it ends a set of tabs that goes as far as its panels."""
        if text.strip():
            self.end_set()
        spaces = min(self.shift, len(text) - len(text.lstrip(" ")))
        self.out.append(Line(text[spaces:], self.line.number, self.line.code))

    @property
    def shift(self) -> int:
        """Spaces by which the containers around indent their content."""
        return sum(frame.shift or 0 for frame in self.frames)

    def report(self, code: str, found: str, advice: str) -> None:
        """Report a fault on the line that is being read."""
        self.diagnostics.append(Diagnostic(self.page, self.line.number + 1, code, found, advice))

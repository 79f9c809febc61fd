"""What the tags of other generators open; a condition that is not understood is withheld, and reported."""

from collections.abc import Sequence

from ingest.content.facets import Facets
from ingest.markdown.attributes import captions, texts, value
from ingest.markdown.containers import KNOWN, LAYOUT, TESTS, tag_of
from ingest.markdown.generators.conditions import labels, speaks
from ingest.markdown.generators.open_containers import OpenContainers
from ingest.markdown.generators.pieces import PIECE, Piece, is_condition
from ingest.markdown.generators.survey import survey
from ingest.markdown.lines import Line

HEADING = "#"
"""What ends a condition that is never closed."""


class Opener(OpenContainers):
    """Opens containers, or withholds them."""

    def __init__(self, page: str, lines: Sequence[Line], facets: Facets) -> None:
        super().__init__(page)
        self.facets = facets
        self.found = survey(lines)
        self.withheld: list[str] = []
        """Names of the conditions that are open, the first of which withholds."""

    def text(self, text: str) -> None:
        """Write a line, unless it is withheld."""
        if not self.withheld:
            super().text(text)

    def branch(self, piece: Piece) -> None:
        """Go on to the next part of the condition that is open."""
        if not any(frame.branches is not None for frame in self.frames):
            self.withhold(piece.name, "condition", piece.written)
            return
        while self.frames[-1].branches is None:
            self.close()
        if left := self.frames[-1].branches:
            self.open("tabpanel", "when", left.pop(0))

    def withhold(self, name: str, what: str, written: str) -> None:
        """Leave out all up to the end of a condition or table.

        Without an end a tag on a line without text holds all up to the next heading; another is text.
        """
        is_closed = self.found.ends_below(name, self.line.number + (what != "condition"))
        if is_closed:
            self.withheld.append(name)
            found = f"the {what} {written} is not understood, so what it holds is shown to nobody"
        elif what == "condition" and (written.startswith(":::") or not PIECE.sub("", self.line.text).strip()):
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
        elif name == "comment" and self.found.ends_below(name, self.line.number):
            self.withheld.append(name)
        elif is_condition(piece):
            self.withhold(":::" if piece.form == ":::" else name, "condition", piece.written)
        elif name in LAYOUT or piece.form == ":::":
            self.wrapper(piece, own, label)
        else:
            self.unknown(piece, label)

    def parts(self, piece: Piece, column: int) -> list[str] | None:
        """The labels of a condition's parts if it asks for a facet's values and nothing else."""
        end = ":::" if piece.form == ":::" else piece.name
        unread = (piece.name in KNOWN and piece.name not in TESTS) or piece.form == "go"
        if unread or not self.found.ends_below(end, self.line.number):
            return None
        asked = piece.args.strip() or ("" if piece.name in KNOWN else piece.name)
        return labels(piece.name, asked, self.found.conditions.get((self.line.number, column), ()), self.facets)

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

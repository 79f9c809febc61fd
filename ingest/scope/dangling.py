"""Labels that name a value and open nothing: what follows them is withheld from readers with another value.

The mark of a heading may stand behind other text («-->### Москва»), a caption on the last line of a paragraph or of a
list, a label alone in a list or quotation that ends before the text it is for. Each is reported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.content.facets import Facets
from ingest.diagnostic import Diagnostic
from ingest.markdown.blocks import inline_text
from ingest.scope.assign import first_text, looks_like_caption
from ingest.scope.labels import FEW, shortened, spare_words
from ingest.scope.leads import caption, last_item
from ingest.scope.near_name import nearly, readings
from ingest.scope.phrases import announcement, both, label, mentions, restricts, scope_of
from ingest.scope.signs import says_something
from ingest.scope.unread import Withheld
from ingest.scope.unread_labels import CODE
from ingest.section import EVERYONE, Block, Scope

LONGEST = 80
"""Characters of a label."""

CLOSED_BY_SHAPE = ("bullets", "steps", "item", "quote", "table", "row")
"""What ends where its lines stop looking like it, so that a label can slip in at its end."""

_GOES_ON = ".;,"
"""What an item of a list ends with that is no label."""

_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)[^`]{1,200}\1(?!`)")
_HTML = re.compile(rf"<h([1-6])(?:\s[^<>]{{0,200}})?>([^<>]{{1,{LONGEST}}})", re.IGNORECASE)
_TAB = re.compile(rf"={{3}}[!+]*\s+[\"']([^\"']{{1,{LONGEST}}})[\"']|(?<!:):{{3,}}\s*([^\s:][^:]{{0,{LONGEST}}})$")
_CAPTION = re.compile(rf"(?<=[^\s*])\*\*([^*\s][^*]{{0,{LONGEST}}}?)(?::\*\*|\*\*:)\s*$")
_BOLD = re.compile(r"\s*(?:\d{1,9}[.)]|[-*+])?\s*(\*\*|__)\S.*\S\1\s*")
_NUMBERS = "&№#{_"
"""Before a ``#`` that is no mark of a heading."""

_NUMBER = re.compile(r"\s*\d{1,9}[.)]\s*")

_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})(?P<after>.*)$")


@dataclass(slots=True)
class _Label:
    """A label that opens nothing."""

    text: str
    line: int
    """Counted from 1."""
    scope: Scope
    level: int | None
    """It ends at a heading of this level or above; None: it covers the next block, and ends at the paragraph after."""
    behind: bool
    """Whether it stands behind other text; else at the end of a list or quotation."""
    is_last: bool = True
    """Whether nothing of its own block follows it."""
    begun: bool = False
    """Whether it covered a block."""


def withhold_after(page: str, blocks: Sequence[Block], lines: Sequence[str], facets: Facets) -> Withheld:
    """Withhold what follows labels that open nothing.

    Args:
        page: Its id, for the reports.
        blocks: The page's blocks with their scopes.
        lines: Its source, code left empty.
        facets: What the content declares.
    """
    reader = _Reader(page, lines, facets)
    closed, _ = reader.siblings(blocks)
    return Withheld(closed, tuple(reader.faults))


class _Reader:
    def __init__(self, page: str, lines: Sequence[str], facets: Facets) -> None:
        self.page, self.lines, self.facets = page, lines, facets
        self.faults: list[Diagnostic] = []

    def siblings(self, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[_Label]]:
        """The blocks of one container, and the labels that speak for what follows it."""
        result: list[Block] = []
        open_labels: list[_Label] = []
        for at, block in enumerate(blocks):
            something = says_something(block)
            if block.kind == "heading" and something:
                level = int(block.label)
                open_labels = [one for one in open_labels if one.level is not None and level > one.level]
            elif block.kind == "paragraph":
                open_labels = [one for one in open_labels if one.level is not None or not one.begun]
            scope = block.scope
            for one in open_labels:
                scope = both(scope, one.scope)
                if something and not one.begun and not one.behind:
                    self.report(one)
                one.begun = one.begun or something
            children, passed_on = self.children(block)
            own = list(
                self.within(block, before_list=at + 1 < len(blocks) and blocks[at + 1].kind in ("bullets", "steps"))
            )
            for one in own:
                self.report(one)
                scope = scope if one.is_last else both(scope, one.scope)
            result.append(replace(block, scope=scope, children=children))
            alone = self.label_alone(block) if at == len(blocks) - 1 else ()
            for one in (*passed_on, *own, *alone):
                open_labels = [*_not_ended_by(one, open_labels), one]
        return tuple(result), [one for one in open_labels if one.level is not None or not one.begun]

    def children(self, block: Block) -> tuple[tuple[Block, ...], list[_Label]]:
        """The children of a block, and the labels in it that speak for what follows it."""
        if not block.children:
            return (), []
        children, passed_on = self.siblings(block.children)
        if block.kind not in CLOSED_BY_SHAPE:
            return children, []
        if block.kind == "item" and block.scope and not passed_on and _is_short(block):
            text = first_text(block)
            if label(text, self.facets)[0] and text.rstrip()[-1:] not in _GOES_ON:
                return children, [_Label(text, block.lines[0] + 1, block.scope, None, behind=False)]
        if block.kind in ("bullets", "steps") and len(children) > 1 and all(map(_is_short, children)):
            *others, last = map(first_text, children)  # a list of places, unless its end introduces something
            bold = _BOLD.fullmatch(children[-1].children[0].source) and not any(map(self.is_led, others))
            introduces = last.endswith(":") or bool(bold and self.is_led(last))
            passed_on = [one for one in passed_on if one.text != last or introduces]
        return children, passed_on

    def within(self, block: Block, *, before_list: bool) -> Iterator[_Label]:
        """The labels behind other text in a block."""
        match block.kind:
            case "paragraph" | "cell":
                lines = block.source.split("\n")
                yield from self.at_last(block, before_list=before_list)
            case "heading":
                yield from self.underlined(block)
                return
            case "code":
                found = (_FENCE.match(line) for line in block.text.split("\n"))
                lines = [one["after"] if one else "" for one in found]
            case "table":
                lines = [line[line.rfind("|") + 1 :] if "|" in line else "" for line in self.lines[slice(*block.lines)]]
            case _:
                return
        for at, line in enumerate(lines):
            text, level = _behind(line)
            may_be_caption = at > 0 and block.kind == "paragraph" and (":" in line or line.endswith("**"))
            if not text and may_be_caption and looks_like_caption(_paragraph(line)):
                text = inline_text(line)
            scope = self.named(text) if text else EVERYONE
            if scope:
                number = min(block.lines[0] + at, block.lines[1] - 1) + 1
                is_last = at == len(lines) - 1 and block.kind != "code"
                yield _Label(text, number, scope, level, behind=True, is_last=is_last)

    def at_last(self, block: Block, *, before_list: bool) -> Iterator[_Label]:
        """The label of a paragraph's last piece that was to be an item: its mark is damaged, or a list goes on below.

        Or the paragraph's own, if only the number of a step is left of the item.
        """
        above, _, last = block.source.rpartition("\n")
        if above and _NUMBER.fullmatch(last):
            text, is_apart = caption(_paragraph(above))
            if is_apart and (scope := self.named(text)):
                yield _Label(text, block.lines[0] + 1, scope, None, behind=True)
            return
        text, is_damaged = last_item(block)
        if (before_list or is_damaged) and text and (scope := self.named(text)):
            yield _Label(text, block.lines[1], scope, None, behind=True, is_last=False)

    def underlined(self, block: Block) -> Iterator[_Label]:
        """The label on the last line of a heading, of which the others were to be a paragraph."""
        before, _, last = block.source.rpartition("\n")
        if before and (scope := label(inline_text(last), self.facets)[0]):
            line = block.lines[0] + block.source.count("\n") + 1
            yield _Label(inline_text(last), line, scope, int(block.label), behind=True, is_last=False)

    def label_alone(self, block: Block) -> Iterator[_Label]:
        """The label that a block is, if it is the last one of its container."""
        if block.kind == "heading" and (scope := label(block.text, self.facets)[0]):
            yield _Label(block.text, block.lines[0] + 1, scope, int(block.label), behind=False)
        elif block.kind == "paragraph":
            scope, led = label(block.text.rstrip(": "), self.facets)
            if not looks_like_caption(block) and (not led or block.text.rstrip()[-1:] in _GOES_ON):
                scope = EVERYONE
            if scope := scope or announcement(block.text, self.facets)[0]:
                yield _Label(block.text, block.lines[0] + 1, scope, None, behind=False)

    def is_led(self, text: str) -> bool:
        """Whether a text is a label with what shows that its name is meant: «Регион Москва»."""
        return label(text, self.facets)[1]

    def named(self, text: str) -> Scope:
        """The scope that a label names, if it is not much more than a name."""
        if text.rstrip().endswith("?"):
            return EVERYONE
        for folded in readings(text):
            found = mentions(folded, self.facets)
            if found:
                break
        else:
            folded = readings(text)[0]
            found = [one for one in (nearly(folded, facet) for facet in self.facets.facets) if one]
        if not found or restricts(folded) or spare_words(folded, found) > FEW:
            return EVERYONE
        return scope_of(found, self.facets)

    def report(self, one: _Label) -> None:
        where = "behind other text" if one.behind else "at the end of a list or quotation"
        found = f"the label «{shortened(one.text)}» stands {where}, so it opens nothing"
        advice = "write it on a line of its own, between empty lines and with the indentation of what it is for"
        withheld = "until then readers with another value do not get what follows"
        self.faults.append(Diagnostic(self.page, one.line, CODE, found, f"{advice}; {withheld}"))


def _not_ended_by(label: _Label, open_labels: Sequence[_Label]) -> list[_Label]:
    """The labels above that one does not end: only headings above its level."""
    return [one for one in open_labels if one.level is not None and (label.level is None or one.level < label.level)]


def _behind(line: str) -> tuple[str, int | None]:
    """The label behind other text at the end of a line, and the level of the heading that it was meant to be.

    >>> _behind("--> ### Москва"), _behind("#&# Москва")
    (('Москва', 3), ('Москва', 2))
    """
    line = _CODE_SPAN.sub(lambda span: " " * len(span[0]), line)
    if found := _HTML.search(line):
        return inline_text(found[2]), int(found[1])
    whole = line.rstrip().rstrip("#")
    at = whole.rfind("#")
    marks = len(whole[: at + 1]) - len(whole[: at + 1].rstrip("#"))
    text, before = whole[at + 1 :].strip(), whole[: at + 1 - marks]
    last = before.rstrip()[-1:]
    is_number = last.isalnum() or last in _NUMBERS
    begins = line.lstrip().startswith("#")  # a sign is among the marks
    is_mark = marks > 1 or not last or (whole[at + 1 : at + 2].isspace() and (begins or not is_number))
    if marks and text and len(text) <= LONGEST and is_mark:
        return inline_text(text.strip("#/ ")), min(whole[: at + 1].count("#") if begins else marks, 6)
    if found := _TAB.search(line):
        return inline_text(found[1] or found[2]), None
    if found := _CAPTION.search(line):
        return inline_text(found[1]), None
    return "", None


def _paragraph(line: str) -> Block:
    return Block("paragraph", (0, 1), line, inline_text(line))


def _is_short(item: Block) -> bool:
    """Whether an item has nothing but one line."""
    return len(item.children) == 1 and item.children[0].kind == "paragraph" and "\n" not in item.children[0].source

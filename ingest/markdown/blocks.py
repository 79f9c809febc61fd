"""Parse Markdown source into a tree of blocks."""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from ingest.markdown.borders import SENTINEL, markers
from ingest.markdown.brackets import shallow, unclosed_as_text
from ingest.markdown.footnotes import Footnotes, take_footnotes, told
from ingest.markdown.heading_ids import without_id
from ingest.markdown.html_tags import BREAKS, LAYOUT
from ingest.markdown.inline import placeholders_as_text, plain
from ingest.section import Block, Kind

WIDEST = 100
"""Columns and rows that a cell of a table can take."""

OUTSIDE = "outside"
"""Label of the row with the text of an HTML table that stands in no cell."""

DEEPEST = 200
"""Levels of nested blocks: more than any page has, and less than Python's recursion limit."""

_KINDS: dict[str, Kind] = {
    "paragraph_open": "paragraph", "heading_open": "heading", "bullet_list_open": "bullets",
    "ordered_list_open": "steps", "list_item_open": "item", "blockquote_open": "quote", "table_open": "table",
    "tr_open": "row", "th_open": "cell", "td_open": "cell", "tabs_open": "tabs", "tab_open": "tab",
    "note_open": "note", "details_open": "details",
}  # fmt: skip


@functools.cache
def parser(*, indented_code: bool = True) -> MarkdownIt:
    """The Markdown parser: CommonMark, tables, strike-through, footnotes, borders; only tables are blocks of HTML."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    md.block.ruler.disable("html_block")
    md.block.ruler.before("paragraph", "html_table", _html_table, {"alt": ["paragraph", "reference", "blockquote"]})
    if not indented_code:
        md.block.ruler.disable("code")
    md.use(footnote_plugin, inline=False, move_to_end=False)
    return md.use(markers).use(placeholders_as_text).use(unclosed_as_text).use(shallow)


def blocks(source: str, numbers: Sequence[int], *, indented_code: bool = True) -> tuple[Block, ...]:
    """Parse Markdown.

    Args:
        source: The text, borders included.
        numbers: The source line that each line of the text came from, counted from 0.
        indented_code: Whether four spaces make code; not where a dropped tag left its content indented.

    Returns:
        The tree, with line ranges in the source file.
    """
    tokens, notes = take_footnotes(parser(indented_code=indented_code).parse(source, {}), len(source))
    return tuple(_siblings(iter(tokens), _source_lines(numbers), notes))


def inline_text(source: str, *, addresses: bool = False) -> str:
    """The plain text of inline Markdown; ``addresses`` as for `plain`."""
    (token,) = parser().parseInline(source)
    return plain(token.children or [], addresses=addresses)


def _source_lines(numbers: Sequence[int]) -> Callable[[Token], tuple[int, int]]:
    def lines(token: Token) -> tuple[int, int]:
        start, end = token.map or (0, 1)
        last = min(max(end - 1, start), len(numbers) - 1)
        return (numbers[start], numbers[last] + 1) if numbers else (0, 0)

    return lines


def _siblings(tokens: Iterator[Token], lines: Callable[[Token], tuple[int, int]], notes: Footnotes) -> Iterator[Block]:
    """The blocks up to the end of the current container."""
    for token in tokens:
        if token.nesting < 0:
            if token.type in ("thead_close", "tbody_close"):
                continue
            return
        kind = _KINDS.get(token.type)
        if token.type in ("fence", "code_block"):
            code = token.content.rstrip("\n").replace(SENTINEL, "\ufffd")
            yield Block("code", lines(token), code, code, token.info.strip())
        elif token.type == "hr":
            yield Block("rule", lines(token))
        elif token.type == "html_table":
            yield _table(token, lines(token))
        elif kind in ("paragraph", "heading", "cell"):
            notes.headings += kind == "heading"
            yield (leaf := _leaf(kind, token, tokens, lines, notes))
            if kind != "cell":
                yield from _notes(leaf.lines, lines, notes)
        elif kind is not None:
            label = inline_text(token.info) if kind in ("tab", "details") else token.info if kind == "note" else ""
            first = str(token.attrGet("start") or 1) if kind == "steps" else label
            outer = notes.container, notes.tabs
            notes.container = notes.next_id()
            notes.tabs += (id(token),) if kind == "tab" else ()
            children = tuple(_siblings(tokens, lines, notes))
            notes.container, notes.tabs = outer
            yield (block := Block(kind, _covering(lines(token), children), label=first, children=children))
            if kind == "table":
                yield from _notes(block.lines, lines, notes)


def _notes(at: tuple[int, int], lines: Callable[[Token], tuple[int, int]], notes: Footnotes) -> Iterator[Block]:
    """The footnotes to which the block that was read refers."""
    for label in notes.due():
        if label not in notes.blocks:
            inner = Footnotes({}, 0)
            notes.blocks[label] = tuple(_siblings(iter(notes.notes[label].tokens), lines, inner))
        yield from told(notes.blocks[label], notes.number(label), at)


def _covering(lines: tuple[int, int], children: Sequence[Block]) -> tuple[int, int]:
    return min([lines[0], *(child.lines[0] for child in children)]), max([lines[1], *(c.lines[1] for c in children)])


def _leaf(
    kind: Kind,
    opening: Token,
    tokens: Iterator[Token],
    lines: Callable[[Token], tuple[int, int]],
    notes: Footnotes,
) -> Block:
    inline, _ = next(tokens), next(tokens)
    label = opening.tag[1:] if kind == "heading" else opening.tag if kind == "cell" else ""
    source, anchor = without_id(inline.content) if kind == "heading" else (inline.content, "")
    if notes.notes and "[^" in source:
        source = notes.marked(source, mark=kind != "heading")
    text = plain(inline.children or []) if source == inline.content else inline_text(source)
    return Block(kind, lines(opening if opening.map else inline), source, text, label, anchor=anchor)


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not state.src.startswith("<table", state.bMarks[start] + state.tShift[start]):
        return False
    if silent:
        return True
    last = start
    while last < end - 1 and "</table>" not in state.getLines(last, last + 1, 0, False):
        if SENTINEL in state.getLines(last + 1, last + 2, 0, False):
            break
        last += 1
    token = state.push("html_table", "", 0)
    token.content = state.getLines(start, last + 1, 0, False)
    token.map = [start, last + 1]
    state.line = last + 1
    return True


@dataclass(slots=True)
class _Cell:
    """A cell of an HTML table."""

    tag: str
    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)


class _Rows(HTMLParser):
    """Collects the rows of an HTML table; a cell keeps its inline markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[list[_Cell]] = []
        self.in_row = False
        self.cell: _Cell | None = None
        self.filled = False
        """Whether the cell has text."""
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self.in_row = True
        elif tag in ("td", "th"):
            self.cell = _Cell(tag, _span(attrs, "colspan"), _span(attrs, "rowspan"))
            self.filled = False
            if not self.in_row:
                self.rows.append([])
                self.in_row = True
            self.rows[-1].append(self.cell)
        elif tag in BREAKS:
            self.handle_data("<br>" if self.filled else "")
        elif tag not in LAYOUT:
            self.handle_data(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = None
        elif tag == "tr":
            self.in_row = False
        elif tag not in LAYOUT:
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        (self.outside if self.cell is None else self.cell.parts).append(data)
        self.filled = self.filled or (self.cell is not None and bool(data.strip()))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    """Columns or rows that a cell takes; 1 if that is no number. ``0``, the rest of them, is the most."""
    given = (dict(attrs).get(name) or "1").strip()
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    return min(number or WIDEST, WIDEST)


def _table(token: Token, lines: tuple[int, int]) -> Block:
    parsed = _Rows()
    parsed.feed(token.content)
    parsed.close()
    outside = " ".join("".join(parsed.outside).split())
    above = [Block("row", lines, label=OUTSIDE, children=(_cell("td", outside, lines),))] if outside else []
    rows = (Block("row", lines, children=tuple(row)) for row in _grid(parsed.rows, lines))
    return Block("table", lines, children=(*above, *rows))


def _grid(rows: Sequence[Sequence[_Cell]], lines: tuple[int, int]) -> Iterator[list[Block]]:
    """The cells of each row, with one that spans rows or columns in each of its places, as in a table without spans."""
    width = max((sum(cell.columns for cell in row) for row in rows if len(row) > 1), default=1)
    hanging: dict[int, tuple[Block, int]] = {}
    for row in rows:
        blocks: list[Block] = []
        for cell in row:
            _hang(blocks, hanging)
            block = _cell(cell.tag, "".join(cell.parts), lines)
            for number in range(min(cell.columns, max(width - len(blocks), 1))):
                one = replace(block, repeats=number > 0)
                if cell.rows > 1:
                    hanging[len(blocks)] = one, cell.rows - 1
                blocks.append(one)
        _hang(blocks, hanging)
        yield blocks


def _hang(blocks: list[Block], hanging: dict[int, tuple[Block, int]]) -> None:
    """Add what stands in the next places of a row from those above: by column a cell, and the rows it still takes."""
    while len(blocks) in hanging:
        block, rows = hanging.pop(len(blocks))
        if rows > 1:
            hanging[len(blocks)] = block, rows - 1
        blocks.append(block)


def _cell(tag: str, source: str, lines: tuple[int, int]) -> Block:
    source = " ".join(source.split())
    return Block("cell", lines, source, inline_text(source), tag)

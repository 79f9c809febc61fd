"""Render a section's blocks as plain text and as Markdown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.markdown.blocks import blocks as parsed
from ingest.markdown.blocks import inline_text
from ingest.markdown.lines import fence_around
from ingest.render.inert import escaped, inert
from ingest.render.links import led
from ingest.section import Block


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block of text and its place in the section's plain text."""

    block: Block
    start: int
    end: int
    """Half-open range of characters."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text of a section without markup."""

    text: str
    leaves: tuple[Leaf, ...]
    """Every paragraph, cell row, code block and heading in it, in order."""


@dataclass(frozen=True, slots=True)
class _Line:
    indent: str
    text: str
    leaf: Block | None = None


def plain_text(blocks: Sequence[Block]) -> PlainText:
    """The blocks as plain text: steps numbered, lists marked, captions of tabs on separate lines."""
    parts: list[str] = []
    spans: list[Leaf] = []
    length = 0
    for line in _lines(blocks, _PLAIN):
        start = length + len(line.indent)
        length = start + len(line.text) + 1
        parts.append(line.indent + line.text)
        if line.leaf is None or not line.text:
            continue
        if spans and spans[-1].block is line.leaf:
            start = spans.pop().start
        spans.append(Leaf(line.leaf, start, length - 1))
    return PlainText("\n".join(parts), tuple(spans))


def markdown(blocks: Sequence[Block], *, resolve: Callable[[str], str] | None = None) -> str:
    """The blocks as CommonMark with pipe tables, without images: notes become quotes, captions of tabs bold lines.

    Args:
        blocks: The blocks.
        resolve: Maps each link's target to the one written, see `ingest.render.links.led`.
    """
    style = _MARKDOWN if resolve is None else replace(_MARKDOWN, leaf=lambda block: led(inert(block.source), resolve))
    return "\n".join((line.indent + line.text).rstrip() for line in _lines(blocks, style))


def mail_text(written: str) -> str:
    """Markdown as text for a mail: as `plain_text` has it, with the address of each link after its words."""
    lines = _lines(parsed(written, range(written.count("\n") + 1)), _MAIL)
    return "\n".join((line.indent + line.text).rstrip() for line in lines)


@dataclass(frozen=True, slots=True)
class _Style:
    leaf: Callable[[Block], str]
    caption: Callable[[str], str]
    quote: str
    marked: bool
    """Markdown: its marks are written, and an empty line between blocks."""


_PLAIN = _Style(lambda block: block.text, lambda label: f"{label}:", "", marked=False)
_MAIL = replace(_PLAIN, leaf=lambda block: inline_text(block.source, addresses=True))
_MARKDOWN = _Style(lambda block: inert(block.source), lambda label: f"**{escaped(label)}**", "> ", marked=True)


def _lines(blocks: Sequence[Block], style: _Style) -> Iterator[_Line]:
    for at, block in enumerate(blocks):
        if at and style.marked:
            yield _Line("", "")
        yield from _block(block, style)


def _block(block: Block, style: _Style) -> Iterator[_Line]:
    match block.kind:
        case "paragraph":
            yield from (_Line("", text, block) for text in style.leaf(block).split("\n"))
        case "heading":
            mark = "#" * int(block.label) + " " if style.marked else ""
            yield _Line(mark, style.leaf(block).replace("\n", " "), block)
        case "bullets" | "steps":
            yield from _list(block, style)
        case "code":
            yield from _code(block, style)
        case "table":
            yield from _table(block, style)
        case "rule":
            if style.marked:
                yield _Line("", "---")
        case "tab" | "details":
            if block.label:
                yield _Line("", style.caption(block.label))
                if block.children and style.marked:
                    yield _Line("", "")
            yield from _lines(block.children, style)
        case "note" | "quote":
            for line in _lines(block.children, style):
                yield _Line(style.quote + line.indent, line.text, line.leaf)
        case _:
            yield from _lines(block.children, style)


def _list(block: Block, style: _Style) -> Iterator[_Line]:
    first = int(block.label or 1) if block.kind == "steps" else 0
    for number, item in enumerate(block.children, start=first):
        mark = f"{number}. " if block.kind == "steps" else "- "
        inside = list(_lines(item.children, style)) or [_Line("", "")]
        for at, line in enumerate(inside):
            yield _Line((mark if at == 0 else " " * len(mark)) + line.indent, line.text, line.leaf)


def _code(block: Block, style: _Style) -> Iterator[_Line]:
    lines = [_Line("", text, block) for text in block.source.split("\n")]
    if not style.marked:
        yield from lines
        return
    fence = fence_around([block.source])
    yield _Line("", fence + block.label)
    yield from lines
    yield _Line("", fence)


def _table(block: Block, style: _Style) -> Iterator[_Line]:
    """One line for each row, which is a leaf, so that a row can be the best span of an answer.

    An empty cell keeps its place, so that no value moves into another column.
    """
    for number, row in enumerate(block.children):
        texts = [style.leaf(cell) for cell in row.children]
        if not style.marked:
            told = " | ".join(text.replace("\n", " ") for text in texts) if any(text.strip() for text in texts) else ""
            yield _Line("", told.strip(" "), row)
            continue
        cells = [text.replace("\n", "<br>").replace("|", "\\|") for text in texts]
        yield _Line("", "| " + " | ".join(cells) + " |", row)
        if number == 0:
            yield _Line("", "|" + " --- |" * len(cells))

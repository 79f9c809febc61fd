"""Split a page's blocks into sections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.markdown.anchors import Anchors
from ingest.section import EVERYONE, Block, Scope, Section


@dataclass(slots=True)
class _Open:
    """A section that is being filled."""

    heading: Block | None
    breadcrumb: tuple[str, ...]
    scopes: tuple[Scope, ...]
    blocks: list[Block] = field(default_factory=list)


def sections(
    page: str, title: str, blocks: Sequence[Block], *, deepest: int = 6, above: str = ""
) -> tuple[Section, ...]:
    """Split a page at its headings, including those in a tab, in details or in a list item.

    The container around a heading stays in the section in which it began, without the part that the heading takes. A
    section inside a tab inherits the tab's scope but not the tab itself.

    Args:
        page: Id of the page.
        title: Title of the text before the first heading.
        blocks: The page's blocks, with their scopes.
        above: A title that stands above every heading, unless the page has a heading of the first level.
        deepest: Headings below this level do not start a section (2 for a FAQ).

    Returns:
        The sections of all headings, in order of the source, including empty ones; text before the first heading,
        if there is any, comes first.
    """
    splitter = _Splitter(deepest)
    before = _Open(None, (), ())
    before.blocks = splitter.rest(blocks, ())
    headings = [opened.heading for opened in splitter.opened if opened.heading]
    anchors = Anchors(heading.anchor for heading in headings if heading.anchor)
    outermost = (above,) if above and not any(heading.label == "1" for heading in headings) else ()
    result = [_finished(page, title, "", before)] if before.blocks else []
    for opened in splitter.opened:
        assert opened.heading is not None
        name = opened.heading.text or opened.heading.source
        opened.breadcrumb = (*outermost, *opened.breadcrumb)
        result.append(_finished(page, name, anchors.give(name, opened.heading.anchor), opened))
    return tuple(result)


class _Splitter:
    def __init__(self, deepest: int) -> None:
        self.deepest = deepest
        self.opened: list[_Open] = []
        self.above: list[tuple[int, str]] = []

    def rest(self, siblings: Sequence[Block], scopes: tuple[Scope, ...]) -> list[Block]:
        """Open a section at each heading; return the blocks before the first."""
        before: list[Block] = []
        into = before
        for block in siblings:
            outer = (*scopes, block.scope) if block.scope else scopes
            if self.splits(block):
                into = self.open(block, outer).blocks
            elif any(self.splits(inner) for inner in walk(block.children)):
                left = tuple(self.rest(block.children, outer))
                if left:
                    into.append(replace(block, children=left))
            else:
                into.append(block)
        return before

    def splits(self, block: Block) -> bool:
        return block.kind == "heading" and int(block.label) <= self.deepest

    def open(self, heading: Block, scopes: tuple[Scope, ...]) -> _Open:
        level = int(heading.label)
        self.above = [one for one in self.above if one[0] < level]
        self.opened.append(_Open(heading, tuple(name for _, name in self.above), scopes))
        self.above.append((level, heading.text))
        return self.opened[-1]


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """All blocks of a tree, each before its children."""
    for block in blocks:
        yield block
        yield from walk(block.children)


def _finished(page: str, title: str, anchor: str, opened: _Open) -> Section:
    own = [opened.heading] if opened.heading else []
    leaves = [block for block in walk([*own, *opened.blocks]) if not block.children]
    return Section(
        id=f"{page}#{anchor}" if anchor else page,
        page=page,
        anchor=anchor,
        title=title,
        breadcrumb=opened.breadcrumb,
        lines=(min(leaf.lines[0] for leaf in leaves), max(leaf.lines[1] for leaf in leaves)),
        blocks=tuple(opened.blocks),
        scopes=tuple(scope for scope in opened.scopes if scope != EVERYONE),
    )

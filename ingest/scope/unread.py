"""Labels that look like a scope and are not understood: what stands under them is withheld from other readers.

Nobody can know for whom «Москва (новое)» or «Mосква!» holds, so the block is left to readers with the value that the
label names and to those without a choice, and the label is reported. Where all labels beside it say a value and this
one says none, the block is left to readers with the only value that remains, or to those without a choice alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.content.facets import Facets
from ingest.diagnostic import Diagnostic
from ingest.fold import fold_phrase
from ingest.markdown.attributes import code_title
from ingest.scope.labels import SHOWN, Label
from ingest.scope.leads import brackets, caption, indented_line, items, items_within, last_item, last_text, sentence
from ingest.scope.phrases import both, merged
from ingest.scope.signs import says_something
from ingest.scope.unread_labels import Group, UnreadLabels
from ingest.scope.unread_tables import UnreadTables, first_cells
from ingest.section import EVERYONE, Block, Scope

_TAB = re.compile(r"<tab(?=[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A page's blocks, with what is not understood withheld, and what to report."""

    blocks: tuple[Block, ...]
    faults: tuple[Diagnostic, ...]


def withhold(page: str, blocks: Sequence[Block], lines: Sequence[str], facets: Facets) -> Withheld:
    """Withhold what stands under labels that look like a scope and are not understood.

    - A tab, or the bracket that opens a step, that names a value.
    - The lead of a list item, a heading, a caption, a summary, the head of a column or row that begins with a value's
      name or is nearly one, even misspelt, beside one for another value of the facet; or that has the facet's own word
      before it («Регион Москва, новое»).
    - One of these that is a word no dictionary has, somewhat like a name, beside one for another value.
    - The phrase in brackets of a paragraph, beside such a label, or with steps in the paragraph.
    - A tab, or the lead of a list item, that names no value, where everything beside it says one; a tab that has no
      label, where anything does.

    Labels within a list are beside those of its items. What is withheld says nothing of the labels in it.

    A restriction («только в регионе X») and a label that names all values, or whose text names another one too, hold
    for everyone. A name that stands alone in a list, or among other places, is a place.

    Args:
        page: Its id, for the reports.
        blocks: The page's blocks with their scopes.
        lines: Its source: tabs are reported where their labels stand.
        facets: What the content declares.
    """
    reader = _Reader(page, lines, facets)
    closed = reader.siblings(blocks, EVERYONE)
    return Withheld(closed, tuple(sorted(reader.labels.faults, key=lambda fault: fault.line)))


class _Reader:
    """Walks the tree and rewrites scopes."""

    def __init__(self, page: str, lines: Sequence[str], facets: Facets) -> None:
        self.lines, self.facets = lines, facets
        self.labels = UnreadLabels(page, facets)
        self.tables = UnreadTables(self.labels, lines)
        self.words = {fold_phrase(one) for facet in facets.facets for one in (*facet.lead, *facet.label.values())}
        """What stands before a name."""

    def siblings(self, blocks: Sequence[Block], outer: Scope, around: Group = ()) -> tuple[Block, ...]:
        """The blocks of one container; ``around``: labels beside it."""
        added = self.flow(blocks, outer, around)
        result = []
        below = [*(block.text for block in blocks[1:]), ""]
        for block, (scope, beside), text in zip(blocks, added, below, strict=False):
            own = both(block.scope, scope) if scope else block.scope
            children = self.children(block, merged(outer, block.scope), beside, text)
            result.append(replace(block, scope=own, children=children))
        return tuple(result)

    def flow(self, blocks: Sequence[Block], outer: Scope, around: Group) -> list[tuple[Scope, Group]]:
        """What headings, captions and summaries that are not understood add to each block, and the labels beside it."""
        groups: list[Group] = []
        open_headings: dict[int, list[tuple[int, Label]]] = {}
        under: list[tuple[int, Label]] = []
        self.labels.beyond[id(under)] = under, around
        beside: list[Group] = []
        sentences: list[tuple[Group, int, Label]] = []
        for at, block in enumerate(blocks):
            scope = merged(outer, block.scope)
            line = block.lines[0] + 1
            if block.kind == "heading":
                level = int(block.label)
                groups += [open_headings.pop(deeper) for deeper in sorted(open_headings) if deeper > level]
                text = f"{block.text} {self.broken_off(blocks[at : at + 2])}".rstrip()
                own = Label("heading", text, line, scope)
                open_headings.setdefault(level, []).append((at, own))
                under = [(-1, own)]
            elif block.kind == "details":
                under.append((at, Label("details", block.label, line, scope)))
            elif block.kind == "code" and (title := code_title(block.label)):
                under.append((at, Label("code", title, line, scope)))
            elif (paragraph := indented_line(block)) and "\n" not in block.text:
                under.append((at, Label("code", paragraph.text, line, scope, apart=False)))
            elif block.kind == "paragraph":
                lead, apart = caption(block)
                phrases, swallowed = sentence(block, last_text(blocks[at - 1]) if at else "", self.facets)
                if phrases:
                    sentences.append((under, at, Label("sentence", phrases, line, scope, apart=swallowed)))
                if item := last_item(block)[0]:
                    under.append((-1, Label("caption", item, block.lines[1], scope)))
                under.append(
                    (at, Label("caption", lead, line, scope, block.text.partition(lead)[2] if lead else "", apart))
                )
            elif block.kind in ("bullets", "steps", "quote"):
                under += [(-1, label) for label in items_within(block, scope)]
            elif block.kind == "table":
                under += [(-1, label) for _, label in first_cells(block.children, scope)]
            beside.append(under)
        added = [EVERYONE] * len(blocks)
        seen: set[int] = set()
        for group in [*groups, *open_headings.values(), *beside]:
            if id(group) not in seen:
                seen.add(id(group))
                for at, scope in self.labels.decided([one for one in group if one[0] >= 0], group).items():
                    for inside in _reach(blocks, at):
                        added[inside] = merged(added[inside], scope)
        for group, at, label in sentences:
            added[at] = merged(added[at], self.labels.decided([(at, label)], group).get(at, EVERYONE))
        return list(zip(added, beside, strict=True))

    def broken_off(self, pair: Sequence[Block]) -> str:
        """The paragraph below a heading that is only the word before a name: «### Регион», «Москва»."""
        heading, below = pair[0], pair[1:]
        if not below or below[0].kind != "paragraph" or len(below[0].text) > SHOWN:
            return ""
        return below[0].text if fold_phrase(heading.text).strip(" :") in self.words else ""

    def children(self, block: Block, outer: Scope, beside: Group, below: str) -> tuple[Block, ...]:
        """The children of a block, with what their labels say added to their scopes; ``below``: the text after it."""
        if block.kind not in ("tabs", "bullets", "steps", "table"):
            return self.siblings(block.children, outer, beside if block.kind == "quote" else ())
        labels: Group = ()
        if block.kind == "table":
            children = self.tables.rows(block.children, outer, beside)
        elif block.kind == "tabs":
            children = self.added_to(block.children, self.labels.decided(self.tabs(block, outer)))
        else:
            labels = list(items(block, outer))
            self.labels.beyond[id(labels)] = labels, beside
            children = self.added_to(block.children, self.labels.decided(labels, beside))
            children = self.added_to(
                children, self.labels.decided(list(brackets(children, outer, self.facets, below=below)))
            )
        return tuple(
            replace(child, children=self.siblings(child.children, merged(outer, child.scope), labels))
            for child in children
        )

    def added_to(self, blocks: Sequence[Block], added: Mapping[int, Scope]) -> tuple[Block, ...]:
        """Blocks with scopes added, by their number."""
        return tuple(
            replace(block, scope=merged(block.scope, added.get(at, EVERYONE))) for at, block in enumerate(blocks)
        )

    def tabs(self, block: Block, outer: Scope) -> list[tuple[int, Label]]:
        """The labels of a tab set, on the lines on which they are written."""
        tabs = [(at, tab) for at, tab in enumerate(block.children) if tab.kind == "tab"]
        written = [at for at in range(*block.lines) for _ in _TAB.finditer(self.lines[at])]
        lines = [*written, *(tab.lines[0] for _, tab in tabs[len(written) :])]
        return [
            (at, Label("tab", tab.label, line + 1, merged(outer, tab.scope)))
            for (at, tab), line in zip(tabs, lines, strict=False)
        ]


def _reach(blocks: Sequence[Block], at: int) -> Iterator[int]:
    """The blocks that a label speaks for: a heading's up to the next of its level, a caption's next, or its own."""
    yield at
    if blocks[at].kind == "heading":
        level = int(blocks[at].label)
        for inside in range(at + 1, len(blocks)):
            if blocks[inside].kind == "heading" and int(blocks[inside].label) <= level:
                return
            yield inside
    elif blocks[at].kind == "paragraph" or indented_line(blocks[at]):
        begun = False
        for inside in range(at + 1, len(blocks)):
            something = says_something(blocks[inside])
            if (blocks[inside].kind == "heading" and something) or (begun and blocks[inside].kind == "paragraph"):
                return
            begun = begun or something
            yield inside

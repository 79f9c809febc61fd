"""Labels that look like a scope and are not understood: what stands under them is withheld from other readers.

Nobody can know for whom «Москва (новое)» or «Mосква!» holds, so the block is left to readers with the value that the
label names and to those without a choice, and the label is reported. Where all labels beside it say a value and this
one says none, the block is left to readers with the only value that remains, or to those without a choice alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.content.facets import Facet, Facets
from ingest.diagnostic import Diagnostic
from ingest.fold import fold_phrase
from ingest.markdown.attributes import code_title
from ingest.markdown.blocks import OUTSIDE, inline_text
from ingest.scope.assign import first_paragraph, first_text, header_of, runs
from ingest.scope.choice import OTHER
from ingest.scope.decoration import NEGATING, undecorated, up_to_colon
from ingest.scope.near_name import nearly, readings
from ingest.scope.phrases import Mention, in_brackets, last_bracket, mentions, merged, names_another, restricts
from ingest.section import EVERYONE, Block, Scope

What = Literal["tab", "details", "code", "item", "heading", "caption", "column", "row", "bracket"]

CODE = "unread-scope"

SHOWN = 60
"""Characters of a label that a message quotes."""

FEW = 2
"""Words that a label may have besides a name and still be nearly one."""

_EXCLUDES = re.compile(r"(?<!\w)(?:кроме|исключ\w+|вне|не|нет|без|except|not|without|емес)(?!\w)")
_CROSSED = re.compile(f"[{''.join(NEGATING)}]")
_LEAD = re.compile(
    r"(?P<lead>[^:—–|]{1,60}?(?:[:：]\s[^:—–.!?|]{1,40}?(?=\s[—–-]{1,3}\s))?)(?:\s[—–-]{1,3}\s|\s?\||[:：](?=[\s*_]|$)(?!\s*[^:—–.!?]{1,40}\s[—–-]\s))"
)
_BOLD = re.compile(r"[\s|]*(?P<mark>\*\*|__)(?P<lead>[^*\n]{1,80}?)(?P=mark)(?P<after>\s*[:—–-])?")
_FIRST_BRACKET = re.compile(r"\s*\((?P<clause>(?:[^()]|\([^()]{0,60}\)){1,120})\)")
_ANY_BRACKET = re.compile(r"\((?P<clause>[^()]{1,60})\)(?=\s*[^\w\s(])")
_LOOSE_BRACKET = re.compile(r"\((?P<after>[^()]{1,60})|(?P<before>[^()]{1,60})\)")
_REST_OF_LEAD = re.compile(r"[:：]\s*[^:—–|]{1,60}?(?=\s[—–-]{1,3}\s|\s?\||[:：](?:[\s*_]|$)|$)")
_BEGINS_SET_OFF = re.compile(r"[^\w\s]*[*_](?=\S)|[-*+#]+[^\w\s]*\s?(?=\w)")
_ENDS_SET_OFF = re.compile(r"[*_:][^\w\s]*$")
"""Emphasis, even damaged, the mark of an item or a heading without its space, or a colon at the end."""

_PIPE = re.compile(r"(?<!\\)\|")
_ROW_END = re.compile(r"^[\s>]*\|?|(?<!\\)\|\s*$")
_CELL_TAG = re.compile(r"</?t[rdh]\b", re.IGNORECASE)
_MARK = re.compile(r"\s?[:(]|\s[—–-]\s")
_TAB = re.compile(r"<tab(?=[\s>])", re.IGNORECASE)
_ADVICE: Mapping[What, str] = {
    "tab": "label it «{label}» and nothing else, or add this label to the names in facets.toml",
    "details": "write the summary «{label}», or begin it with what it says for everyone",
    "code": "make its title «{label}», or one that names no value",
    "item": "begin it with «{label}: », or with what it says for everyone",
    "heading": "make it «{label}» and nothing else, or begin with what it says for everyone",
    "caption": "make it «{label}:» and nothing else, or begin with what it says for everyone",
    "column": "head it «{label}» and nothing else",
    "row": "begin it with «{label}» and nothing else",
    "bracket": "write «({label})», or move the words out of the brackets if they hold for everyone",
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A page's blocks, with what is not understood withheld, and what to report."""

    blocks: tuple[Block, ...]
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """The label of a block, and whom the block holds for."""

    what: What
    text: str
    line: int
    """Counted from 1."""
    scope: Scope
    """With all that the block stands in."""
    rest: str = ""
    """Of the text that the label opens."""
    apart: bool = True
    """Set off as a label is: the lead of an item, and not all of its text; a bracket that opens a step."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What a label says of a facet."""

    values: frozenset[str]
    """None: it speaks of the facet and scopes nothing."""
    alone: bool
    """It says so whatever stands beside it."""


_Labels = Sequence[tuple[int, _Label]]
"""Labels side by side, each with the number of what it is the label of."""


def withhold(page: str, blocks: Sequence[Block], lines: Sequence[str], facets: Facets) -> Withheld:
    """Withhold what stands under labels that look like a scope and are not understood.

    - A tab, or the bracket that opens a step, that names a value.
    - The lead of a list item, a heading, a caption, a summary, the head of a column or row that begins with a value's
      name or is nearly one, even misspelt, beside one for another value of the facet; or that has the facet's own word
      before it («Регион Москва, новое»).
    - A tab, or the lead of a list item, that names no value, where everything beside it says one.

    A restriction («только в регионе X») and a label that names all values, or whose text names another one too, hold
    for everyone. A name that stands alone in a list, or among other places, is a place.

    Args:
        page: Its id, for the reports.
        blocks: The page's blocks with their scopes.
        lines: Its source, code left empty: tabs are reported where their labels stand.
        facets: What the content declares.
    """
    reader = _Reader(page, lines, facets)
    closed = reader.siblings(blocks, EVERYONE)
    return Withheld(closed, tuple(sorted(reader.faults, key=lambda fault: fault.line)))


class _Reader:
    """Walks the tree, rewrites scopes and collects reports."""

    def __init__(self, page: str, lines: Sequence[str], facets: Facets) -> None:
        self.page, self.lines, self.facets = page, lines, facets
        self.faults: list[Diagnostic] = []
        self.names: dict[tuple[_Label, str], _Named | None] = {}
        self.words = {fold_phrase(one) for facet in facets.facets for one in (*facet.lead, *facet.label.values())}
        """What stands before a name."""
        self.beyond: dict[int, tuple[_Labels, _Labels]] = {}
        """By its identity, a group, and the labels beside the container that it is in."""
        self.groups: dict[tuple[int, str], tuple[_Labels, set[frozenset[str]]]] = {}
        """The group is kept with what it says, so that no other takes its identity."""

    def siblings(self, blocks: Sequence[Block], outer: Scope, around: _Labels = ()) -> tuple[Block, ...]:
        """The blocks of one container; ``around``: labels beside it."""
        added = self.flow(blocks, outer, around)
        result = []
        for block, (scope, beside) in zip(blocks, added, strict=True):
            own = merged(block.scope, scope) if scope else block.scope
            result.append(replace(block, scope=own, children=self.children(block, merged(outer, own), beside)))
        return tuple(result)

    def flow(self, blocks: Sequence[Block], outer: Scope, around: _Labels) -> list[tuple[Scope, _Labels]]:
        """What headings, captions and summaries that are not understood add to each block, and the labels beside it."""
        groups: list[_Labels] = []
        open_headings: dict[int, list[tuple[int, _Label]]] = {}
        under: list[tuple[int, _Label]] = []
        self.beyond[id(under)] = under, around
        beside: list[_Labels] = []
        for at, block in enumerate(blocks):
            scope = merged(outer, block.scope)
            line = block.lines[0] + 1
            if block.kind == "heading":
                level = int(block.label)
                groups += [open_headings.pop(deeper) for deeper in sorted(open_headings) if deeper > level]
                text = f"{block.text} {self.broken_off(blocks[at : at + 2])}".rstrip()
                open_headings.setdefault(level, []).append((at, _Label("heading", text, line, scope)))
                under = []
            elif block.kind == "details":
                under.append((at, _Label("details", block.label, line, scope)))
            elif block.kind == "code" and (title := code_title(block.label)):
                under.append((at, _Label("code", title, line, scope)))
            elif block.kind == "paragraph":
                lead, apart = _caption(block)
                under.append(
                    (at, _Label("caption", lead, line, scope, block.text.partition(lead)[2] if lead else "", apart))
                )
            elif block.kind in ("bullets", "steps"):
                under += [(-1, label) for _, label in _items(block, scope)]
            elif block.kind == "quote":
                lists = [child for child in block.children if child.kind in ("bullets", "steps")]
                under += [(-1, label) for one in lists for _, label in _items(one, scope)]
            elif block.kind == "table":
                under += [(-1, label) for _, label in _firsts(block.children, scope)]
            beside.append(under)
        added = [EVERYONE] * len(blocks)
        seen: set[int] = set()
        for group in [*groups, *open_headings.values(), *beside]:
            if id(group) not in seen:
                seen.add(id(group))
                for at, scope in self.decided([one for one in group if one[0] >= 0], group).items():
                    for inside in _reach(blocks, at):
                        added[inside] = merged(added[inside], scope)
        return list(zip(added, beside, strict=True))

    def broken_off(self, pair: Sequence[Block]) -> str:
        """The paragraph below a heading that is only the word before a name: «### Регион», «Москва»."""
        heading, below = pair[0], pair[1:]
        if not below or below[0].kind != "paragraph" or len(below[0].text) > SHOWN:
            return ""
        return below[0].text if fold_phrase(heading.text).strip(" :") in self.words else ""

    def children(self, block: Block, outer: Scope, beside: _Labels) -> tuple[Block, ...]:
        """The children of a block, with what their labels say added to their scopes."""
        if block.kind not in ("tabs", "bullets", "steps", "table"):
            return self.siblings(block.children, outer, beside if block.kind == "quote" else ())
        children = block.children
        if block.kind == "table":
            children = self.table(children, outer, beside)
        else:
            labels = self.tabs(block, outer) if block.kind == "tabs" else list(_items(block, outer))
            added = self.decided(labels, beside if block.kind != "tabs" else ())
            children = tuple(
                replace(child, scope=merged(child.scope, added.get(at, EVERYONE))) for at, child in enumerate(children)
            )
            if block.kind != "tabs":
                children = self.bracketed(children, outer)
        return tuple(
            replace(child, children=self.siblings(child.children, merged(outer, child.scope))) for child in children
        )

    def tabs(self, block: Block, outer: Scope) -> list[tuple[int, _Label]]:
        """The labels of a tab set, on the lines on which they are written."""
        tabs = [(at, tab) for at, tab in enumerate(block.children) if tab.kind == "tab"]
        written = [at for at in range(*block.lines) for _ in _TAB.finditer(self.lines[at])]
        lines = [*written, *(tab.lines[0] for _, tab in tabs[len(written) :])]
        return [
            (at, _Label("tab", tab.label, line + 1, merged(outer, tab.scope)))
            for (at, tab), line in zip(tabs, lines, strict=False)
        ]

    def bracketed(self, items: Sequence[Block], outer: Scope) -> tuple[Block, ...]:
        """Items whose bracket is not understood."""
        labels: list[tuple[int, _Label]] = []
        for at, item in enumerate(items):
            text = undecorated(first_text(item))
            first = _FIRST_BRACKET.match(text)
            bracket = first["clause"] if first else last_bracket(text) or _explicit_bracket(text, self.facets)
            if loose := _loose_bracket(text, self.facets):
                bracket = loose
            label = _Label("bracket", bracket, item.lines[0] + 1, merged(outer, item.scope), apart=bool(first or loose))
            if bracket:
                labels.append((at, label))
        added = self.decided(labels)
        return tuple(replace(item, scope=merged(item.scope, added.get(at, EVERYONE))) for at, item in enumerate(items))

    def table(self, rows: Sequence[Block], outer: Scope, beside: _Labels) -> tuple[Block, ...]:
        """The rows of a table: its columns by their heads, its rows by their first cells."""
        if not rows:
            return ()
        head = header_of(rows)
        heads = [
            (at, _Label("column", cell.text, head.lines[0] + 1, merged(outer, cell.scope)))
            for at, cell in enumerate(head.children)
        ]
        columns = self.decided(heads)
        rows = self.in_columns(rows, head, [replace(one, scope=head.children[at].scope) for at, one in heads])
        self.spanning(rows, head)
        own = self.decided([] if 0 in columns else list(_firsts(rows, outer)), beside)
        return tuple(
            replace(
                row,
                scope=merged(row.scope, own.get(number, EVERYONE)),
                children=tuple(
                    replace(cell, scope=merged(cell.scope, columns[at])) if at in columns else cell
                    for start, end in runs(row.children)
                    for cell, at in _with_column(row.children[start:end], start, columns)
                ),
            )
            for number, row in enumerate(rows)
        )

    def in_columns(self, rows: Sequence[Block], head: Block, heads: Sequence[_Label]) -> Sequence[Block]:
        """The rows; those whose cells do not fit the head are left to nobody who chose what the table tells apart.

        A row does not fit that has another count of cells; none does in a table that shows tags of cells as text.
        """
        loose = any(map(_has_cell_tags, rows))
        count = max(len(head.children), self.written_cells(head))
        unfit = [row for row in rows if loose or row.label == OUTSIDE or self.cells(row) not in (1, count)]
        if not unfit:
            return rows
        everything = [replace(heads[0], text=cell.text) for row in rows for cell in row.children] if loose else []
        firsts = [label for _, label in _firsts(rows, EVERYONE)]
        named = [
            facet.id
            for facet in self.facets.facets
            if self.values((*heads, *everything), facet) or len(self.values(firsts, facet)) > 1
        ]
        if not named:
            return rows
        cells = f"a row of the table has {self.cells(unfit[0])} cells, and its head {count}"
        found = "a tag of a cell is shown as text" if loose else cells
        advice = "give each row the cells of the head; until then readers with a value do not get it"
        self.faults.append(Diagnostic(self.page, unfit[0].lines[0] + 1, CODE, found, advice))
        nobody = frozenset((facet, OTHER) for facet in named)
        outside = {id(row) for row in unfit}
        return [replace(row, scope=merged(row.scope, nobody)) if id(row) in outside else row for row in rows]

    def values(self, labels: Iterable[_Label], facet: Facet) -> set[frozenset[str]]:
        """What each of the labels names of a facet."""
        return {said.values for one in labels if (said := self.said(one, facet)) and said.values}

    def cells(self, row: Block) -> int:
        """How many cells a row has; of a Markdown table, how many are written."""
        written = self.written_cells(row)
        return written if written > 1 else len(row.children)

    def written_cells(self, row: Block) -> int:
        """How many cells are written for a row of a Markdown table, which is read with as many as its head has."""
        line = self.lines[row.lines[0]] if row.lines[0] < len(self.lines) else ""
        return len(_PIPE.split(_ROW_END.sub("", line))) if "|" in line and "<t" not in line else 0

    def spanning(self, rows: Sequence[Block], head: Block) -> None:
        """Report cells that span a column for some readers and one for all: they are left to the former."""
        of_all = {at for at, cell in enumerate(head.children) if not cell.scope}
        for row in rows:
            for start, end in runs(row.children) if row is not head else ():
                cell = row.children[start]
                if cell.scope and end - start > 1 and of_all.intersection(range(start, end)):
                    found = f"the cell «{shortened(cell.text)}» spans columns for some readers and one for everyone"
                    advice = "write a cell for each column; until then readers with another value do not get its text"
                    self.faults.append(Diagnostic(self.page, row.lines[0] + 1, CODE, found, advice))

    def decided(self, labels: _Labels, beside: _Labels = ()) -> dict[int, Scope]:
        """The scopes of those among labels side by side that are not understood, by the number with each."""
        found: dict[int, Scope] = {}
        for facet in self.facets.facets if labels else ():
            for at, label, values in self.unread([label for _, label in labels], beside, facet):
                number = labels[at][0]
                found[number] = merged(found.get(number, EVERYONE), frozenset((facet.id, value) for value in values))
                if label.what != "column" or number == next(iter(found)):  # without one of them no other is read
                    self.report(label, facet, values)
        return found

    def unread(
        self, labels: Sequence[_Label], beside: _Labels, facet: Facet
    ) -> Iterator[tuple[int, _Label, frozenset[str]]]:
        """Of labels side by side, those that are not understood, and the values that they are left to."""
        said = [self.said(label, facet) for label in labels]
        own = {one.values for one in said if one}
        around = own | self.around(beside, facet)
        left = frozenset({value.id for value in facet.values}.difference(*own))
        understood = sum(_held(label, facet) != frozenset() for label in labels)
        for at, (label, one) in enumerate(zip(labels, said, strict=True)):
            if _held(label, facet):
                continue
            if one and one.values:
                if one.alone or any(values and values != one.values for values in around):
                    yield at, label, one.values
            elif one is None and left and _is_odd_one_out(label, understood, len(labels)):
                yield at, label, left if len(left) == 1 else frozenset({OTHER})

    def around(self, beside: _Labels, facet: Facet) -> set[frozenset[str]]:
        """What any of these labels names, found once for each group."""
        key = (id(beside), facet.id)
        if key not in self.groups:
            found = {one.values for _, label in beside if (one := self.said(label, facet))}
            outer = self.beyond.get(id(beside), ((), ()))[1]
            self.groups[key] = beside, found | self.around(outer, facet) if outer else found
        return self.groups[key][1]

    def said(self, label: _Label, facet: Facet) -> _Named | None:
        """What a label is understood to say, or names."""
        if held := _held(label, facet):
            return _Named(held, False)
        key = (label, facet.id)
        if key not in self.names:
            self.names[key] = _named(label, facet, self.facets)
        return self.names[key]

    def report(self, label: _Label, facet: Facet, values: Collection[str]) -> None:
        if not label.text.strip():
            return  # that it has no label is reported
        name = facet.label["ru"]
        named = self.said(label, facet)
        known = next((value.label["ru"] for value in facet.values if named and value.id in named.values), "")
        says = f"names «{known}» ({name})" if known else f"says no value of «{name}», as those beside it do,"
        found = f"the {label.what} «{shortened(label.text)}» {says} and is not understood"
        advice = _ADVICE[label.what].format(label=known or facet.values[0].label["ru"])
        withheld = "until then readers with another value do not get its text"
        self.faults.append(Diagnostic(self.page, label.line, CODE, found, f"{advice}; {withheld}"))


def shortened(text: str) -> str:
    """A text as a message quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


def _with_column(cells: Sequence[Block], start: int, columns: Collection[int]) -> Iterator[tuple[Block, int]]:
    """The places of a cell, each with its column, or with one that is not understood if it spans such a column."""
    unread = next((at for at in range(start, start + len(cells)) if at in columns), None)
    yield from ((cell, start + at if unread is None else unread) for at, cell in enumerate(cells))


def _has_cell_tags(row: Block) -> bool:
    """Whether a cell shows tags of cells as text, so that they do not stand where they are meant to."""
    return any(_CELL_TAG.search(cell.source) for cell in row.children)


def _named(label: _Label, facet: Facet, facets: Facets) -> _Named | None:
    """What a label names; None if it does not speak of the facet."""
    longer = label
    while label.what in ("item", "caption") and (rest := _REST_OF_LEAD.match(longer.rest)):
        longer = replace(longer, text=longer.text + rest[0], rest=longer.rest[rest.end() :])
        if len(longer.text) > SHOWN or mentions(readings(label.text)[0], facets):
            break
        if mentions(readings(longer.text)[0], facets):
            label = longer
    for text in readings(label.text):
        if found := [one for one in mentions(text, facets) if one.facet == facet.id]:
            break
    else:
        text = readings(label.text)[0]
        near = nearly(text, facet)
        found = [near] if near and (label.apart or near.explicit or label.what == "bracket") else []
    if not found:
        return None
    values = facet.inside(one.value for one in found)
    if len(values) == len(facet.values):
        return _Named(frozenset(), False)
    if _CROSSED.search(label.text) or (label.what == "tab" and _EXCLUDES.search(text)):
        return _Named(frozenset({OTHER}), True)
    if label.what == "bracket" and _EXCLUDES.search(text):
        return _Named(frozenset(), False)
    if label.what == "tab" or (label.what == "bracket" and label.apart):
        return _Named(values, True)
    scope = frozenset((facet.id, value) for value in values)
    first = found[0]
    if restricts(text) or _EXCLUDES.search(text) or names_another(label.rest, scope, facets):
        return _Named(frozenset(), False)
    spare = spare_words(text, found)
    if label.what == "bracket" and not spare and not first.explicit:
        return _Named(frozenset(), False)  # the place of what stands before it
    if label.what == "caption" and not label.apart and (spare or not first.explicit):
        return None  # «Москва — крупный город.»
    if label.what == "item" and not label.apart and not spare:
        return None  # a list of places
    if label.what == "heading" and spare and text.endswith("?"):
        return None
    begins = label.what in ("item", "heading") and first.start == 0
    if not begins and label.what != "column" and (spare > FEW or (label.what == "item" and not label.apart)):
        return None
    opens = label.what == "heading" and first.start == 0 and bool(first.lead) and _MARK.match(text, first.end)
    return _Named(values, bool(opens) or (spare <= FEW and first.explicit))


def spare_words(text: str, found: Sequence[Mention]) -> int:
    """How many words a label has besides names and what leads to them; signs are no words."""
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    return sum(any(map(str.isalnum, word)) for word in "".join(rest).split())


def _is_odd_one_out(label: _Label, understood: int, count: int) -> bool:
    """Whether every other label says a value, so that this one must say one too."""
    return label.what in ("tab", "item") and label.apart and 0 < understood == count - 1


def _reach(blocks: Sequence[Block], at: int) -> Iterator[int]:
    """The blocks that a label speaks for: a heading's up to the next of its level, a caption's next, or its own."""
    yield at
    if blocks[at].kind == "heading":
        level = int(blocks[at].label)
        for inside in range(at + 1, len(blocks)):
            if blocks[inside].kind == "heading" and int(blocks[inside].label) <= level:
                return
            yield inside
    elif blocks[at].kind == "paragraph":
        begun = False
        for inside in range(at + 1, len(blocks)):
            if blocks[inside].kind == "heading" or (begun and blocks[inside].kind == "paragraph"):
                return
            begun = True
            yield inside


def _held(label: _Label, facet: Facet) -> frozenset[str]:
    return frozenset(value for name, value in label.scope if name == facet.id)


def _caption(block: Block) -> tuple[str, bool]:
    """The label of a paragraph, its lead or all of it, and whether it is set off: bold, or before a last colon."""
    bold = _BOLD.match(block.source)
    if bold and (bold["after"] or bold["lead"].rstrip().endswith(":") or bold.end() == len(block.source.rstrip())):
        return inline_text(bold["lead"]), True
    text = up_to_colon(block.text.lstrip(" |"))
    lead = _LEAD.match(text)
    if lead:
        is_torn_off = text.endswith(";") or block.text.startswith("|")  # from a list, or a table
        return lead["lead"], lead.end() == len(text) or is_torn_off or _is_set_off(block)
    return (text, _is_set_off(block)) if len(text) <= SHOWN else ("", False)


def _is_set_off(block: Block) -> bool:
    source = block.source.strip()
    marks = _BEGINS_SET_OFF.match(source[:SHOWN]) or _ENDS_SET_OFF.search(source[-SHOWN:])
    return len(block.text) <= SHOWN and marks is not None


def _items(block: Block, outer: Scope) -> Iterator[tuple[int, _Label]]:
    """The leads of the items that have one; a list in which an item has more than its lead is no list of places."""
    has_bodies = any(len(item.children) > 1 for item in block.children)
    for at, item in enumerate(block.children):
        first = first_paragraph(item)
        text = first.text if first else ""
        bold = _BOLD.match(first.source) if first else None
        lead = _LEAD.match(text)
        label = inline_text(bold["lead"]) if bold else lead["lead"] if lead else text
        scope = merged(outer, item.scope)
        yield (
            at,
            _Label(
                "item",
                label,
                item.lines[0] + 1,
                scope,
                text[len(label) :],
                apart=bool(bold or lead) or has_bodies or len(block.children) == 1,
            ),
        )


def _explicit_bracket(text: str, facets: Facets) -> str:
    """The words of a bracket that ends a clause within a text, if they are nothing but an explicit phrase."""
    for found in _ANY_BRACKET.finditer(text):
        if in_brackets(found["clause"], facets):
            return found["clause"]
    return ""


def _loose_bracket(text: str, facets: Facets) -> str:
    """An explicit phrase that begins after a bracket that is not closed, or ends before one that was not opened."""
    if text.count("(") == text.count(")"):
        return ""
    if text.startswith("(") and mentions(readings(text[1:SHOWN])[0], facets):
        return text[1:SHOWN]
    for found in _LOOSE_BRACKET.finditer(text):
        folded = readings(found["after"] or found["before"])[0]
        for one in mentions(folded, facets):
            if one.explicit and (one.start == 0 if found["after"] else one.end == len(folded)):
                return folded[one.start : one.end]
    return ""


def _firsts(rows: Sequence[Block], outer: Scope) -> Iterator[tuple[int, _Label]]:
    """The first cells of the rows below the head of a table."""
    head = header_of(rows) if rows else None
    for at, row in enumerate(rows):
        if row.children and row is not head:
            yield at, _Label("row", row.children[0].text, row.lines[0] + 1, merged(outer, row.scope))

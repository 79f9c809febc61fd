"""Assign each block its scope, by labels and phrases; the body of a tab does not affect the tab's scope."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.content.facets import Facets
from ingest.fold import fold_phrase
from ingest.markdown.attributes import code_title
from ingest.scope.decoration import up_to_colon
from ingest.scope.phrases import (
    announcement,
    beginning,
    bracketed,
    closing,
    contrasts,
    ending,
    label,
    merged,
    one_sentence,
    opening,
)
from ingest.scope.signs import says_something
from ingest.section import EVERYONE, Block, Scope


@dataclass(slots=True)
class _Carried:
    """A scope that a heading or paragraph gives to the blocks after it."""

    scope: Scope
    level: int | None
    """It ends at a heading of this level or above; None: it covers the next block, and ends at the paragraph after."""
    begun: bool = False


def with_scopes(siblings: Sequence[Block], facets: Facets) -> tuple[Block, ...]:
    """Give every block of a page its scope.

    A scope comes from

    - the label of a tab: «Москва», «Регион: Москва», «Работа по предоплате»;
    - the beginning of a list item («в регионе X — …», «Москва: …»), or its end if another item ends differently
      («… — домен региона X»);
    - the bracket at the beginning of a step: «(Для юридических лиц в регионе X) …», or at the end of a single sentence:
      «Укажите счет (в регионе X)»;
    - a heading, for all below it; the summary of details; the title of a block of code;
    - a paragraph, for itself («Если ваш проект в регионе X, …») or for what follows («Далее приведены лимиты для
      региона X.», «Регион X:»);
    - the header of a table's column or row;
    - nothing else: a restriction («только в регионе X») and a sentence that names all values hold for everyone.
    """
    carried: list[_Carried] = []
    level = 0
    result = []
    for block in siblings:
        if block.kind == "heading" and says_something(block):
            level = int(block.label)
            carried = [one for one in carried if one.level is not None and level > one.level]
        elif block.kind == "paragraph":
            carried = [one for one in carried if one.level is not None or not one.begun]
        own = _own(block, facets)
        scope = own
        for one in reversed(carried):
            scope = merged(one.scope, scope)
            one.begun = one.begun or says_something(block)
        result.append(replace(block, scope=merged(scope, block.scope), children=_children(block, facets)))
        for one in _gives(block, own, level, facets):
            # A scope said twice says no more than said last, so a page that repeats one carries it once.
            carried = [other for other in carried if (other.scope, other.level) != (one.scope, one.level)]
            carried.append(one)
    return tuple(result)


def _own(block: Block, facets: Facets) -> Scope:
    match block.kind:
        case "tab":
            return label(block.label, facets)[0]
        case "details":
            return label(block.label, facets)[0] or ending(block.label, facets)
        case "code":
            return label(code_title(block.label), facets)[0]
        case "heading":
            return label(block.text, facets)[0] or ending(block.text, facets)
        case "paragraph":
            return _paragraph(block, facets)
        case _:
            return EVERYONE


def _paragraph(block: Block, facets: Facets) -> Scope:
    scope, led = opening(block.text, facets)
    if scope and led:
        return scope
    if scope := _caption(block, facets) or bracketed(block.text, facets):
        return scope
    return announcement(block.text, facets)[0] if one_sentence(block.text) else EVERYONE


def _caption(block: Block, facets: Facets) -> Scope:
    """The scope of a paragraph that is only a label and looks like a caption."""
    return label(up_to_colon(block.text), facets)[0] if looks_like_caption(block) else EVERYONE


def looks_like_caption(block: Block) -> bool:
    """Whether a paragraph is bold or ends with a colon, as what introduces the next block does."""
    bold = block.source.startswith("**") and block.source.rstrip(":").endswith("**")
    return bold or up_to_colon(block.text).endswith(":")


def _gives(block: Block, own: Scope, level: int, facets: Facets) -> list[_Carried]:
    if block.kind == "heading" and own:
        return [_Carried(own, level)]
    if block.kind == "paragraph":
        if caption := _caption(block, facets) or (own if looks_like_caption(block) else EVERYONE):
            return [_Carried(caption, None)]
        scope, on = announcement(block.text, facets)
        if scope:
            return [_Carried(scope, level if on else None)]
    return []


def _children(block: Block, facets: Facets) -> tuple[Block, ...]:
    match block.kind:
        case "bullets" | "steps":
            scopes = _items(block.children, facets)
            return tuple(
                replace(item, scope=scope, children=with_scopes(item.children, facets))
                for item, scope in zip(block.children, scopes, strict=True)
            )
        case "table":
            return _rows(block.children, facets)
        case _:
            return with_scopes(block.children, facets)


def first_paragraph(item: Block) -> Block | None:
    """The paragraph or heading that a list item begins with, also within a list or quotation in it («- 1. Москва»)."""
    first = item.children[0] if item.children else item
    while first.kind in ("bullets", "steps", "item", "quote") and (len(first.children) == 1 or first.kind == "item"):
        if not first.children:
            return None
        first = first.children[0]
    return first if first.kind in ("paragraph", "heading") else None


def first_text(item: Block) -> str:
    """The text of that; empty if the item begins with something else."""
    first = first_paragraph(item)
    return first.text if first else ""


_LABEL = re.compile(r"[^.:;!?—–]{1,60}:\s")
"""A few words and a colon, before text."""


def _items(items: Sequence[Block], facets: Facets) -> list[Scope]:
    """Scopes of the items of one list.

    A bare name with more blocks below it or a dash behind it, a phrase at the end, or one at the beginning without a
    dash counts only if another item has another value; a list of bare names is a list of places. A bare name with a
    colon behind it also counts if no other item has another label: «Москва: …» beside «Тула: …» is a city.
    """
    sure: list[Scope] = []
    likely: list[Scope] = []
    texts = [first_text(item) for item in items]
    labels_are_names = all(opening(text, facets)[0] for text in texts if _LABEL.match(text))
    for item, text in zip(items, texts, strict=True):
        scope, led = opening(text, facets)
        if not scope:
            scope, led = label(text, facets)
            scope = scope if led or len(item.children) > 1 else EVERYONE
        if not scope:
            scope, led = bracketed(text, facets), True
        sure.append(scope if led or (labels_are_names and _LABEL.match(text)) else EVERYONE)
        likely.append(scope or closing(text, facets) or beginning(text, facets))
    others = frozenset(likely)
    return [
        scope or (maybe if contrasts(maybe, others) else EVERYONE) for scope, maybe in zip(sure, likely, strict=True)
    ]


def _rows(rows: tuple[Block, ...], facets: Facets) -> tuple[Block, ...]:
    """Scopes of a table.

    Cells get the scope of their column's header. A row gets that of the cell under a header that is the facet's name,
    or of its first cell if that has a lead («регион X») or another row's first cell names another value.
    """
    if not rows:
        return rows
    head = header_of(rows)
    header = [cell.text for cell in head.children]
    columns = [label(text, facets)[0] for text in header]
    if not contrasts_within(columns):
        columns = [EVERYONE] * len(header)
    names = {fold_phrase(name) for facet in facets.facets for name in facet.label.values()}
    named = {at for at, text in enumerate(header) if fold_phrase(text).strip(" :") in names}
    firsts = {label(row.children[0].text, facets)[0] for row in rows if row is not head and row.children}
    result = []
    for row in rows:
        cells = _in_columns(row.children, columns, facets, is_head=row is head)
        scope = EVERYONE
        for at, cell in enumerate(cells if row is not head else ()):
            value, led = label(cell.text, facets)
            if not cell.scope and (at in named or (at == 0 and (led or contrasts(value, firsts)))):
                scope = merged(scope, value)
        result.append(replace(row, scope=scope, children=cells))
    return tuple(result)


def _in_columns(
    cells: Sequence[Block], columns: Sequence[Scope], facets: Facets, *, is_head: bool
) -> tuple[Block, ...]:
    """The cells with the scopes of their columns.

    One that spans scoped columns is in each for its readers, and told once for each scope. If it also spans one that
    holds for everyone, nobody can know who is meant: it is left to readers of the scoped ones, unless these are all.
    """
    result: list[Block] = []
    for start, end in runs(cells):
        scopes = [columns[at] if at < len(columns) else EVERYONE for at in range(start, end)]
        if any(scopes) and not all(scopes):
            scopes = [_of_some(EVERYONE.union(*scopes), facets)] * len(scopes)
        for at, scope in enumerate(scopes):
            cell = replace(cells[start + at], scope=scope)
            again = at and scope == scopes[at - 1] and not is_head
            result.append(replace(cell, source="", text="") if again else cell)
    return tuple(result)


def _of_some(scope: Scope, facets: Facets) -> Scope:
    """The scope without the facets of which it has every value."""
    whole = {facet.id for facet in facets.facets if all((facet.id, value.id) in scope for value in facet.values)}
    return frozenset(pair for pair in scope if pair[0] not in whole)


def runs(cells: Sequence[Block]) -> list[tuple[int, int]]:
    """The half-open range of columns that each cell of a row takes."""
    starts = [at for at, cell in enumerate(cells) if not cell.repeats or not at]
    return list(pairwise([*starts, len(cells)]))


def header_of(rows: Sequence[Block]) -> Block:
    """The row of a table that heads its columns: the first of header cells, else the first."""
    heads = (row for row in rows if row.children and all(cell.label == "th" for cell in row.children))
    return next(heads, rows[0])


def contrasts_within(scopes: list[Scope]) -> bool:
    """Whether two of the scopes name different values of a facet."""
    distinct = frozenset(scopes)
    return any(contrasts(scope, distinct) for scope in distinct)

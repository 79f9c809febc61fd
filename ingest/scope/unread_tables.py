"""Tables whose heads, first cells or rows are not understood: what they do not tell apart is withheld."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.diagnostic import Diagnostic
from ingest.markdown.blocks import OUTSIDE, inline_text
from ingest.scope.assign import header_of, runs
from ingest.scope.choice import OTHER
from ingest.scope.labels import Label, shortened
from ingest.scope.phrases import merged
from ingest.scope.unread_labels import CODE, Group, UnreadLabels
from ingest.section import EVERYONE, Block, Scope

_PIPE = re.compile(r"(?<!\\)\|")
_ROW_END = re.compile(r"^[\s>]*\|?|(?<!\\)\|\s*$")
_CELL_TAG = re.compile(r"</?t[rdh]\b", re.IGNORECASE)


class UnreadTables:
    """Finds what a page's tables do not tell apart, and reports it beside the page's labels."""

    def __init__(self, labels: UnreadLabels, lines: Sequence[str]) -> None:
        self.labels, self.lines = labels, lines

    def rows(self, rows: Sequence[Block], outer: Scope, beside: Group) -> tuple[Block, ...]:
        """The rows of a table: its columns by their heads, its rows by their first cells."""
        if not rows:
            return ()
        head = header_of(rows)
        heads = [
            (at, Label("column", cell.text, head.lines[0] + 1, merged(outer, cell.scope)))
            for at, cell in enumerate(head.children)
        ]
        columns = self.labels.decided(heads)
        rows = self.in_columns(rows, head, [replace(one, scope=head.children[at].scope) for at, one in heads])
        self.spanning(rows, head)
        beside = self.with_loose_cells(rows, head, beside)
        own = self.labels.decided([] if 0 in columns else list(first_cells(rows, outer)), beside)
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

    def in_columns(self, rows: Sequence[Block], head: Block, heads: Sequence[Label]) -> Sequence[Block]:
        """The rows; those whose cells do not fit the head are left to nobody who chose what the table tells apart.

        A row does not fit that has another count of cells; nor do two of one cell in succession, which may be a row on
        two lines. None fits in a table that shows tags of cells as text.
        """
        loose = any(map(_has_cell_tags, rows))
        count = self.columns(head)
        torn = self.torn(rows, count)
        unfit = [row for row in rows if loose or row.label == OUTSIDE or id(row) in torn or not self.fits(row, count)]
        if not unfit:
            return rows
        shown = [text for row in rows for cell in row.children for text in _CELL_TAG.split(cell.source)]
        everything = [replace(heads[0], text=inline_text(text)) for text in shown] if loose else []
        firsts = [label for _, label in self.with_loose_cells(rows, head, list(first_cells(rows, EVERYONE)))]
        named = [
            facet.id
            for facet in self.labels.facets.facets
            if self.labels.values((*heads, *everything), facet) or len(self.labels.values(firsts, facet)) > 1
        ]
        if not named:
            return rows
        written = len(self.written(unfit[0])) or self.cells(unfit[0])
        cells = f"a row of the table has {written} cell{'s' * (written != 1)}, and its head {count}"
        found = "a tag of a cell is shown as text" if loose else cells
        advice = "give each row the cells of the head; until then readers with a value do not get it"
        self.labels.faults.append(Diagnostic(self.labels.page, unfit[0].lines[0] + 1, CODE, found, advice))
        nobody = frozenset((facet, OTHER) for facet in named)
        outside = {id(row) for row in unfit}
        return [replace(row, scope=merged(row.scope, nobody)) if id(row) in outside else row for row in rows]

    def with_loose_cells(self, rows: Sequence[Block], head: Block, labels: Group) -> Group:
        """Labels, with all cells that are written in rows that do not fit the head: a line may be more than a row."""
        count = self.columns(head)
        loose = [
            (-1, Label("row", inline_text(cell.strip()), row.lines[0] + 1, EVERYONE))
            for row in rows
            if row is not head and not self.fits(row, count)
            for cell in self.written(row)
        ]
        return self.labels.wider(labels, loose) if loose else labels

    def torn(self, rows: Sequence[Block], count: int) -> set[int]:
        """The identities of rows that are written with one cell, as the row before or after them is.

        Not of two that are whole rows of one cell, nor of two lines without a bar, which are text below the table.
        """
        pairs = [pair for pair in pairwise(rows) if count > 1 and all(len(self.written(row)) == 1 for row in pair)]
        return {id(row) for pair in pairs if {*map(self.bars, pair)} not in ({0}, {2}) for row in pair}

    def bars(self, row: Block) -> int:
        """At how many ends of its line a row has a bar."""
        line = self.lines[row.lines[0]].strip()
        return line.startswith("|") + (line.endswith("|") and len(line) > 1)

    def fits(self, row: Block, count: int) -> bool:
        """Whether a row has a cell for each column, or one for all of them."""
        return self.cells(row) in (1, count)

    def columns(self, head: Block) -> int:
        """How many columns a table has."""
        return max(len(head.children), len(self.written(head)))

    def cells(self, row: Block) -> int:
        """How many cells a row has; of a Markdown table, how many are written."""
        written = len(self.written(row))
        return written if written > 1 else len(row.children)

    def written(self, row: Block) -> list[str]:
        """The cells written for a row of a Markdown table, which is read with as many as its head has."""
        line = self.lines[row.lines[0]] if row.lines[0] < len(self.lines) else ""
        return _PIPE.split(_ROW_END.sub("", line)) if row.lines[1] - row.lines[0] == 1 and "<t" not in line else []

    def spanning(self, rows: Sequence[Block], head: Block) -> None:
        """Report cells that span a column for some readers and one for all: they are left to the former."""
        of_all = {at for at, cell in enumerate(head.children) if not cell.scope}
        for row in rows:
            for start, end in runs(row.children) if row is not head else ():
                cell = row.children[start]
                if cell.scope and end - start > 1 and of_all.intersection(range(start, end)):
                    found = f"the cell «{shortened(cell.text)}» spans columns for some readers and one for everyone"
                    advice = "write a cell for each column; until then readers with another value do not get its text"
                    self.labels.faults.append(Diagnostic(self.labels.page, row.lines[0] + 1, CODE, found, advice))


def _with_column(cells: Sequence[Block], start: int, columns: Collection[int]) -> Iterator[tuple[Block, int]]:
    """The places of a cell, each with its column, or with one that is not understood if it spans such a column."""
    unread = next((at for at in range(start, start + len(cells)) if at in columns), None)
    yield from ((cell, start + at if unread is None else unread) for at, cell in enumerate(cells))


def _has_cell_tags(row: Block) -> bool:
    """Whether a cell shows tags of cells as text, so that they do not stand where they are meant to."""
    return any(_CELL_TAG.search(cell.source) for cell in row.children)


def first_cells(rows: Sequence[Block], outer: Scope) -> Iterator[tuple[int, Label]]:
    """The first cells of the rows below the head of a table."""
    head = header_of(rows) if rows else None
    for at, row in enumerate(rows):
        if row.children and row is not head:
            yield at, Label("row", row.children[0].text, row.lines[0] + 1, merged(outer, row.scope))

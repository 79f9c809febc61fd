"""The readers of a text: every combination of facet values that can see something else in it."""

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.content.facets import Facet, Facets
from ingest.markdown.split import walk
from ingest.scope.choice import allowed
from ingest.section import Allowed, Scope, Section

MOST = 64
"""Combinations that are all judged; of more, as many as are needed for every pair of values to occur together."""

SHOWN = 3
"""Combinations that a finding names; the rest are counted."""

Chosen = tuple[tuple[str, str], ...]
"""Pairs of facet and value, in the order in which facets.toml declares the facets."""

ALL = "все"
"""Names the readers of a fault that everyone sees."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """One combination: a value of each facet that the text is scoped by."""

    chosen: Chosen

    allowed: Allowed
    """What the choice lets in, as `ingest.scope.project` takes it."""


def scopes_of(section: Section) -> Iterator[Scope]:
    """Every scope that decides what a reader sees of a section."""
    yield from section.scopes
    yield from (block.scope for block in walk(section.blocks))


def readers_of(scopes: Iterable[Scope], facets: Facets) -> tuple[Reader, ...]:
    """The readers to judge a text by, in the order of the declared values; one without a choice if it has no scope.

    All combinations if there are at most ``MOST``. Else of the values that no scope tells apart the first stands for
    all, and if there are still more, every pair of values occurs.
    """
    by_facet: dict[str, set[Scope]] = {}
    for scope in scopes:
        for name, _ in scope:
            by_facet.setdefault(name, set()).add(scope)
    named = [facet for facet in facets.facets if facet.id in by_facet]
    values = {facet.id: [value.id for value in facet.values] for facet in named}
    if _size(values) > MOST:
        values = {facet.id: _told_apart(facet, by_facet[facet.id]) for facet in named}
    rows = list(itertools.product(*values.values())) if _size(values) <= MOST else _pairwise(list(values.values()))
    chosen = [tuple(zip(values, row, strict=True)) for row in rows]
    return tuple(Reader(pairs, allowed(dict(pairs), facets)) for pairs in chosen)


def told(affected: Collection[Reader], judged: Sequence[Reader], facets: Facets) -> str:
    """The readers of a fault by the labels of their values: «Казахстан, предоплата».

    A facet is left out if its choice changes nothing about who is affected.

    Args:
        affected: Those for whom there is the fault; some of ``judged``.
        judged: All those whose view was judged.
        facets: Where the labels are.
    """
    bad = {reader.chosen for reader in affected}
    everyone = {reader.chosen for reader in judged}
    for facet in [name for name, _ in next(iter(everyone), ())]:
        shorter = {_without(chosen, facet) for chosen in bad}
        if not shorter & {_without(chosen, facet) for chosen in everyone - bad}:
            bad, everyone = shorter, {_without(chosen, facet) for chosen in everyone}
    labels = {(facet.id, value.id): value.label["ru"] for facet in facets.facets for value in facet.values}
    rank = {pair: at for at, pair in enumerate(labels)}
    ordered = sorted(bad, key=lambda chosen: [rank[pair] for pair in chosen])
    named = [", ".join(labels[pair] for pair in chosen) for chosen in ordered]
    more = f" и ещё {len(named) - SHOWN}" if len(named) > SHOWN else ""
    return "; ".join(named[:SHOWN]) + more if named != [""] else ALL


def _size(values: Mapping[str, Sequence[str]]) -> int:
    return math.prod(map(len, values.values()))


def _told_apart(facet: Facet, scopes: Collection[Scope]) -> list[str]:
    """One of each set of values that are in the same scopes; a value with others inside it stands for itself."""
    first: dict[object, str] = {}
    ordered = sorted(scopes, key=sorted)
    for value in facet.values:
        broad = len(facet.inside([value.id])) > 1
        first.setdefault(value.id if broad else tuple((facet.id, value.id) in one for one in ordered), value.id)
    return list(first.values())


def _pairwise(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Rows of one value a column in which every two values of different columns stand together in some row."""
    places = list(itertools.combinations(range(len(columns)), 2))
    missing = {(i, one, j, other) for i, j in places for one in columns[i] for other in columns[j]}
    rows = []
    while missing:
        i, one, j, other = min(missing)
        row: dict[int, str] = {i: one, j: other}
        for at, column in enumerate(columns):
            if at not in row:
                row[at] = max(column, key=lambda value: len(_pairs({**row, at: value}) & missing))
        missing -= _pairs(row)
        rows.append(tuple(row[at] for at in range(len(columns))))
    return rows


def _pairs(row: Mapping[int, str]) -> set[tuple[int, str, int, str]]:
    return {(i, row[i], j, row[j]) for i, j in itertools.combinations(sorted(row), 2)}


def _without(chosen: Chosen, facet: str) -> Chosen:
    return tuple(pair for pair in chosen if pair[0] != facet)

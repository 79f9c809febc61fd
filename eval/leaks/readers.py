"""Readers to check a content for: values, pairs of values, exclusions, pairs of facets, audiences."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.content.facets import Facet, Facets
from ingest.content.statement import AUDIENCE, JOIN, OUT, parts, value_of
from ingest.section import Chosen


@dataclass(frozen=True)
class Reader:
    """A choice, and what it plainly means."""

    chosen: Chosen
    """As a request states it."""

    values: Mapping[str, frozenset[str]]
    """Facet → the values that the reader may have, with what is inside them; computed here, not by the search."""


def readers(facets: Facets) -> tuple[Reader, ...]:
    """Every reader of the kinds above, in the order of the content; nobody twice."""
    found = {tuple(sorted(chosen.items())): chosen for chosen in _choices(facets)}
    return tuple(Reader(chosen, meaning(chosen, facets)) for chosen in found.values())


def _choices(facets: Facets) -> Iterator[dict[str, str]]:
    single = {facet.id: [*_values(facet), *(OUT + value for value in _values(facet))] for facet in facets.facets}
    for facet in facets.facets:
        both = [JOIN.join(pair) for pair in itertools.pairwise(_values(facet))]
        yield from ({facet.id: text} for text in (*single[facet.id], *both))
    for one, other in itertools.combinations(single, 2):
        for first, second in itertools.product(single[one], single[other]):
            yield {one: first, other: second}
    for audience in facets.audiences:
        yield {AUDIENCE: audience}


def _values(facet: Facet) -> list[str]:
    return [value.id for value in facet.values]


def meaning(chosen: Chosen, facets: Facets) -> dict[str, frozenset[str]]:
    """The values that a choice plainly means; none if it excludes all that are declared."""
    stated = dict(chosen)
    if audience := stated.pop(AUDIENCE, None):
        stated = {**facets.audiences[audience].chosen, **stated}
    found = {}
    for facet in facets.facets:
        if named := parts(stated.get(facet.id, "")):
            out = _with_inside(facet, {value_of(part) for part in named if part.startswith(OUT)})
            taken = _with_inside(facet, {part for part in named if not part.startswith(OUT)})
            found[facet.id] = (taken or frozenset(_values(facet))) - out
    return found


def _with_inside(facet: Facet, values: set[str]) -> frozenset[str]:
    """The values and all that say they are within one of them."""
    while more := {value.id for value in facet.values if value.within in values} - values:
        values = values | more
    return frozenset(values)

"""What a reader chose of a facet, as a set of values: one, several, all but one, a broader one, or an audience.

A choice is stated in words of a request and compared as sets. Both a scope and a choice stand for everything inside the
values that they name (Алматы is inside Казахстан), so a block holds for a reader if the two sets meet.
"""

from collections.abc import Iterable, Sequence

from ingest.content.facets import Facet, Facets
from ingest.content.statement import AUDIENCE, JOIN, OUT, parts, unknown_parts, value_of
from ingest.section import Allowed, Chosen, Scope

OTHER = ""
"""Stands for what none of a facet's values is, where it is not declared that one of them always holds."""


def allowed(chosen: Chosen, facets: Facets) -> Allowed:
    """The values that a choice lets in, by facet.

    An audience stands for its values of the facets that are not chosen themselves.

    Raises:
        ValueError: if a facet, value or audience is unknown; it names the known ones.
    """
    audience = chosen.get(AUDIENCE)
    if audience is not None:
        _check(AUDIENCE, audience, list(facets.audiences))
        chosen = {**facets.audiences[audience].chosen, **chosen}
    return {name: _allowed(name, text, facets) for name, text in chosen.items() if name != AUDIENCE}


def scope_for(chosen: Chosen, facets: Facets) -> Scope:
    """The scope of what is for those who would choose this.

    Raises:
        ValueError: as for `allowed`.
    """
    return frozenset((facet, value) for facet, values in allowed(chosen, facets).items() for value in values)


def all_but(facet: Facet, values: Iterable[str]) -> frozenset[str]:
    """Every value of a facet but these and what is inside them."""
    every = {value.id for value in facet.values}
    return frozenset(every if facet.query.exhaustive else every | {OTHER}) - facet.inside(values)


def stated(facet: Facet, values: frozenset[str]) -> str:
    """The shortest statement of a set of values, in the order declared: ``moscow,kazan``, or ``-moscow``."""
    excluding = OTHER in values
    found = []
    for value in facet.values:
        outer = value.within in values if value.within else excluding
        if (value.id in values) != outer:
            found.append(f"{OUT}{value.id}" if outer else value.id)
    return JOIN.join(found)


def _allowed(name: str, text: str, facets: Facets) -> frozenset[str]:
    facet = facets.get(name)
    if facet is None:
        known = ", ".join(facets.values()) or "none: there are no facets"
        raise ValueError(f"unknown facet {name!r}; choose from {known}.")
    _check(name, text, [value.id for value in facet.values])
    named = parts(text)
    left = all_but(facet, [value_of(part) for part in named if part.startswith(OUT)])
    taken = facet.inside(part for part in named if not part.startswith(OUT))
    return (taken & left if taken else left) or frozenset({OTHER})


def _check(facet: str, text: str, known: Sequence[str]) -> None:
    for part in unknown_parts(facet, text, known):
        raise ValueError(f"unknown {facet} {value_of(part)!r}; choose from {', '.join(known)}.")

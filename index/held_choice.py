"""What a search is held to: what was chosen, as far as the words agree, and of other facets what the words say."""

from collections.abc import Mapping

from index.query.facet_inference import Inferred
from index.result import FacetChoice
from ingest.content.facets import Facets
from ingest.scope.choice import stated
from ingest.section import Allowed


def held_to(requested: Allowed, read: Mapping[str, Inferred]) -> dict[str, frozenset[str]]:
    """The values that are let in, by facet; where the words contradict what was chosen, the choice stands."""
    said = {facet: inferred.values for facet, inferred in read.items()}
    agreed = {facet: values & said[facet] or values for facet, values in requested.items() if facet in said}
    return {**said, **requested, **agreed}


def held_choices(facets: Facets, requested: Allowed, read: Mapping[str, Inferred]) -> dict[str, FacetChoice]:
    """The same as it is told, in the order of the facets, with whether the request or the words say it."""
    held = held_to(requested, read)
    return {
        facet.id: FacetChoice(stated(facet, held[facet.id]), "request")
        if requested.get(facet.id) == held[facet.id]
        else FacetChoice(stated(facet, held[facet.id]), "query", read[facet.id].evidence)
        for facet in facets.facets
        if facet.id in held
    }

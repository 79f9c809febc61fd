"""Whom a section holds for, where its heading says it: «Мы компания не из РФ, как оплатить сервисы?»."""

from collections.abc import Sequence
from dataclasses import replace

from index.query.facet_inference import infer
from ingest.content.facets import Facets
from ingest.scope.choice import OTHER
from ingest.section import Section


def with_heading_scopes(sections: Sequence[Section], facets: Facets) -> list[Section]:
    """Give sections the scope that their headings say, read as a question is; for facets that declare ``headings``."""
    facets_read = {facet.id for facet in facets.facets if facet.headings}
    return [_scoped(section, facets, facets_read) for section in sections] if facets_read else list(sections)


def _scoped(section: Section, facets: Facets, facets_read: set[str]) -> Section:
    named = {facet for scope in section.scopes for facet, _ in scope}
    said = infer(section.title, facets)
    own = tuple(
        frozenset((facet, value) for value in one.values if value != OTHER)
        for facet, one in said.items()
        if facet in facets_read and facet not in named
    )
    return replace(section, scopes=(*section.scopes, *own)) if own else section

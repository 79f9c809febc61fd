"""Which facets a reader is offered: those by which what there is to read changes."""

from collections.abc import Iterable, Sequence

from ingest.content.facets import Facet
from ingest.markdown.split import walk
from ingest.section import Section


def offered_facets(sections: Sequence[Section], facets: Iterable[Facet]) -> tuple[str, ...]:
    """Ids of the facets that scope a block or a section, in the order declared.

    A facet whose scopes come from headings alone (``headings = true``) is not among them: it is read from the question.
    """
    of_blocks = {facet for section in sections for block in walk(section.blocks) for facet, _ in block.scope}
    of_sections = {facet for section in sections for scope in section.scopes for facet, _ in scope}
    return tuple(
        facet.id for facet in facets if facet.id in of_blocks or (facet.id in of_sections and not facet.headings)
    )

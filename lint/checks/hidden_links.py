"""Links to a heading or page that exists, but not for every reader of the link."""

from collections.abc import Iterator, Sequence

from ingest.content.facets import Facets
from ingest.markdown.anchors import anchor
from ingest.markdown.split import walk
from ingest.section import Block, Section
from lint.checks.links import Pages, hrefs
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage
from lint.readers import readers_of, scopes_of, told
from lint.views import View, views_of

Place = tuple[Section, Block | None]
"""What a link leads to: a section, or a heading within it."""


def hidden_links(parsed: Parsed) -> Iterator[Finding]:
    """Links whose every target is hidden from some reader who sees the link.

    The targets of a link to a page are its sections. A link that leads nowhere for anyone is left to
    ``lint.checks.links``.
    """
    written = {source.page.id: list(hrefs(source)) for source in parsed.pages}
    pages = Pages(parsed, [href for found in written.values() for _, href in found])
    for source in parsed.pages:
        for block, href in written[source.page.id]:
            target = pages.target(source, href)
            if target is None or target.page is None:
                continue
            places = _places(target.page, target.fragment)
            if not places or any(not _for_some(place) for place in places):
                continue
            if readers := _without_target(_section_of(source, block), block, places, parsed.facets):
                message = f"{href} leads to a part that is not shown"
                yield Finding(source.page.id, source.line_of(block, href), "link-hidden", message, readers=readers)


def _section_of(source: ParsedPage, block: Block) -> Section:
    return next(one for one in source.page.sections if any(inner is block for inner in walk(one.blocks)))


def _places(page: ParsedPage, fragment: str) -> list[Place]:
    """The sections of a page, or what has this anchor: a section, or a heading within one."""
    if not fragment:
        return [(section, None) for section in page.page.sections]
    name = anchor(fragment)
    sections: list[Place] = [
        (section, None) for section in page.page.sections if name in (anchor(section.anchor), anchor(section.title))
    ]
    return sections or [
        (section, block)
        for section in page.page.sections
        for block in walk(section.blocks)
        if block.kind == "heading" and name in (anchor(block.anchor or block.text), anchor(block.text))
    ]


def _for_some(place: Place) -> bool:
    section, block = place
    return any(section.scopes) or (block is not None and any(one.scope for one in walk(section.blocks)))


def _without_target(section: Section, block: Block, places: Sequence[Place], facets: Facets) -> str:
    """The readers who see a block and none of these places, as `lint.readers.told` names them; empty if none."""
    scopes = [*scopes_of(section), *(scope for place, _ in places for scope in scopes_of(place))]
    readers = readers_of(scopes, facets)
    seeing = [view.reader for view in views_of(section, readers) if view.has(block)]
    led = {view.reader.chosen for place in places for view in views_of(place[0], seeing) if _has(view, place)}
    missing = [reader for reader in seeing if reader.chosen not in led]
    return told(missing, seeing, facets) if missing else ""


def _has(view: View, place: Place) -> bool:
    return place[1] is None or view.has(place[1])

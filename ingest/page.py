"""Parse the text of one page into sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.content.facets import Facets
from ingest.content.pages import Place, SourcePage, title_from
from ingest.diagnostic import Diagnostic
from ingest.markdown.blocks import blocks
from ingest.markdown.dialects import DIALECTS
from ingest.markdown.front_matter import front_matter
from ingest.markdown.generators.templates import filled, without_templates
from ingest.markdown.generators.translate import translated
from ingest.markdown.html_headings import html_headings
from ingest.markdown.indented_code import fenced
from ingest.markdown.lines import Lines, joined, lines_of, raw_lines
from ingest.markdown.split import sections
from ingest.scope.assign import with_scopes
from ingest.scope.dangling import withhold_after
from ingest.scope.included import with_scopes_of_includes
from ingest.scope.unread import withhold
from ingest.section import Block, Section

VERSION = 12
"""Raised with every change to what pages parse into, so that an index does not keep sections of an older parser."""

_FAQ_PATH = re.compile(r"(?:^|[-_/])(?:faq|qa)(?=$|[-_./])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page."""

    id: str
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...]


class PageBlocks(NamedTuple):
    """A page's title, blocks and faults."""

    title: str
    """From the front matter; empty if it has none."""
    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]


BROKEN = frozenset(
    {"unclosed-tag", "opener-as-closer", "stray-tag", "stray-text", "missing-panel", "unnamed-panel", "too-deep"}
)
"""Faults of tags after which indentation is not reliable: four spaces are no code on such a page."""


def parse_page(page: str, source: str, facets: Facets, *, dialect: str = "tags") -> Page:
    """Parse a page.

    Args:
        page: Its id: path relative to the content root, with ``/``.
        source: Its text.
        facets: What the content declares.
        dialect: A name in ``ingest.markdown.dialects.DIALECTS``.

    Returns:
        Its sections, and the faults in its markup. No text makes this fail.
    """
    return page_of(page, scoped_blocks(page, source, facets, dialect=dialect))


def parse_source(source: SourcePage, facets: Facets, *, dialect: str = "tags") -> Page:
    """Parse a page of a content; lines are those of its files, also where it includes some."""
    if not source.places:
        return parse_page(source.id, source.text, facets, dialect=dialect)

    def blocks_of(text: str) -> tuple[Block, ...]:
        return scoped_blocks(source.id, text, facets, dialect=dialect).blocks

    read = scoped_blocks(source.id, source.text, facets, dialect=dialect)
    is_broken = any(fault.code in BROKEN for fault in read.diagnostics)
    lines = raw_lines(source.text)
    held = with_scopes_of_includes(read.blocks, lines, source.included, blocks_of, is_broken=is_broken)
    page = page_of(source.id, read._replace(blocks=held))
    faults = (of_file(fault, source.places) for fault in (*source.faults, *page.diagnostics))
    return Page(page.id, tuple(_of_file(section, source.places) for section in page.sections), tuple(faults))


def of_file(fault: Diagnostic, places: Sequence[Place]) -> Diagnostic:
    """A fault on a line of a page with includes, on the line of the file that it stands in."""
    place = places[min(fault.line, len(places)) - 1]
    return replace(fault, path=place.path, line=place.inside + 1)


def _of_file(section: Section, places: Sequence[Place]) -> Section:
    def lines(span: tuple[int, int]) -> tuple[int, int]:
        first, last = (places[min(at, len(places) - 1)].number for at in (span[0], max(span[1] - 1, span[0])))
        return first, max(last, first) + 1

    def moved(block: Block) -> Block:
        return replace(block, lines=lines(block.lines), children=tuple(map(moved, block.children)))

    return replace(section, lines=lines(section.lines), blocks=tuple(map(moved, section.blocks)))


def page_of(page: str, read: PageBlocks) -> Page:
    """Split the blocks of a page, with their scopes, into its sections."""
    deepest = 2 if is_faq(page, read.blocks) else 6
    split = sections(page, read.title or title_from(page), read.blocks, deepest=deepest, above=read.title)
    return Page(page, split, read.diagnostics)


def scoped_blocks(page: str, source: str, facets: Facets, *, dialect: str = "tags") -> PageBlocks:
    """Read a page's blocks with their scopes; a label that looks like a scope and is not understood is a fault."""
    read = read_blocks(page, source, facets, dialect=dialect)
    lines = raw_lines(source)
    labelled = withhold(page, with_scopes(read.blocks, facets), lines, facets)
    closed = withhold_after(page, labelled.blocks, lines, facets)
    faults = sorted((*read.diagnostics, *labelled.faults, *closed.faults), key=lambda fault: fault.line)
    return PageBlocks(read.title, closed.blocks, tuple(faults))


def read_blocks(page: str, source: str, facets: Facets, *, dialect: str = "tags") -> PageBlocks:
    """Read a page's blocks, which have no scopes yet; arguments as for ``parse_page``."""
    front = front_matter(page, raw_lines(source))
    read = lines_of(source, start=front.end)
    foreign, withheld = translated(page, list(html_headings(read.lines)), facets)
    told, left_out = without_templates(page, list(fenced(foreign)))
    rewritten = DIALECTS[dialect](page, told)
    is_broken = any(fault.code in BROKEN for fault in rewritten.diagnostics)
    if is_broken:
        told, left_out = without_templates(page, foreign)
        rewritten = DIALECTS[dialect](page, told)
    tree = blocks(*joined(rewritten.lines), indented_code=not is_broken)
    found = sorted(
        (*front.faults, *withheld, *left_out, *rewritten.diagnostics, *_unclosed(page, read)),
        key=lambda fault: fault.line,
    )
    return PageBlocks(filled(front.title)[0], tree, tuple(found))


def _unclosed(page: str, read: Lines) -> Iterator[Diagnostic]:
    for number, end in read.unclosed_code.items():
        yield Diagnostic(page, number + 1, "unclosed-fence", "a code block is never closed", f"add {end} below it")
    for number, end in read.unclosed_hidden.items():
        found = "hidden text is never closed, so it hides all up to the next heading"
        yield Diagnostic(page, number + 1, "unclosed-comment", found, f"add {end} where it ends")


def is_faq(page: str, blocks: tuple[Block, ...]) -> bool:
    """Whether a page is a list of questions, each an H2: by its path, or because most H2 end in a question mark."""
    questions = [block.text for block in blocks if block.kind == "heading" and block.label == "2"]
    asked = sum(text.rstrip().endswith("?") for text in questions)
    return bool(questions) and (_FAQ_PATH.search(page) is not None or 2 * asked > len(questions))

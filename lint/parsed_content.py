"""A content as the checks read it: parsed pages and their source lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from pathlib import Path

from index.passages import LONGEST
from ingest.content.alternates import AlternatesFile, read_files
from ingest.content.facets import Facets
from ingest.content.pages import Place, SourcePage
from ingest.content.synonyms import Synonym
from ingest.load import load_content
from ingest.markdown.lines import lines_of, raw_lines, written_lines
from ingest.markdown.split import walk
from ingest.page import Page, is_faq, page_of, scoped_blocks
from ingest.scope.phrases import merged
from ingest.scope.walk import walk_scoped
from ingest.section import EVERYONE, Block, Scope, Section

_NO_QUESTION = Block("heading", (0, 1), label="2")
_LEVEL = re.compile(r"^\s*(#{1,6})\s")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, including those that do not start a section."""

    text: str
    level: int
    line: int
    """Counted from 1."""
    parents: tuple[str, ...]
    """Texts of the headings above it, outermost first."""


@dataclass(frozen=True)
class ParsedPage:
    """A parsed page and its source lines."""

    page: Page

    lines: tuple[str, ...]
    """As ``ingest.markdown.lines.raw_lines`` reads them."""

    code: frozenset[int]
    """Numbers, counted from 0, of the lines in fenced code."""

    tree: tuple[Block, ...]
    """Its blocks with their scopes, before the page was split into sections."""

    written: tuple[str, ...]
    """Its lines as they are in the file, with what is removed when a page is read."""

    places: tuple[Place, ...] = ()
    """Where each line stands, if the page includes files."""

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading of the page, in order."""
        return tuple(self._headings())

    @cached_property
    def faq(self) -> bool:
        """Whether the page is a FAQ; a single heading with a question mark («Что дальше?») does not make it one."""
        asked = tuple(Block("heading", (0, 1), text=one.text, label="2") for one in self.headings if one.level == 2)
        return is_faq(self.page.id, asked if len(asked) > 1 else (_NO_QUESTION,))

    def asks(self, section: Section) -> bool:
        """Whether a section is a question and its answer."""
        return bool(section.anchor) and (self.faq or section.title.rstrip().endswith("?"))

    def line_of(self, block: Block, fragment: str) -> int:
        """The line, counted from 1, on which a fragment of the block's source stands; else the block's first."""
        start, end = block.lines
        return next((at for at in range(start, end) if fragment in self.lines[at]), start) + 1

    def _headings(self) -> Iterator[Heading]:
        for section in self.page.sections:
            start = section.lines[0]
            if section.anchor:
                yield Heading(section.title, self._level(start), start + 1, section.breadcrumb)
            inner: list[tuple[int, str]] = []
            for block in walk(section.blocks):
                if block.kind == "heading":
                    level = int(block.label)
                    inner = [one for one in inner if one[0] < level]
                    above = (*section.breadcrumb, section.title, *(text for _, text in inner))
                    yield Heading(block.text, level, block.lines[0] + 1, above)
                    inner.append((level, block.text))

    def _level(self, line: int) -> int:
        marks = _LEVEL.match(self.lines[line])
        return len(marks[1]) if marks else 2


@dataclass(frozen=True, slots=True)
class Parsed:
    """A content, parsed."""

    pages: tuple[ParsedPage, ...]

    facets: Facets

    whole: bool = True
    """A whole folder was read, so a page that is missing here does not exist."""

    alternates: tuple[AlternatesFile, ...] = ()
    """The files beside the pages."""

    synonyms: tuple[Synonym, ...] = ()
    """Of its synonyms.txt, in order."""

    longest: int = LONGEST
    """Characters that an answer may have."""


def parse(content: Path, *, default_facets: Path, longest: int = LONGEST) -> Parsed:
    """Read and parse a Markdown file or a folder of them.

    Args:
        content: The file or folder.
        default_facets: A facets.toml for a content that has none beside it; its ``site`` is left out.
        longest: Characters that an answer may have.

    Raises:
        IngestError: the content cannot be read.
    """
    loaded = load_content(content, default_facets=default_facets)
    pages = tuple(_with_places(one, parse_source(one.id, one.text, loaded.facets)) for one in loaded.pages)
    return Parsed(pages, loaded.facets, content.is_dir(), tuple(read_files(content)), loaded.synonyms, longest)


def _with_places(source: SourcePage, parsed: ParsedPage) -> ParsedPage:
    page = replace(parsed.page, diagnostics=(*source.faults, *parsed.page.diagnostics))
    return replace(parsed, page=page, places=source.places)


def parse_source(page: str, text: str, facets: Facets) -> ParsedPage:
    """Parse one page's text."""
    code = frozenset(line.number for line in lines_of(text)[0] if line.code)
    read = scoped_blocks(page, text, facets)
    return ParsedPage(page_of(page, read), tuple(raw_lines(text)), code, read.blocks, tuple(written_lines(text)))


def scope_around(section: Section) -> Scope:
    """The scope of a section: all that it stands in, combined."""
    return reduce(merged, section.scopes, EVERYONE)


def placed(section: Section) -> Iterator[tuple[Block, Scope]]:
    """Every block of a section, each before its children, with its scope combined with all that it stands in."""
    return walk_scoped(section.blocks, scope_around(section))

"""A section as each of its readers sees it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ingest.content.facets import Facets
from ingest.markdown.split import walk
from ingest.scope.project import project
from ingest.section import Block, Section
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage
from lint.readers import Reader, readers_of, scopes_of, told


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one reader sees of a section."""

    reader: Reader

    blocks: tuple[Block, ...]
    """Those of the projected section."""

    leaves: frozenset[tuple[int, str]]
    """Which leaves are left: first line and source."""

    def has(self, block: Block) -> bool:
        """Whether something of a block of the section is left."""
        return any(leaf(one) in self.leaves for one in walk([block]) if not one.children)


@dataclass(frozen=True, slots=True)
class Views:
    """A section and what its readers see of it."""

    source: ParsedPage

    section: Section

    facets: Facets

    longest: int
    """Characters from which an answer is too long."""

    judged: tuple[View, ...]
    """Of those for whom the section holds."""

    def finding(self, affected: Collection[View], line: int, rule: str, message: str) -> Finding:
        """A finding that says for which of the readers it is.

        Args:
            affected: Views in which the fault is.
            line: Counted from 1.
            rule: Its id.
            message: What is wrong.
        """
        everyone = [view.reader for view in self.judged]
        readers = told([view.reader for view in affected], everyone, self.facets)
        return Finding(self.section.page, line, rule, message, readers=readers)


def views(parsed: Parsed) -> Iterator[Views]:
    """Every section of a content."""
    for source in parsed.pages:
        for section in source.page.sections:
            seen = views_of(section, readers_of(scopes_of(section), parsed.facets))
            yield Views(source, section, parsed.facets, parsed.longest, tuple(seen))


def views_of(section: Section, readers: Iterable[Reader]) -> Iterator[View]:
    """What these readers see of a section, without those for whom it does not hold."""
    for reader in readers:
        projected = project(section, reader.allowed)
        if projected is not None:
            left = frozenset(leaf(block) for block in walk(projected.blocks) if not block.children)
            yield View(reader, projected.blocks, left)


def leaf(block: Block) -> tuple[int, str]:
    """What tells a leaf from the others of its section: its first line and its source."""
    return block.lines[0], block.source

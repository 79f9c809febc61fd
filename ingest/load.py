"""A content as it lies on disk: its pages, the facets to parse them with, and its synonyms."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.content.facets import Facets, Tables, facets_of, tables_for
from ingest.content.pages import SourcePage, read_content
from ingest.content.synonyms import Synonym, synonyms_beside
from ingest.includes import with_includes
from ingest.page import Page, parse_source


@dataclass(frozen=True, slots=True)
class Content:
    """Pages, facets and synonyms; pages are not parsed yet."""

    tables: Tables
    """What ``facets`` was made from, as a facets.toml has it."""

    facets: Facets

    pages: tuple[SourcePage, ...]
    """In order of id."""

    synonyms: tuple[Synonym, ...] = ()
    """In the order declared."""

    def parsed(self) -> Iterator[Page]:
        """Each page, parsed, in the same order."""
        return (parse_source(page, self.facets) for page in self.pages)


def load_content(content: Path, *, default_facets: Path) -> Content:
    """Read a Markdown file or a folder of them, its facets and its synonyms.

    Args:
        content: The file or folder.
        default_facets: A facets.toml for a content that has none beside it, without ``OF_ONE_CONTENT``.

    Raises:
        IngestError: something cannot be read.
    """
    path, tables = tables_for(content, default_facets)
    return Content(
        tables, facets_of(path, tables), with_includes(content, read_content(content)), synonyms_beside(content)
    )

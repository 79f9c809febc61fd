"""Errors of reading a content.

IngestError
├── UnreadablePage   the text of a page, or of a file beside it, cannot be read
├── NoPages          there is no Markdown at the path
├── BadFacets        facets.toml cannot be read, or is not as it should be
├── BadAlternate     a line of an alternates file is not an alternate
└── BadSynonym       a line of synonyms.txt is not a synonym

Broken markup is no error: the parser recovers and reports a ``Diagnostic``.
"""

from pathlib import Path


class IngestError(Exception):
    """Base of all errors of this package."""


class UnreadablePage(IngestError):
    """The text of a page, or of a file beside it, cannot be read."""

    def __init__(self, path: Path, found: str, advice: str) -> None:
        super().__init__(f"{path}: {found}; {advice}.")


class NoPages(IngestError):
    """There is no Markdown at the path."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path}: {found}; name an .md file or a folder of them.")


class BadFacets(IngestError):
    """facets.toml is not as it should be."""

    def __init__(self, path: Path, found: str, advice: str) -> None:
        super().__init__(f"{path}: {found}; {advice}.")


class BadAlternate(IngestError):
    """A line of an alternates file is not an alternate."""

    def __init__(self, path: Path, line: int, found: str, advice: str) -> None:
        example = '{"anchor": "…", "text": "…", "lang": "ru", "origin": "written"}'
        super().__init__(f"{path}:{line}: {found}; {advice}. A line looks like {example}.")


class BadSynonym(IngestError):
    """A line of synonyms.txt is not a synonym, or has a form that stands elsewhere."""

    def __init__(self, path: Path, line: int, found: str, advice: str) -> None:
        super().__init__(f"{path}:{line}: {found}; {advice}. A line looks like «a, b» or «a => b».")

"""What can stop reading content.

IngestError
├── UnreadablePage   a file is there and its text cannot be read
├── NoPages          nothing to read at the path
├── BadFacets        facets.toml does not say what it should
└── BadAlternate     a line of an alternates file is not an alternate

Broken markup is not here: it is recovered from and reported as a ``Diagnostic``.
"""

from pathlib import Path


class IngestError(Exception):
    """Base of everything that reading content can raise."""


class UnreadablePage(IngestError):
    """The text of a page, or of a file beside it, cannot be read."""

    def __init__(self, path: Path, found: str, advice: str) -> None:
        super().__init__(f"{path}: {found}; {advice}.")


class NoPages(IngestError):
    """There is no Markdown at the path."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path}: {found}; name a .md file or a folder that holds some.")


class BadFacets(IngestError):
    """facets.toml does not say what it should."""

    def __init__(self, path: Path, found: str, advice: str) -> None:
        super().__init__(f"{path}: {found}; {advice}.")


class BadAlternate(IngestError):
    """A line of an alternates file is not an alternate."""

    def __init__(self, path: Path, line: int, found: str, advice: str) -> None:
        example = '{"anchor": "…", "text": "…", "lang": "ru", "origin": "written"}'
        super().__init__(f"{path}:{line}: {found}; {advice}. A line looks like {example}.")

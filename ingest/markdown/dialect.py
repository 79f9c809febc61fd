"""A dialect: how one family of pages writes tabs, notes and details."""

from dataclasses import dataclass
from typing import Protocol

from ingest.diagnostic import Diagnostic
from ingest.markdown.lines import Line


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page whose container tags have become border lines (``ingest.markdown.borders``)."""

    lines: tuple[Line, ...]
    diagnostics: tuple[Diagnostic, ...]


class Dialect(Protocol):
    """Rewrites a page's container tags into balanced border lines and keeps all other text."""

    def __call__(self, page: str, lines: list[Line]) -> Rewritten:
        """Rewrite ``lines`` of the page with id ``page``."""

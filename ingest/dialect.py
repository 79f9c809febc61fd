"""A dialect: how one family of pages writes tabs, notes and details."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ingest.diagnostic import Diagnostic
from ingest.source import Line


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page whose container tags have become border lines (``ingest.markers``)."""

    lines: tuple[Line, ...]
    diagnostics: tuple[Diagnostic, ...]


class Dialect(Protocol):
    """Rewrites a page's container tags into balanced border lines; loses no other text."""

    def __call__(self, page: str, lines: list[Line]) -> Rewritten:
        """Rewrite ``lines`` of the page with id ``page``."""


def plain(page: str, lines: list[Line]) -> Rewritten:
    """CommonMark with tables and nothing else."""
    return Rewritten(tuple(lines), ())


def _tags(page: str, lines: list[Line]) -> Rewritten:
    from ingest.tags import rewrite

    return rewrite(page, lines)


DIALECTS: Mapping[str, Dialect] = {"tags": _tags, "plain": plain}

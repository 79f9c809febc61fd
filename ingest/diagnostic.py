"""A fault in a page's markup from which the parser recovered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Where the markup is broken, how, and what to write instead."""

    path: str
    """Id of the page."""

    line: int
    """Counted from 1, as editors do."""

    code: str
    """Kind of fault, e.g. ``unclosed-tag``; stable, so filters can use it."""

    found: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found}; {self.advice}."

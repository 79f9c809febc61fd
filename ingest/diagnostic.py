"""A fault in a page's markup that was recovered from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Where the markup is broken, what stands there and what to write instead."""

    path: str
    """Id of the page."""

    line: int
    """Counted from 1, as editors do."""

    code: str
    """Kind of fault, e.g. ``unclosed-tag``; stable, for filters."""

    found: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found}; {self.advice}."

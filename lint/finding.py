"""A fault that a rule found, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in the source that will answer badly."""

    page: str
    """Id of the page: its path relative to the content root."""

    line: int
    """Counted from 1, as editors do."""

    rule: str
    """Id of a rule in ``lint.rules.RULES``."""

    message: str
    """What stands there."""

    write: str = ""
    """What to write instead, where that can be said better than the rule says it."""

    allowed: str = ""
    """The reason that the source gives for letting it be; empty: it gives none."""

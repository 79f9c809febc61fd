"""A fault that a rule found, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault, and the line that it is on."""

    page: str
    """Id of the page: its path relative to the content root."""

    line: int
    """Counted from 1, as editors do."""

    rule: str
    """Id of a rule in ``lint.rules.RULES``."""

    message: str
    """What is wrong."""

    write: str = ""
    """What to write instead, where it is more specific than the rule's advice."""

    allowed: str = ""
    """The reason given in the comment that allows it; empty if none does."""

    readers: str = ""
    """For whom it is one, by the labels of their facet values; empty where the rule does not judge by readers."""

    column: int = 0
    """Counted from 1; 0 where the finding is about the whole line."""

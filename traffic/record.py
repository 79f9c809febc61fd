"""What is kept of a question, and of a reader's word on an answer: nothing that says who it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from index.result import Status

Reason = Literal["", "wrong_topic", "wrong_region", "unclear", "outdated", "other"]
"""Why an answer did not help; empty if nothing was said."""


@dataclass(frozen=True, slots=True)
class QueryRecord:
    """A question, and what was shown for it."""

    at: datetime
    """With a time zone; given back in UTC."""

    query: str
    """As it was typed; a store masks what is private in it."""

    used: str
    """As it was searched for, after repairs; masked alike."""

    facets: Mapping[str, str]
    """Facet → value that the search was held to, chosen or inferred."""

    status: Status

    shown: tuple[str, ...]
    """Ids of the sections shown as answers, best first."""

    confidence: float | None
    """Of the first answer; None if nothing was shown."""

    generation: str
    """Of the index that answered."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether one answer helped."""

    at: datetime
    """With a time zone; given back in UTC."""

    query: str
    """As it was typed; a store masks what is private in it."""

    facets: Mapping[str, str]
    """Facet → value that the reader saw the answer for."""

    section: str
    """Id of the section that was judged."""

    helpful: bool

    reason: Reason

    confidence: float | None
    """As the answer was shown with; None if it was not told."""

    generation: str
    """Of the index that answered; empty if it was not told."""


Record: TypeAlias = QueryRecord | Feedback
"""Anything that is kept."""

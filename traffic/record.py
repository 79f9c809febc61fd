"""The stored records of questions and of feedback; they do not identify the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from index.result import Result, Status

Reason = Literal["", "wrong_topic", "wrong_variant", "unclear", "outdated", "other"]
"""Why an answer did not help; empty if no reason was given."""


@dataclass(frozen=True, slots=True)
class QueryRecord:
    """A question and the answers shown for it."""

    at: datetime
    """With a time zone; given back in UTC."""

    query: str
    """As it was typed; the store masks private data in it."""

    used: str
    """As it was searched for, after repairs; masked too."""

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
    """As it was typed; the store masks private data in it."""

    facets: Mapping[str, str]
    """Facet → value that the reader saw the answer for."""

    section: str
    """Id of the section that was judged."""

    helpful: bool

    reason: Reason

    confidence: float | None
    """The confidence shown with the answer; None if unknown."""

    generation: str
    """Of the index that answered; empty if unknown."""


Record: TypeAlias = QueryRecord | Feedback
"""Anything that is stored."""


def query_record(result: Result, at: datetime) -> QueryRecord:
    """The record of a search."""
    return QueryRecord(
        at=at,
        query=result.query.text,
        used=result.query.used,
        facets={facet: choice.value for facet, choice in result.query.facets.items()},
        status=result.status,
        shown=tuple(answer.id for answer in result.answers),
        confidence=result.answers[0].confidence if result.answers else None,
        generation=result.index.generation,
    )

"""Count every search over HTTP, and store it unless the reader is still typing."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import g

from index.result import Query, Result, Search
from server.middleware.metrics import Metrics
from traffic.record import QueryRecord, Record


def logged(search: Search, metrics: Metrics, keep: Callable[[Record], bool]) -> Search:
    """A search that is counted, and stored unless the address has ``partial=true``."""

    def search_and_log(query: Query) -> Result:
        result = search(query)
        metrics.result(result)
        if g.get("arguments", {}).get("partial") not in ("true", "1"):
            keep(query_record(result))
        return result

    return search_and_log


def query_record(result: Result) -> QueryRecord:
    """The record of a search."""
    return QueryRecord(
        at=datetime.now(UTC),
        query=result.query.text,
        used=result.query.used,
        facets={facet: choice.value for facet, choice in result.query.facets.items()},
        status=result.status,
        shown=tuple(answer.id for answer in result.answers),
        confidence=result.answers[0].confidence if result.answers else None,
        generation=result.index.generation,
    )

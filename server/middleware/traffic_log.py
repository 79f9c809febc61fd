"""Count every search over HTTP, and store it unless the reader is still typing."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import g

from index.result import Query, Result, Search
from server.middleware.metrics import Metrics
from traffic.record import Record, query_record


def still_typing() -> bool:
    """Whether the request in progress has ``partial=true``: its text is not finished."""
    return g.get("arguments", {}).get("partial") in ("true", "1")


def logged(search: Search, metrics: Metrics, keep: Callable[[Record], bool]) -> Search:
    """A search that is counted, and stored unless the address has ``partial=true``."""

    def search_and_log(query: Query) -> Result:
        result = search(query)
        metrics.result(result)
        g.status = result.status
        if not still_typing():
            keep(query_record(result, datetime.now(UTC)))
        return result

    return search_and_log

"""Limit what each client may ask for, by the work that it makes."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from flask import Flask, request

from index.result import Query, Result, Search
from server.errors import TooManyRequests
from server.middleware.token_bucket import Buckets

FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/widget/")
"""Paths without a limit, answered by workers of their own: probes, and the files of a page and of the widget."""

CHARACTERS = 200
"""So many more take as long again as a short question takes; measured, 1,000 take 5.7 times as long as 5."""

Batch = Callable[[Sequence[Query]], Iterator[Result]]
"""Answers several questions, one after the other as the results are taken."""


def add_rate_limit(app: Flask, buckets: Buckets) -> None:
    """Charge every request to its client."""

    @app.before_request
    def one() -> None:
        if not request.path.startswith(FREE) and request.method != "OPTIONS":
            charge(buckets, 1)


def charged(search: Search, buckets: Buckets) -> Search:
    """A search that charges for the length of a question before it is answered; the request itself has been charged."""

    def search_paid(query: Query) -> Result:
        charge(buckets, len(query.text) / CHARACTERS)
        return search(query)

    return search_paid


def charged_batch(search: Search, buckets: Buckets) -> Batch:
    """The same for several questions, of which all are charged before the first is answered."""

    def search_all(queries: Sequence[Query]) -> Iterator[Result]:
        charge(buckets, max(0, len(queries) - 1) + sum(len(query.text) for query in queries) / CHARACTERS)
        return map(search, queries)

    return search_all


def charge(buckets: Buckets, cost: float) -> None:
    """Charge the client of this request.

    Raises:
        TooManyRequests: if its bucket has too few tokens.
    """
    if wait := buckets.take(request.remote_addr or "", cost):
        raise TooManyRequests(ceil(wait))

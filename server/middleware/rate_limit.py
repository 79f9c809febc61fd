"""Limit the request rate of each client."""

from math import ceil

from flask import Flask, request

from server.errors import TooManyRequests
from server.middleware.token_bucket import Buckets, client_of

FREE = ("/healthz", "/readyz", "/metrics", "/static/")
"""Paths without a limit: probes of our own, and the files of a page."""


def add_rate_limit(app: Flask, buckets: Buckets) -> None:
    """Charge every request to its client."""

    @app.before_request
    def one() -> None:
        if not request.path.startswith(FREE) and request.method != "OPTIONS":
            charge(buckets, 1)


def charge(buckets: Buckets, cost: float) -> None:
    """Charge the client of this request.

    Raises:
        TooManyRequests: if its bucket has too few tokens.
    """
    if wait := buckets.take(client_of(request.remote_addr), cost):
        raise TooManyRequests(ceil(wait))

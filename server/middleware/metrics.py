"""Metrics of requests and searches for Prometheus."""

from collections.abc import Callable
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from index.result import IndexInfo, Result
from server.reload import ReloadState

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class Metrics:
    """Counters of one process; they survive the replacement of the index."""

    def __init__(self, reload: ReloadState, *, lost: Callable[[], int] = lambda: 0) -> None:
        """Start at zero; ``lost`` returns the number of traffic records that were not stored."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "otvet_requests", "Requests answered.", ["endpoint", "method", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "otvet_request_seconds", "Time to answer.", ["endpoint"], buckets=SECONDS, registry=self._registry
        )
        self._results = Counter("otvet_results", "Searches by status.", ["status"], registry=self._registry)
        self._index = Gauge("otvet_index", "The current index.", ["generation", "encoder"], registry=self._registry)
        dropped = Gauge("otvet_traffic_lost", "Traffic records that were not stored.", registry=self._registry)
        dropped.set_function(lost)
        stale = Gauge(
            "otvet_index_stale",
            "1 while the index on disk cannot be loaded and an older one is served.",
            registry=self._registry,
        )
        stale.set_function(lambda: bool(reload.warning))
        failed = Gauge("otvet_reload_failures", "Failed attempts to load the index.", registry=self._registry)
        failed.set_function(lambda: reload.failures)
        self._judged = Counter("otvet_judge", "First answers judged, by outcome.", ["outcome"], registry=self._registry)
        for status in ("answered", "unsure", "no_answer"):
            self._results.labels(status)

    def result(self, result: Result) -> None:
        """Count a search."""
        self._results.labels(result.status).inc()

    def judged(self, outcome: str) -> None:
        """Count what came of asking the judge."""
        self._judged.labels(outcome).inc()

    def request(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count a request. Unknown methods share one label, since every label stays in memory."""
        self._requests.labels(endpoint, method if method in METHODS else "other", str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def written(self, index: IndexInfo | None) -> bytes:
        """All metrics in the Prometheus text format."""
        self._index.clear()
        if index is not None:
            self._index.labels(index.generation, index.encoder).set(1)
        return generate_latest(self._registry)


def add_metrics(app: Flask, metrics: Metrics) -> None:
    """Count every request of an application."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        seconds = perf_counter() - g.get("began", perf_counter())
        metrics.request(request.endpoint or "none", request.method, response.status_code, seconds)
        return response

"""Metrics of requests and searches for Prometheus."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from index.result import Result
from server.worker_states import WorkerState, WorkerStates

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class Metrics:
    """Counters of all workers together, and gauges; they survive the replacement of the index, and of a worker."""

    def __init__(self, states: WorkerStates, *, worker: int = 0, counts: Path | None = None) -> None:
        """Start at zero, or where another process of the same worker ended.

        Args:
            states: Of all workers.
            worker: The number of this one.
            counts: Where the workers keep their counters, which $PROMETHEUS_MULTIPROC_DIR names too; None: in memory,
                since there is one worker.
        """
        counters = self._registry = CollectorRegistry()
        if counts:  # kept by the number of the worker, not of its process, so that the next one goes on
            values.ValueClass = values.MultiProcessValue(lambda: worker)  # type: ignore[no-untyped-call]
            counters = CollectorRegistry()  # its values are those of this worker
            MultiProcessCollector(self._registry, path=str(counts))  # type: ignore[no-untyped-call]
        self._registry.register(_Workers(states))
        self._requests = Counter(
            "otvet_requests", "Requests answered.", ["endpoint", "method", "status"], registry=counters
        )
        self._seconds = Histogram(
            "otvet_request_seconds", "Time to answer.", ["endpoint"], buckets=SECONDS, registry=counters
        )
        self._results = Counter("otvet_results", "Searches by status.", ["status"], registry=counters)
        self._judged = Counter("otvet_judge", "First answers judged, by outcome.", ["outcome"], registry=counters)
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

    def written(self) -> bytes:
        """All metrics in the Prometheus text format."""
        return generate_latest(self._registry)


class _Workers(Collector):
    """What the workers say of themselves: summed up, and their processes one by one."""

    def __init__(self, states: WorkerStates) -> None:
        self._states = states

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        states = list(self._states)
        index = GaugeMetricFamily("otvet_index", "The current index.", labels=["generation", "encoder"])
        for generation, encoder in dict.fromkeys((each.generation, each.encoder) for each in states if each.generation):
            index.add_metric([generation, encoder], 1)
        yield index
        yield GaugeMetricFamily(
            "otvet_workers", "Workers that have loaded an index.", sum(bool(each.generation) for each in states)
        )
        yield GaugeMetricFamily(
            "otvet_traffic_lost", "Traffic records that were not stored.", sum(each.lost for each in states)
        )
        yield GaugeMetricFamily(
            "otvet_index_stale",
            "1 while the index on disk cannot be loaded and an older one is served.",
            any(each.warning for each in states),
        )
        yield GaugeMetricFamily(
            "otvet_reload_failures", "Failed attempts to load the index.", sum(each.failures for each in states)
        )
        yield from _processes(states)


def _processes(states: Iterable[WorkerState]) -> Iterable[Metric]:
    """What the system says of each worker's process, labelled with the worker's number."""
    found: dict[str, Metric] = {}
    for worker, state in enumerate(states):
        if state.process:
            for one in ProcessCollector(pid=lambda process=state.process: process, registry=None).collect():  # type: ignore[misc]
                family = found.setdefault(one.name, Metric(one.name, one.documentation, one.type))
                for sample in one.samples:
                    family.add_sample(sample.name, {**sample.labels, "worker": str(worker)}, sample.value)
    return found.values()


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

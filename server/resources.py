"""What the application uses besides the index, and keeps when the index is replaced."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from server.middleware.metrics import Metrics
from server.middleware.owner_auth import Owners
from server.middleware.token_bucket import Buckets
from server.reload import ReloadState
from server.settings import Settings
from server.shared_memory import SharedLock
from server.worker_states import OwnState, WorkerStates
from traffic.record import Record
from traffic.store import Store
from traffic.writer import Writer


@dataclass(frozen=True, slots=True)
class Shared:
    """What the workers of a server have in common; made before they are forked."""

    settings: Settings
    buckets: Buckets
    owners: Owners
    states: WorkerStates

    loading: SharedLock = field(default_factory=SharedLock)
    """Held by the worker that loads a new index, so that the others answer meanwhile."""

    counts: Path | None = None
    """Folder of the metrics' counters; None: there is one worker, and they are in its memory."""

    @classmethod
    def of(cls, settings: Settings, *, workers: int = 1, counts: Path | None = None) -> Self:
        """For so many workers."""
        buckets = Buckets(rate=settings.rate, burst=settings.burst)
        return cls(settings, buckets, Owners(settings.owner_key), WorkerStates(workers), counts=counts)


@dataclass(frozen=True, slots=True)
class Resources:
    """Settings, and the metrics, rate limits, sign-in and traffic store that follow from them; of one worker."""

    settings: Settings
    metrics: Metrics
    buckets: Buckets
    owners: Owners
    traffic: Writer | None
    """None: traffic is not stored."""
    state: OwnState
    """Of this worker."""
    reload: ReloadState = field(default_factory=ReloadState)
    """Of the index."""

    @classmethod
    def of(cls, settings: Settings, shared: Shared | None = None, worker: int = 0) -> Self:
        """The resources for the given settings.

        Args:
            settings: Of the deployment.
            shared: With the other workers; None: there are none.
            worker: The number of this one.

        Raises:
            TrafficError: if the traffic store cannot be opened.
        """
        shared = shared or Shared.of(settings)
        path = settings.traffic
        traffic = None if path is None else Writer(Store(path, keep_days=settings.keep_days))
        reload = ReloadState()
        state = OwnState(shared.states, worker, os.getpid(), reload, lambda: traffic.lost if traffic else 0)
        return cls(
            settings=settings,
            metrics=Metrics(shared.states, worker=worker, counts=shared.counts),
            buckets=shared.buckets,
            owners=shared.owners,
            traffic=traffic,
            state=state,
            reload=reload,
        )

    def keep(self, record: Record) -> bool:
        """Store a record; False: this server stores nothing."""
        if self.traffic is None:
            return False
        self.traffic.keep(record)
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Write the pending records."""
        if self.traffic is not None:
            self.traffic.close()

"""What the application uses besides the index, and keeps when the index is replaced."""

from dataclasses import dataclass, field
from typing import Self

from server.middleware.metrics import Metrics
from server.middleware.owner_auth import Owners
from server.middleware.token_bucket import Buckets
from server.reload import ReloadState
from server.settings import Settings
from traffic.record import Record
from traffic.store import Store
from traffic.writer import Writer


@dataclass(frozen=True, slots=True)
class Resources:
    """Settings, and the metrics, rate limits, sign-in and traffic store that follow from them."""

    settings: Settings
    metrics: Metrics
    buckets: Buckets
    owners: Owners
    traffic: Writer | None
    """None: traffic is not stored."""
    reload: ReloadState = field(default_factory=ReloadState)
    """Of the index."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The resources for the given settings.

        Raises:
            TrafficError: if the traffic store cannot be opened.
        """
        path = settings.traffic
        traffic = None if path is None else Writer(Store(path, keep_days=settings.keep_days))
        reload = ReloadState()
        return cls(
            settings=settings,
            metrics=Metrics(reload, lost=lambda: traffic.lost if traffic else 0),
            buckets=Buckets(rate=settings.rate, burst=settings.burst),
            owners=Owners(settings.owner_key),
            traffic=traffic,
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

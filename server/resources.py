"""What a served index stands in, and what outlives it when the next one takes its place."""

from dataclasses import dataclass
from typing import Self

from server.middleware.metrics import Metrics
from server.middleware.owner_auth import Owners
from server.middleware.token_bucket import Buckets
from server.settings import Settings
from traffic.record import Record
from traffic.store import Store
from traffic.writer import Writer


@dataclass(frozen=True, slots=True)
class Resources:
    """Settings, and what is counted, allowed and kept under them."""

    settings: Settings
    metrics: Metrics
    buckets: Buckets
    owners: Owners
    traffic: Writer | None
    """None: nothing is kept."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Everything as the settings say.

        Raises:
            TrafficError: if the file of traffic cannot be used.
        """
        path = settings.traffic
        traffic = None if path is None else Writer(Store(path, keep_days=settings.keep_days))
        buckets = Buckets(rate=settings.rate, burst=settings.burst)
        return cls(
            settings=settings,
            metrics=Metrics(lost=lambda: traffic.lost if traffic else 0),
            buckets=buckets,
            owners=Owners(settings.owner_key, buckets),
            traffic=traffic,
        )

    def keep(self, record: Record) -> bool:
        """Keep a record, and say whether anything is kept here."""
        if self.traffic is None:
            return False
        self.traffic.keep(record)
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Write what waits to be written."""
        if self.traffic is not None:
            self.traffic.close()

"""The wall clock, and whether it can be believed."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

SLACK = timedelta(hours=1)
"""A clock that is corrected by less than this has not jumped."""

PATIENCE = timedelta(days=1)
"""A clock that has jumped is believed when it has kept to the new time for so long."""


def since_boot() -> float:
    """Seconds since the system started; on Linux the time that it slept included."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class CarefulClock:
    """Tells the time up to which records may be judged old, whatever the wall clock says.

    While the wall clock is ahead of where it should be, time goes on from where it was; while it is behind, its own
    time is told, by which fewer records are old. So a jump deletes nothing that would have stayed without it for a day.
    """

    def __init__(
        self, wall: Callable[[], datetime], start: datetime, steady: Callable[[], float] | None = None
    ) -> None:
        """Start at a time that is believed.

        Args:
            wall: The time now, with a time zone.
            start: What the time is at least.
            steady: Seconds that never jump; None: those since the system started.
        """
        self._wall, self._steady = wall, steady or since_boot
        self._origin = start - self._ticks()
        self._seen: datetime | None = None
        self._until = timedelta()

    def now(self) -> datetime:
        """The time by which records are judged; not after the wall clock's."""
        wall, ticks = self._wall(), self._ticks()
        origin = wall - ticks
        if abs(origin - self._origin) <= SLACK:
            self._origin, self._seen = origin, None
        elif self._seen is None or abs(origin - self._seen) > SLACK:  # it has jumped just now
            self._seen, self._until = origin, ticks + PATIENCE
        elif ticks >= self._until:
            self._origin, self._seen = origin, None
        return min(wall, self._origin + ticks)

    def _ticks(self) -> timedelta:
        return timedelta(seconds=self._steady())

"""Write records in the background, so that an answer neither waits for the disk nor fails with it."""

import logging
import queue
import threading

from traffic.errors import TrafficError
from traffic.record import Record
from traffic.store import Store

WAITING = 10_000
"""Most pending records; further ones are dropped and counted."""

log = logging.getLogger(__name__)


class Writer:
    """A thread that writes the records of other threads, in order."""

    def __init__(self, store: Store, *, waiting: int = WAITING) -> None:
        self.store = store
        self.lost = 0
        """Records that were dropped: too many pending, or a write failed."""
        self._queue: queue.Queue[Record | None] = queue.Queue(waiting)
        self._thread = threading.Thread(target=self._run, name="traffic", daemon=True)
        self._thread.start()

    def keep(self, record: Record) -> None:
        """Queue one record; never blocks."""
        try:
            self._queue.put_nowait(record)
        except queue.Full:
            self.lost += 1

    def flush(self) -> None:
        """Wait until all queued records are written."""
        self._queue.join()

    def close(self) -> None:
        """Write the pending records and close the store."""
        self._queue.put(None)
        self._thread.join()
        self.store.close()

    def _run(self) -> None:
        while (record := self._queue.get()) is not None:
            try:
                self.store.add(record)
            except TrafficError as exc:
                self.lost += 1
                log.warning("a traffic record was not stored: %s", exc)
            finally:
                self._queue.task_done()

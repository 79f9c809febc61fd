"""Write records behind the reader's back: an answer never waits for the disk, nor fails with it."""

import logging
import queue
import threading

from traffic.errors import TrafficError
from traffic.record import Record
from traffic.store import Store

WAITING = 10_000
"""Most records that wait to be written; beyond that they are dropped and counted."""

log = logging.getLogger(__name__)


class Writer:
    """One thread that writes what others hand over, in order."""

    def __init__(self, store: Store, *, waiting: int = WAITING) -> None:
        self.store = store
        self.lost = 0
        """Records that were not written: too many at once, or the disk refused."""
        self._queue: queue.Queue[Record | None] = queue.Queue(waiting)
        self._thread = threading.Thread(target=self._run, name="traffic", daemon=True)
        self._thread.start()

    def keep(self, record: Record) -> None:
        """Hand over one record; returns at once."""
        try:
            self._queue.put_nowait(record)
        except queue.Full:
            self.lost += 1

    def flush(self) -> None:
        """Wait until everything handed over so far is written."""
        self._queue.join()

    def close(self) -> None:
        """Write what waits, and let go of the store."""
        self._queue.put(None)
        self._thread.join()
        self.store.close()

    def _run(self) -> None:
        while (record := self._queue.get()) is not None:
            try:
                self.store.add(record)
            except TrafficError as exc:
                self.lost += 1
                log.warning("a record of traffic was not kept: %s", exc)
            finally:
                self._queue.task_done()

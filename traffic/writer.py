"""Write records in the background, so that an answer neither waits for the disk nor fails with it."""

import logging
import queue
import threading
import time

from traffic.record import Record
from traffic.store import Store

WAITING = 10_000
"""Most pending records; further ones are dropped and counted."""

PAUSE = 0.05
"""Seconds that the thread rests when nothing is pending: a record that comes meanwhile need not wake it, which would
take the interpreter's lock from an answer."""

log = logging.getLogger(__name__)


class Writer:
    """A thread that writes the records of other threads, in order."""

    def __init__(self, store: Store, *, waiting: int = WAITING) -> None:
        self.store = store
        self.lost = 0
        """Records that were dropped: too many pending, or a write failed."""
        self._counting = threading.Lock()
        self._dropped, self._reason = 0, ""
        """Since the last record that was stored."""
        self._queue: queue.Queue[Record | None] = queue.Queue(waiting)
        self._thread = threading.Thread(target=self._run, name="traffic", daemon=True)
        self._thread.start()

    def keep(self, record: Record) -> None:
        """Queue one record; never blocks."""
        try:
            self._queue.put_nowait(record)
        except queue.Full:
            self._drop(f"more than {self._queue.maxsize} records are waiting")

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
            except Exception as exc:  # whatever is wrong with one record or the disk, the next one is tried
                self._drop(f"{type(exc).__name__}: {exc}")
            else:
                self._recover()
            finally:
                self._queue.task_done()
            if self._queue.empty():
                time.sleep(PAUSE)
        self._recover()

    def _drop(self, reason: str) -> None:
        """Count a lost record; the first of a row for the same reason is logged."""
        with self._counting:
            self.lost += 1
            self._dropped += 1
            new, self._reason = reason != self._reason, reason
        if new:
            log.warning("traffic is not stored, and the records are dropped: %s", reason)

    def _recover(self) -> None:
        """Log how many records a trouble that is over has cost."""
        with self._counting:
            dropped, self._dropped, self._reason = self._dropped, 0, ""
        if dropped:
            log.warning("%d traffic records were dropped", dropped)

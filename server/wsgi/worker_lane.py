"""Worker threads that serve clients in turn, so that none of them waits for another's queue."""

import logging
import threading
from collections import Counter, OrderedDict, deque
from time import monotonic
from typing import NamedTuple, Protocol

QUEUED = 256
"""Most requests that wait in a lane; of more, the client with the most loses its last."""

QUEUED_EACH = 32
"""Most of one client's."""

QUEUE_SECONDS = 5.0
"""Time in the queue after which a request is refused: whoever sent it has given up, or tries again."""

log = logging.getLogger(__name__)


class Task(Protocol):
    """A request to answer."""

    def service(self) -> None:
        """Answer it."""

    def refuse(self) -> None:
        """Have `service` answer that the server is overloaded."""

    def cancel(self) -> None:
        """Do not answer it."""


class Waiting(NamedTuple):
    """A task in the queue."""

    since: float
    task: Task


class Lane:
    """Threads that take tasks: clients take turns, and one client holds at most ``share`` threads."""

    def __init__(self, name: str, *, threads: int, share: int) -> None:
        self._share, self._changed, self._stopping = share, threading.Condition(), False
        self._waiting: OrderedDict[str, deque[Waiting]] = OrderedDict()
        """Client → its tasks, none of them empty; the client whose turn is next first."""
        self._running: Counter[str] = Counter()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def add(self, client: str, task: Task) -> Task | None:
        """Queue a task; returns the one that has no place in the queue, which may be another client's."""
        with self._changed:
            mine = self._waiting.setdefault(client, deque())
            mine.append(Waiting(monotonic(), task))
            self._changed.notify()
            if len(mine) > QUEUED_EACH:
                return mine.pop().task
            if sum(map(len, self._waiting.values())) > QUEUED:
                longest = max(self._waiting, key=lambda each: len(self._waiting[each]))
                lost = self._waiting[longest].pop().task
                if not self._waiting[longest]:
                    del self._waiting[longest]
                return lost
            return None

    def stop(self) -> None:
        """Let each thread end after the task that it has."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def join(self, seconds: float) -> None:
        """Wait for the threads, at most so long."""
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))

    def _next(self) -> tuple[str, Waiting] | None:
        """Take the next task of the first client that may have another thread; that client goes to the end."""
        for client, tasks in self._waiting.items():
            if self._running[client] < self._share:
                task = tasks.popleft()
                if tasks:
                    self._waiting.move_to_end(client)
                else:
                    del self._waiting[client]
                self._running[client] += 1
                return client, task
        return None

    def _work(self) -> None:
        while True:
            with self._changed:
                turn = None
                while not self._stopping and (turn := self._next()) is None:
                    self._changed.wait()
            if turn is None:
                return
            client, (since, task) = turn
            try:
                if monotonic() - since > QUEUE_SECONDS:
                    task.refuse()
                task.service()
            except Exception:  # the thread must go on
                log.exception("a request failed in the server")
            finally:
                with self._changed:
                    self._running[client] -= 1
                    if not self._running[client]:
                        del self._running[client]

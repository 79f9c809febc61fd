"""Worker processes behind one listening socket: forked, started again when they die, and stopped together."""

import logging
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from server.worker_states import WorkerStates
from server.wsgi.waitress_server import STOP_SECONDS

STEADY_SECONDS = 60.0
"""A worker that ends earlier is started again later: after a second, and twice as long after each further time."""

LONGEST_DELAY = 60.0

GRACE_SECONDS = 2.0
"""Beyond what a worker has to finish what was asked; then it is killed."""

LOOK_SECONDS = 0.05

STOPS = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Worker:
    process: int = 0
    """0: none."""
    since: float = 0.0
    short: int = 0
    """Times in a row that it ended early."""
    due: float = 0.0
    """When it is to be started."""


class _Ended(NamedTuple):
    """A process of a worker that is no more."""

    worker: int
    process: int
    code: int
    """Negative: the number of the signal that killed it."""
    delay: float
    """Seconds until the worker is to be started again."""

    @property
    def was_killed(self) -> bool:
        return self.code < 0

    @property
    def how(self) -> str:
        """How it ended, for the log."""
        return f"was killed by {signal.Signals(-self.code).name}" if self.was_killed else f"ended with {self.code}"


def supervise(
    work: Callable[[int], object], *, states: WorkerStates, listening: socket.socket, began: Callable[[], object]
) -> bool:
    """Keep a process for each worker until SIGTERM or Ctrl-C; then each finishes what it was asked, within a deadline.

    The first worker is started alone: if it cannot begin, none can. A second signal kills them. If this process is
    killed, they finish as after SIGTERM.

    Args:
        work: Serves on the socket until SIGTERM, in a process of its own, as the worker with the given number.
        states: Where each worker says that it has loaded an index.
        listening: Closed in the end.
        began: Called once the first worker answers.

    Returns:
        Whether all went well: False if the first worker ended before that; why has been said.
    """
    with _signals() as (told, life):
        master = _Master(work, states, told, life)
        well = master.keep(began)
        listening.close()
        master.stop()
    return well


class _Master:
    """The processes."""

    def __init__(self, work: Callable[[int], object], states: WorkerStates, told: int, life: tuple[int, int]) -> None:
        self._work, self._states, self._told, self._life = work, states, told, life
        self._workers = [_Worker() for _ in range(len(states))]

    def keep(self, began: Callable[[], object]) -> bool:
        """Start them, and again those that end, until a signal says to stop; False if the first cannot begin."""
        self._start(0)
        while not self._states[0].generation:
            if self._stopped(LOOK_SECONDS):
                return True
            for ended in self._reap():
                if ended.was_killed:  # else it has said why
                    log.error("the first worker (process %d) %s before it could answer", ended.process, ended.how)
                return False
        began()
        while True:
            now = monotonic()
            for number, worker in enumerate(self._workers):
                if not worker.process and worker.due <= now:
                    self._start(number)
            waiting = [worker.due - now for worker in self._workers if not worker.process]
            if self._stopped(min(waiting, default=None)):
                return True
            for ended in self._reap():
                number, process, delay = ended.worker, ended.process, ended.delay
                log.error("worker %d (process %d) %s; started again in %g s", number, process, ended.how, delay)

    def stop(self) -> None:
        """Let them finish, and kill those that take too long, or all after another signal."""
        self._send(signal.SIGTERM)
        until = monotonic() + STOP_SECONDS + GRACE_SECONDS
        while any(worker.process for worker in self._workers):
            if self._stopped(LOOK_SECONDS) or monotonic() > until:
                self._send(signal.SIGKILL)
            self._reap()

    def _start(self, number: int) -> None:
        blocked = {*STOPS, signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, blocked)  # none is handled in the child as the master would
        try:
            process = os.fork()
            if not process:
                _be(number, self._work, self._life, blocked)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        worker = self._workers[number]
        worker.process, worker.since = process, monotonic()

    def _reap(self) -> list["_Ended"]:
        """Note which have ended, and when they are to be started again."""
        found = []
        for number, worker in enumerate(self._workers):
            if not worker.process:
                continue
            process, status = os.waitpid(worker.process, os.WNOHANG)
            if not process:
                continue
            now = monotonic()
            worker.short = worker.short + 1 if now - worker.since < STEADY_SECONDS else 0
            delay = min(2.0 ** (worker.short - 1), LONGEST_DELAY) if worker.short else 0.0
            worker.process, worker.due = 0, now + delay
            self._states.ended(number)
            found.append(_Ended(number, process, os.waitstatus_to_exitcode(status), delay))
        return found

    def _send(self, number: signal.Signals) -> None:
        for worker in self._workers:
            if worker.process:
                with suppress(ProcessLookupError):
                    os.kill(worker.process, number)

    def _stopped(self, seconds: float | None) -> bool:
        """Wait for a signal, at most so long; whether it says to stop."""
        ready, _, _ = select.select([self._told], [], [], seconds if seconds is None else max(0.0, seconds))
        return bool(ready) and any(number in STOPS for number in os.read(self._told, 64))


def _be(worker: int, work: Callable[[int], object], life: tuple[int, int], blocked: set[signal.Signals]) -> None:
    """Be a worker, and end the process."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the master sends SIGTERM then
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        os.close(life[1])
        threading.Thread(target=_outlived, args=(life[0],), name="master", daemon=True).start()
        work(worker)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        log.exception("worker %d has failed", worker)
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)  # without what the master would do in the end


def _outlived(life: int) -> None:
    """Stop when the master is no more: then nobody holds the other end of the pipe."""
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def _signals() -> Iterator[tuple[int, tuple[int, int]]]:
    """A pipe that tells the numbers of signals, and one that stays open as long as this process lives."""
    told, teller = os.pipe()
    life = os.pipe()
    os.set_blocking(teller, False)
    before = {each: signal.signal(each, lambda number, frame: None) for each in (*STOPS, signal.SIGCHLD)}
    earlier = signal.set_wakeup_fd(teller)
    try:
        yield told, life
    finally:
        signal.set_wakeup_fd(earlier)
        for number, handler in before.items():
            signal.signal(number, handler)
        for end in (told, teller, *life):
            os.close(end)

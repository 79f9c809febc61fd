"""Serve the newest index: when it is replaced on disk, requests go to the new one without a restart."""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from time import monotonic
from typing import Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from index.errors import IndexingError

LONGEST = 60.0
"""Most seconds between two attempts to load the same source."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class ReloadState:
    """How loading goes: written by a `Reloader`, read by whoever reports it."""

    warning: str = ""
    """What is wrong now, for anyone to read: no path, nothing of the content; empty if nothing is."""

    failures: int = 0
    """Failed attempts since the start."""


class Reloader:
    """A WSGI application that is rebuilt when the name of its source changes.

    Requests in progress finish with the application that they started with. While the source cannot be loaded, the old
    application answers, and loading is tried again, less and less often for the same source. The log gets one line
    when that begins, when the reason changes and when it ends.
    """

    def __init__(
        self,
        name: Callable[[], str],
        make: Callable[[], tuple[str, WSGIApplication]],
        *,
        every: float = 1.0,
        state: ReloadState | None = None,
        turn: AbstractContextManager[object] = nullcontext(),  # noqa: B008  (has no state)
        checked: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Build the first application; the source is checked while the object is entered as a context.

        Args:
            name: Returns the current name of the source, such as the index's generation; cheap.
            make: Builds the application and returns it with the name of its source; the first time, its errors
                propagate to the caller.
            every: Seconds between checks, and until the first attempt after a failure; then twice as many each time.
            state: Told of failures.
            turn: Entered whenever an application replaces another, so that workers do so one after the other.
            checked: Called after each check.
            clock: Seconds from any start.
        """
        self._name, self._make, self._every, self._clock = name, make, every, clock
        self._turn, self._checked = turn, checked
        self._seen, self._app = make()
        self.state = state or ReloadState()
        self._failed: str | None = None
        self._wait, self._next = every, 0.0
        self._reason = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reload", daemon=True)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:
        """Answer a request with the current application."""
        return self._app(environ, start_response)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        self._thread.join()

    def refresh(self) -> bool:
        """Rebuild if the source has another name; returns whether the application was replaced."""
        name = None
        try:
            name = self._name()
            if name == self._seen:
                self._well()
                return False
            if name == self._failed and self._clock() < self._next:
                return False
            with self._turn:
                self._seen, self._app = self._make()
        except Exception as exc:  # whatever is wrong with the new index, the old application keeps answering
            self._ill(name, exc)
            return False
        self._well()
        log.info("serving %s", self._seen)
        return True

    def _ill(self, name: str | None, exc: Exception) -> None:
        """Note a failure; None: the source has no name."""
        self._wait = min(2 * self._wait, LONGEST) if name == self._failed else self._every
        self._failed, self._next = name, self._clock() + self._wait
        self.state.failures += 1
        what = "the index was replaced and cannot be loaded" if name else "the index on disk cannot be found"
        self.state.warning = f"{what}; generation {self._seen} is still served"
        reason = f"{type(exc).__name__}: {exc}"
        if reason != self._reason:
            self._reason = reason
            foreseen = isinstance(exc, (IndexingError, OSError))  # its message says enough
            log.error("%s, loading is tried again: %s", self.state.warning, reason, exc_info=None if foreseen else exc)

    def _well(self) -> None:
        if self._reason:
            log.info("the index can be loaded again")
        self._failed, self._wait, self._reason, self.state.warning = None, self._every, "", ""

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            self.refresh()
            self._checked()

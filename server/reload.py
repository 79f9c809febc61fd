"""Serve the newest index: when it is replaced on disk, requests go to the new one without a restart."""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)


class Reloader:
    """A WSGI application that is rebuilt when the name of its source changes.

    Requests in progress finish with the application that they started with. If a rebuild fails, the old application
    stays, and the failure is logged once for each name.
    """

    def __init__(
        self, name: Callable[[], str], make: Callable[[], tuple[str, WSGIApplication]], *, every: float = 1.0
    ) -> None:
        """Build the first application; the source is checked while the object is entered as a context.

        Args:
            name: Returns the current name of the source, such as the index's generation; cheap.
            make: Builds the application and returns it with the name of its source; the first time, its errors
                propagate to the caller.
            every: Seconds between checks.
        """
        self._name, self._make, self._every = name, make, every
        self._seen, self._app = make()
        self._failed = ""
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
        name = self._name()
        if name in (self._seen, self._failed):
            return False
        try:
            self._seen, self._app = self._make()
        except Exception:  # whatever is wrong with the new index, the old application keeps answering
            self._failed = name
            log.exception("the index was replaced and %s cannot be served; %s still is", name, self._seen)
            return False
        log.info("serving %s", self._seen)
        return True

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            self.refresh()

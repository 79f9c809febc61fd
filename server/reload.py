"""Serve the newest index: when another takes its place on disk, requests go to it, without a restart."""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)


class Reloader:
    """An application that is made again whenever its source has another name.

    Requests under way end with the one they began with. If making fails, the old one stays, and the failure is logged
    once for each name.
    """

    def __init__(
        self, name: Callable[[], str], make: Callable[[], tuple[str, WSGIApplication]], *, every: float = 1.0
    ) -> None:
        """Make the first; while entered as a context, another is looked for.

        Args:
            name: What the source is called now, such as the live generation; cheap.
            make: Makes the application from the source as it is, and says what that is called; its errors are the
                caller's the first time.
            every: Seconds between looks.
        """
        self._name, self._make, self._every = name, make, every
        self._seen, self._app = make()
        self._failed = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:
        """Answer a request."""
        return self._app(environ, start_response)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        self._thread.join()

    def refresh(self) -> bool:
        """Take the source that is there now, if it has another name; whether it was taken."""
        name = self._name()
        if name in (self._seen, self._failed):
            return False
        try:
            self._seen, self._app = self._make()
        except Exception:  # whatever is wrong with the new one, the old one answers
            self._failed = name
            log.exception("the index was replaced and %s cannot be served; %s still is", name, self._seen)
            return False
        log.info("serving %s", self._seen)
        return True

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            self.refresh()

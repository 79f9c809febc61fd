"""Connections: what cannot be read as HTTP is answered with a problem document, and nobody takes for ever to ask."""

import time

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]

from server.errors import Fault, Refused
from server.middleware.security_headers import HEADERS
from server.problems import MEDIA_TYPE, written

REQUEST_SECONDS = 30
"""Time from a request's first byte to its last, and of silence on a connection."""

BODY_BYTES = 1 << 20
"""A body beyond this is not even received; an application's own limit is lower, and says more."""


class ProblemTask(ErrorTask):  # type: ignore[misc]
    """Says what was wrong with bytes that never became a request."""

    def execute(self) -> None:
        """Send the problem document, and close."""
        error = self.request.error
        kind = error.reason.lower().replace(" ", "-")
        refused = Refused(error.code, kind, error.reason, [Fault("", f"The request cannot be read: {error.body}.")])
        body = written(refused, instance="/")
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", MEDIA_TYPE), *HEADERS.items()])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests must arrive in time, however evenly they drip."""

    error_task_class = ProblemTask
    began = 0.0

    def received(self, data: bytes) -> bool:
        """Take bytes of a request; hang up if it has been under way for too long."""
        if self.request is None:
            self.began = time.monotonic()
        elif time.monotonic() - self.began > REQUEST_SECONDS:
            self.handle_close()
            return False
        return bool(super().received(data))

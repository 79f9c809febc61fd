"""Connections of waitress: malformed HTTP gets a problem document, and a request has a time limit."""

import time

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]

from server.errors import Fault, Refused
from server.middleware.security_headers import HEADERS
from server.problems import MEDIA_TYPE, written

REQUEST_SECONDS = 30
"""Time from the first byte of a request to its last, and of an idle connection."""

BODY_BYTES = 1 << 20
"""A larger body is not received; the application's own limit is lower and has a better message."""


class ProblemTask(ErrorTask):  # type: ignore[misc]
    """Answers malformed HTTP."""

    def execute(self) -> None:
        """Send the problem document and close the connection."""
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
    """A connection whose requests must arrive within ``REQUEST_SECONDS``."""

    error_task_class = ProblemTask
    began = 0.0

    def received(self, data: bytes) -> bool:
        """Receive bytes of a request; close the connection if the request takes too long."""
        if self.request is None:
            self.began = time.monotonic()
        elif time.monotonic() - self.began > REQUEST_SECONDS:
            self.handle_close()
            return False
        return bool(super().received(data))

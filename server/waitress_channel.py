"""Connections of waitress: what is not answered gets a problem document, and a request must arrive in time."""

from functools import cached_property
from time import monotonic

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]
from waitress.utilities import Error  # type: ignore[import-untyped]

from server.client_network import networks, site_of
from server.errors import Fault, Overloaded, Refused
from server.middleware.security_headers import HEADERS
from server.problems import MEDIA_TYPE, written

HEADER_SECONDS = 10
"""Time from the first byte of a request to the end of its headers."""

REQUEST_SECONDS = 30
"""Time from the first byte of a request to its last, of an idle connection, and of one that takes no bytes of an
answer."""

HEADER_BYTES = 32 * 1024
"""Size of the first line and the headers: a question of 1,000 characters takes 9 KiB at most."""

BODY_BYTES = 1 << 20
"""A larger body is not received; the application's own limit is lower and has a better message."""


class Busy(Error):  # type: ignore[misc]
    """The request has no place in the queue, or waited there for too long."""

    code, reason = 503, "Service Unavailable"


class ProblemTask(ErrorTask):  # type: ignore[misc]
    """Answers malformed HTTP, and requests that are refused before the application sees them."""

    def execute(self) -> None:
        """Send the problem document and close the connection."""
        refused = refusal(self.request.error)
        body = written(refused, instance="/")
        self.status = f"{refused.status} {self.request.error.reason}"
        self.response_headers.extend([("Content-Type", MEDIA_TYPE), *HEADERS.items(), *refused.headers.items()])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def refusal(error: Error) -> Refused:
    """An error of waitress, in our own words."""
    if isinstance(error, Busy):
        return Overloaded()
    kind = error.reason.lower().replace(" ", "-")
    return Refused(error.code, kind, error.reason, [Fault("", f"The request cannot be read: {error.body}.")])


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests must arrive in time."""

    error_task_class = ProblemTask
    began = 0.0
    """When the first byte of the request came that is being received."""

    @cached_property
    def networks(self) -> dict[str, int]:
        """The networks that the connection is counted in, see `server.client_network.networks`; none of a proxy."""
        peer = self.addr[0]
        return {} if self.server.proxies.trusts(peer) else dict(networks(peer))

    @cached_property
    def site(self) -> str:
        """Whom the connection belongs to."""
        return site_of(self.addr[0])

    def received(self, data: bytes) -> bool:
        """Receive bytes of a request."""
        if self.request is None:
            self.began = monotonic()
        return bool(super().received(data))

    def readable(self) -> bool:
        """Whether to read; no further request once the server is stopping."""
        return bool(super().readable()) and not (self.server.stopping and self.request is None)

    def late(self) -> bool:
        """Whether the request that is being received has taken too long."""
        request, taken = self.request, monotonic() - self.began
        return request is not None and taken > (REQUEST_SECONDS if request.headers_finished else HEADER_SECONDS)

    def answering(self) -> bool:
        """Whether an answer is owed: a request waits, is being answered, or its answer is being sent."""
        return bool(self.requests or self.total_outbufs_len)

    def refuse(self) -> None:
        """Have the current request answered with 503."""
        self.requests[0].error = Busy("")

"""Connections of waitress: a request must arrive in time, and what cannot be read gets a problem document."""

from functools import cached_property
from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import ErrorTask, WSGITask  # type: ignore[import-untyped]
from waitress.utilities import Error  # type: ignore[import-untyped]

from server.api.models import Health, as_json
from server.client_network import networks, site_of
from server.errors import Fault, Refused
from server.middleware.overload import SHED
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


class ProblemTask(ErrorTask):  # type: ignore[misc]
    """Answers malformed HTTP, which the application does not see."""

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
    kind = error.reason.lower().replace(" ", "-")
    return Refused(error.code, kind, error.reason, [Fault("", f"The request cannot be read: {error.body}.")])


class AliveTask(ErrorTask):  # type: ignore[misc]
    """Answers ``/healthz`` as the application does, without it: all that is asked is whether the process answers."""

    def execute(self) -> None:
        """Send it."""
        body = as_json(Health()).encode()
        kept = [("Cache-Control", "no-cache"), ("Cross-Origin-Resource-Policy", "same-origin")]
        self.response_headers.extend([("Content-Type", "application/json"), *HEADERS.items(), *kept])
        self.content_length = len(body)
        self.write(body)


class Task(WSGITask):  # type: ignore[misc]
    """Has the application answer a request, or refuse it in the form that the client takes."""

    def get_environment(self) -> dict[str, Any]:
        """The request as WSGI has it, with a mark if it is refused for want of room."""
        environ: dict[str, Any] = super().get_environment()
        environ[SHED] = self.channel.shed is self.request
        return environ


def task_for(channel: "Channel", request: Any) -> WSGITask:
    """What answers a request that can be read."""
    return (AliveTask if channel.alive is request else Task)(channel, request)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests must arrive in time."""

    task_class, error_task_class = staticmethod(task_for), ProblemTask
    shed: Any = None
    """The request that is refused, since the server has too much to do."""
    receiving = False
    """Whether bytes are being received."""
    probe: Any = None
    """The probe that came with them, which is answered at once; set under `requests_lock`."""
    alive: Any = None
    """The probe that is being answered."""

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
        self.receiving = True
        taken = bool(super().received(data))
        with self.requests_lock:
            self.receiving, probe, self.probe = False, self.probe, None
            alone = len(self.requests) == 1
        if probe and alone:
            self.alive = probe
            self.service()
        elif probe:
            self.server.task_dispatcher.queue(self)
        return taken

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
        """Have the current request answered with 503, which the application writes and counts."""
        self.shed = self.requests[0]

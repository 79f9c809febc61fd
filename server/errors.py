"""What can go wrong in the server room.

ServerError
├── Refused           a request that is not answered; carries the status and a list of faults
├── CannotListen      the address is taken, not allowed or unknown
├── McpExtraMissing   the library for the Model Context Protocol is not installed
└── BadSetting        an environment variable has an invalid value
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: what was found and what to do."""

    where: str
    """A parameter's name, a JSON pointer such as ``#/queries/2/region``, or empty for the request as a whole."""

    detail: str
    """For the developer of the client, in English."""

    phrase: str = ""
    """For a reader of the page: a key of translations.toml; empty if the page cannot cause the fault."""

    values: Mapping[str, object] = field(default_factory=dict)
    """The values to fill the phrase with."""


class ServerError(Exception):
    """Any error of this room."""


class Refused(ServerError):
    """The request is not answered."""

    def __init__(
        self, status: int, kind: str, title: str, faults: Sequence[Fault], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(" ".join(fault.detail for fault in faults))
        self.status = status
        self.kind = kind
        """The kind of problem, in words joined by hyphens; stable, so that clients can test for it."""
        self.title = title
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        """Additional headers of the response, such as Retry-After."""


class InvalidRequest(Refused):
    """The parameters or the body are not valid."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(400, "invalid-request", "The request is not valid", faults)


class NotReady(Refused):
    """No index is loaded yet."""

    def __init__(self) -> None:
        fault = Fault("", "No index is loaded yet; try again in a few seconds.")
        super().__init__(503, "not-ready", "The index is not ready", [fault], {"Retry-After": "5"})


class OwnersOnly(Refused):
    """The request to an admin page does not come from an owner."""


class TooManyRequests(Refused):
    """The client has exceeded its rate limit."""

    def __init__(self, seconds: int) -> None:
        fault = Fault("", f"Too many requests from your address; try again in {seconds} s.")
        super().__init__(429, "too-many-requests", "Too Many Requests", [fault], {"Retry-After": str(seconds)})


class TooSlow(Refused):
    """The time limit of a request was reached."""

    def __init__(self, seconds: float, done: int) -> None:
        detail = f"Only the first {done} queries were answered within {seconds:g} s; send fewer at once."
        super().__init__(503, "too-slow", "The answer takes too long", [Fault("", detail)], {"Retry-After": "5"})


class Overloaded(Refused):
    """The server has more to do than it can."""

    def __init__(self) -> None:
        fault = Fault("", "The server is overloaded; try again in 5 s.")
        super().__init__(503, "overloaded", "Service Unavailable", [fault], {"Retry-After": "5"})


class CannotListen(ServerError):
    """The server cannot listen on the address."""

    def __init__(self, host: str, port: int, found: str) -> None:
        super().__init__(f"{host}:{port}: {found}; choose another address or port.")


class McpExtraMissing(ServerError):
    """The library for the Model Context Protocol is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "the Model Context Protocol needs the package mcp; in Otvet's folder, run: "
            ".venv/bin/python -m pip install --editable '.[mcp]'"
        )


class BadSetting(ServerError):
    """An environment variable has an invalid value."""

    def __init__(self, name: str, expected: str, found: str = "") -> None:
        super().__init__(f"{name} must {expected}" + (f", got {found!r}." if found else "."))

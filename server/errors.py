"""What can go wrong in the server room.

ServerError
├── Refused           a request that is not answered: carries the status and, fault by fault, what to do about it
├── CannotListen      the address is taken, not ours, or no address at all
└── McpExtraMissing   the library that speaks the Model Context Protocol is not installed
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: what was found, and what to do."""

    where: str
    """A parameter's name, a JSON pointer such as ``#/queries/2/region``, or empty for the request as a whole."""

    detail: str
    """For whoever wrote the request, in English."""

    phrase: str = ""
    """For a reader of the page: a key of the catalogue; empty where the page cannot cause it."""

    values: Mapping[str, object] = field(default_factory=dict)
    """What the phrase is filled with."""


class ServerError(Exception):
    """Any error of this room."""


class Refused(ServerError):
    """The request cannot be answered as it stands."""

    def __init__(
        self, status: int, kind: str, title: str, faults: Sequence[Fault], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(" ".join(fault.detail for fault in faults))
        self.status = status
        self.kind = kind
        """What sort of problem this is, in words joined by hyphens; stable, so clients can tell sorts apart."""
        self.title = title
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        """That the response carries besides, such as Retry-After."""


class InvalidRequest(Refused):
    """Parameters or body are not what the endpoint takes."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(400, "invalid-request", "The request is not valid", faults)


class NotReady(Refused):
    """No index is loaded yet."""

    def __init__(self) -> None:
        fault = Fault("", "No index is loaded yet; try again in a few seconds.")
        super().__init__(503, "not-ready", "The index is not ready", [fault], {"Retry-After": "5"})


class OwnersOnly(Refused):
    """The owners' side is not for whoever asks."""


class TooManyRequests(Refused):
    """The client has used up what it may ask for now."""

    def __init__(self, seconds: int) -> None:
        fault = Fault("", f"Too many requests from your address; try again in {seconds} s.")
        super().__init__(429, "too-many-requests", "Too Many Requests", [fault], {"Retry-After": str(seconds)})


class TooSlow(Refused):
    """The answer would take longer than a request may."""

    def __init__(self, seconds: float, done: int) -> None:
        detail = f"Only the first {done} queries were answered within {seconds:g} s; send fewer at once."
        super().__init__(503, "too-slow", "The answer takes too long", [Fault("", detail)], {"Retry-After": "5"})


class CannotListen(ServerError):
    """The address cannot be listened on."""

    def __init__(self, host: str, port: int, found: str) -> None:
        super().__init__(f"{host}:{port}: {found}; choose another address or port.")


class McpExtraMissing(ServerError):
    """The library that speaks the Model Context Protocol is not installed."""

    def __init__(self) -> None:
        super().__init__("the Model Context Protocol needs the package mcp; run: pip install 'otvet[mcp]'")


class BadSetting(ServerError):
    """An environment variable cannot be followed."""

    def __init__(self, name: str, expected: str, found: str = "") -> None:
        super().__init__(f"{name} must {expected}" + (f", got {found!r}." if found else "."))

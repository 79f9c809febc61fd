"""What can go wrong in the server room.

ServerError
├── Refused        a request that is not answered: carries the status and, fault by fault, what to do about it
└── CannotListen   the address is taken, not ours, or no address at all
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: what was found, and what to do."""

    where: str
    """A parameter's name, a JSON pointer such as ``#/queries/2/region``, or empty for the request as a whole."""

    detail: str
    """For whoever wrote the request, in English."""

    russian: str = ""
    """For a reader of the page; empty where the page cannot cause it."""


class ServerError(Exception):
    """Any error of this room."""


class Refused(ServerError):
    """The request cannot be answered as it stands."""

    def __init__(self, status: int, kind: str, title: str, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.detail for fault in faults))
        self.status = status
        self.kind = kind
        """What sort of problem this is, in words joined by hyphens; stable, so clients can tell sorts apart."""
        self.title = title
        self.faults = tuple(faults)

    @property
    def russian(self) -> str:
        """What the page says."""
        return " ".join(fault.russian for fault in self.faults if fault.russian)


class InvalidRequest(Refused):
    """Parameters or body are not what the endpoint takes."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(400, "invalid-request", "The request is not valid", faults)


class NotReady(Refused):
    """No index is loaded yet."""

    def __init__(self) -> None:
        fault = Fault("", "No index is loaded yet; try again in a few seconds.", "Поиск ещё запускается.")
        super().__init__(503, "not-ready", "The index is not ready", [fault])


class CannotListen(ServerError):
    """The address cannot be listened on."""

    def __init__(self, host: str, port: int, found: str) -> None:
        super().__init__(f"{host}:{port}: {found}; choose another address with --host or --port.")

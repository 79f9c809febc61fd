"""Errors of proposing, replaying and accepting.

ProposalsError
├── NoTraffic           there is nothing to propose from
├── BadProposal         a line of a proposals file is not a proposal
├── UnknownProposal     an id to accept is none of the proposals'
├── Harmful             a proposal to accept was rejected
├── WorseTogether       proposals that are harmless alone do harm together
└── CannotWriteAccepted what was accepted or drafted cannot be written
"""

from collections.abc import Sequence
from pathlib import Path


class ProposalsError(Exception):
    """Base of every error of this room."""


class NoTraffic(ProposalsError):
    """There is nothing to propose from."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: there are no questions here yet; give --traffic a file that `otvet serve` wrote.")


class BadProposal(ProposalsError):
    """A line of a proposals file is not a proposal."""

    def __init__(self, path: Path, line: int, found: str, advice: str) -> None:
        super().__init__(f"{path}:{line}: {found}; {advice}, or give a file that `otvet suggest --out` wrote.")


class UnknownProposal(ProposalsError):
    """An id to accept is none of the proposals'."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(
            f"no proposal has the id {', '.join(ids)}; new traffic may have changed what is proposed, "
            "so keep the proposals with --out and accept from there with --proposals."
        )


class Harmful(ProposalsError):
    """A proposal to accept was rejected."""

    def __init__(self, proposal: str, reason: str) -> None:
        super().__init__(
            f"{proposal} was rejected ({reason}); nothing was written. Change its texts in a proposals file."
        )


class WorseTogether(ProposalsError):
    """Proposals that are harmless alone do harm together."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"together the accepted proposals do harm ({reason}); nothing was written. Accept fewer of them."
        )


class CannotWriteAccepted(ProposalsError):
    """What was accepted or drafted cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: cannot be written ({reason}); fix the folder's permissions and run it again.")

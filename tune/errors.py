"""Errors of training.

TuneError
└── BadEntry   a line of a file of training entries is not an entry
"""

from pathlib import Path


class TuneError(Exception):
    """Base of every error of this room."""


class BadEntry(TuneError):
    """A line of a file of training entries is not an entry."""

    def __init__(self, path: Path, line: int, found: str, advice: str) -> None:
        super().__init__(f"{path}:{line}: {found}; {advice}.")

"""What can go wrong while the encoder is adapted.

TuneError
└── BadEntry   a line of the training entries is not as it should be
"""

from pathlib import Path


class TuneError(Exception):
    """Base of every error of this room."""


class BadEntry(TuneError):
    """A line of the training entries is not as it should be."""

    def __init__(self, path: Path, line: int, found: str, advice: str) -> None:
        super().__init__(f"{path}:{line}: {found}; {advice}.")

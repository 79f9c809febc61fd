"""Errors of ``otvet init``.

InitError
└── DraftUnwritable   a file cannot be written
"""

from pathlib import Path


class InitError(Exception):
    """Base of all errors of this package."""


class DraftUnwritable(InitError):
    """A file cannot be written; those written before it were removed."""

    def __init__(self, path: Path, exc: OSError) -> None:
        super().__init__(f"{path}: cannot be written ({exc.strerror}); fix its permissions or free disk space.")

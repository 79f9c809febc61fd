"""What can stop a start.

InitError
└── Unwritable   a file cannot be written
"""

from pathlib import Path


class InitError(Exception):
    """Base of everything that this room raises on purpose."""


class Unwritable(InitError):
    """A file cannot be written; none of the others was left behind."""

    def __init__(self, path: Path, exc: OSError) -> None:
        super().__init__(f"{path}: cannot be written ({exc.strerror}); mend the folder's permissions or make room.")

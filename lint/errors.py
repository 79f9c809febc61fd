"""What can stop a lint run.

LintError
└── Unwritable   the SARIF file cannot be written

What is wrong in the content is not here: those are findings.
"""

from pathlib import Path


class LintError(Exception):
    """Base of everything that linting can raise by itself."""


class Unwritable(LintError):
    """A file cannot be written."""

    def __init__(self, path: Path, exc: OSError) -> None:
        super().__init__(f"{path}: cannot be written ({exc.strerror}); name another file.")

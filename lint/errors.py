"""Errors of a lint run.

LintError
└── SarifUnwritable   the SARIF file cannot be written

Faults in the content are findings, not errors.
"""

from pathlib import Path


class LintError(Exception):
    """Base of all errors of this package."""


class SarifUnwritable(LintError):
    """A file cannot be written."""

    def __init__(self, path: Path, exc: OSError) -> None:
        super().__init__(f"{path}: cannot be written ({exc.strerror}); name another file.")

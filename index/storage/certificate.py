"""The certificate of a generation: the confidence from which answers were shown to be rarely wrong."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import BrokenIndex, CannotWriteIndex
from ingest.atomic_file import replace_text

CERTIFICATE = "certificate.json"


@dataclass(frozen=True, slots=True)
class Certificate:
    """At most ``risk`` of what is answered is wrong, with confidence ``level``, for questions as they were asked."""

    threshold: float
    """Least confidence of a first answer with the status ``answered``."""
    answered: int
    """Labelled questions with at least this confidence."""
    wrong: int
    """Of those answered."""
    asked: int
    risk: float
    level: float
    mix: Mapping[str, float] | None
    """Type of question → share, as it was stated; None: the questions as they are."""
    questions: tuple[str, ...]
    """SHA-256 of each question file."""
    parameters: str
    """Digest of the parameters of ranking and confidence; with others the certificate says nothing."""
    created: str
    """UTC, ISO 8601."""


def read_certificate(generation: Path) -> Certificate | None:
    """The certificate of a generation; None if it has none.

    Raises:
        BrokenIndex: if it is damaged.
    """
    path = generation / CERTIFICATE
    try:
        record = json.loads(path.read_bytes())
        return Certificate(**record | {"questions": tuple(record["questions"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError, TypeError, KeyError) as exc:
        raise BrokenIndex(path, f"is no certificate ({exc})") from exc


def write_certificate(generation: Path, certificate: Certificate) -> None:
    """Write it beside the generation's files, whole or not at all.

    Raises:
        CannotWriteIndex: if the folder cannot be written, or the generation is gone.
    """
    try:
        replace_text(generation / CERTIFICATE, json.dumps(asdict(certificate), indent=1) + "\n")
    except OSError as exc:
        raise CannotWriteIndex(generation, exc.strerror or str(exc)) from exc

"""The manifest of a generation: its files, its sources, and a check that all of it is unchanged."""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import BrokenIndex, EncoderMismatch

FORMAT = 3
"""Raised whenever an index of an earlier version can no longer be read."""

MANIFEST = "manifest.json"
SEAL = "sha256"
"""Of the file itself: the digest of everything else in the manifest. Indexes built by earlier versions have none."""


class FileDigest(NamedTuple):
    """Size and digest of a file of the generation when it was written."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation."""

    created: str
    """UTC, ISO 8601."""

    content: str
    """The file or folder of pages that was indexed, from the root of the file system."""

    dialect: str
    encoder: str
    encoder_digest: str
    dim: int
    pages: int
    sections: int
    passages: int

    content_digests: Mapping[str, str]
    """Page id → SHA-256 of the page's bytes."""

    facets_digest: str
    """SHA-256 of the facets' declaration."""

    nearest: Mapping[str, str | int | float] = field(default_factory=dict)
    """How the nearest passages are searched for, why, and with what recall; empty in older indexes: exactly."""

    files: Mapping[str, FileDigest] = field(default_factory=dict)
    """Path inside the generation → what was written there; filled in by ``write_manifest``."""

    format: int = FORMAT


def write_manifest(generation: Path, manifest: Manifest) -> Manifest:
    """Write the manifest, last of all files, with the digests of the files that are there, lock files left out."""
    complete = replace(manifest, files={name: _digest(generation / name) for name in _files(generation)})
    record = asdict(complete)
    text = json.dumps(record | {SEAL: _seal(record)}, ensure_ascii=False, indent=1, sort_keys=True)
    (generation / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return complete


def identity(manifest: Manifest) -> str:
    """12 hexadecimal digits that tell the generation from every other, whatever its folder is called."""
    return _seal(asdict(manifest))[:12]


def read_manifest(generation: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        BrokenIndex: if it is missing, damaged or of another format version.
    """
    path = generation / MANIFEST
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
        version = record["format"]
        if version == FORMAT:
            seal = record.pop(SEAL, None)
            if seal is not None and seal != _seal(record):
                raise BrokenIndex(path, "has changed since it was written")
            return Manifest(**record | {"files": {name: FileDigest(*file) for name, file in record["files"].items()}})
    except FileNotFoundError:
        raise BrokenIndex(path, "is missing") from None
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError) as exc:
        raise BrokenIndex(path, f"is no manifest ({exc})") from exc
    raise BrokenIndex(path, f"has index format {version!r}, and this version reads {FORMAT}")


def check_files(generation: Path, manifest: Manifest) -> None:
    """Compare a generation's files with its manifest, every byte of them.

    Raises:
        BrokenIndex: naming the first file that is missing or has changed.
    """
    for path, found in damaged(generation, manifest):
        raise BrokenIndex(path, found)


def damaged(generation: Path, manifest: Manifest) -> list[tuple[Path, str]]:
    """Each file that is not as it was written, and what is wrong with it, in order of name.

    Reads every byte, in several threads: SHA-256 takes about 0.9 s of one core for a gigabyte.
    """
    paths = [generation / name for name in manifest.files]
    with ThreadPoolExecutor() as threads:
        found = threads.map(_difference, paths, manifest.files.values())
        return [(path, difference) for path, difference in zip(paths, found, strict=True) if difference]


def _difference(path: Path, written: FileDigest) -> str:
    try:
        size = path.stat().st_size
        if size != written.size:
            return f"has {size} bytes, and {written.size} were written"
        return "" if _digest(path) == written else "has changed since it was written"
    except (OSError, ValueError) as exc:
        return f"cannot be read ({getattr(exc, 'strerror', None) or exc})"


def check_encoder(index: Path | str, manifest: Manifest, *, name: str, digest: str) -> None:
    """Check that queries will be encoded as the passages were.

    Raises:
        EncoderMismatch: if the encoder's name or digest is another one.
    """
    if (name, digest) != (manifest.encoder, manifest.encoder_digest):
        built = f"{manifest.encoder} (digest {manifest.encoder_digest[:12]})"
        raise EncoderMismatch(index, built=built, loaded=f"{name} (digest {digest[:12]})")


def _files(generation: Path) -> list[str]:
    paths = (path for path in generation.rglob("*") if path.is_file() and path.suffix != ".lock")
    return sorted(path.relative_to(generation).as_posix() for path in paths if path != generation / MANIFEST)


def _digest(path: Path) -> FileDigest:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileDigest(file.tell(), digest)


def _seal(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()

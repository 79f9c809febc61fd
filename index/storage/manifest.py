"""The manifest of a generation: its files, its sources, and a check that the files are unchanged."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import BrokenIndex, EncoderMismatch

FORMAT = 3
"""Raised whenever an index of an earlier version can no longer be read."""

MANIFEST = "manifest.json"
SMALL = 1 << 20
"""Bytes; larger files are checked by size alone when an index is opened."""


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
    """The file or folder of pages that was indexed, as it was named."""

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

    files: Mapping[str, FileDigest] = field(default_factory=dict)
    """Path inside the generation → what was written there; filled in by ``write_manifest``."""

    format: int = FORMAT


def write_manifest(generation: Path, manifest: Manifest) -> Manifest:
    """Write the manifest, last of all files, with the digests of the files that are there.

    Files whose name starts with a dot are lock files of libraries and do not count.
    """
    complete = replace(manifest, files={name: _digest(generation / name) for name in _files(generation)})
    text = json.dumps(asdict(complete), ensure_ascii=False, indent=1, sort_keys=True)
    (generation / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return complete


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
            return Manifest(**record | {"files": {name: FileDigest(*file) for name, file in record["files"].items()}})
    except FileNotFoundError:
        raise BrokenIndex(path, "is missing") from None
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError) as exc:
        raise BrokenIndex(path, f"is no manifest ({exc})") from exc
    raise BrokenIndex(path, f"has index format {version!r}, and this version reads {FORMAT}")


def check_files(generation: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Compare a generation's files with its manifest: sizes, and digests of files up to ``SMALL`` bytes.

    Args:
        generation: Folder of the generation.
        manifest: As it was read from there.
        thorough: Compare every digest, however large the file.

    Raises:
        BrokenIndex: naming the first file that is missing or has changed.
    """
    for name, written in manifest.files.items():
        path = generation / name
        try:
            size = path.stat().st_size
            if size != written.size:
                raise BrokenIndex(path, f"has {size} bytes, and {written.size} were written")
            if (thorough or size <= SMALL) and _digest(path) != written:
                raise BrokenIndex(path, "has changed since it was written")
        except OSError as exc:
            raise BrokenIndex(path, f"cannot be read ({exc.strerror})") from exc


def check_encoder(index: Path | str, manifest: Manifest, *, name: str, digest: str) -> None:
    """Check that queries will be encoded as the passages were.

    Raises:
        EncoderMismatch: if the encoder's name or digest is another one.
    """
    if (name, digest) != (manifest.encoder, manifest.encoder_digest):
        built = f"{manifest.encoder} (digest {manifest.encoder_digest[:12]})"
        raise EncoderMismatch(index, built=built, loaded=f"{name} (digest {digest[:12]})")


def _files(generation: Path) -> list[str]:
    paths = (path for path in generation.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(path.relative_to(generation).as_posix() for path in paths if path != generation / MANIFEST)


def _digest(path: Path) -> FileDigest:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileDigest(file.tell(), digest)

"""The pages of a content on disk."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import NoPages, UnreadablePage

LARGEST = 8 * 2**20
"""Most bytes of a page; larger ones are not written by hand."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page's text as it is on disk."""

    id: str
    """Path relative to the content root, with ``/``."""

    text: str

    digest: str
    """SHA-256 of the file's bytes, in hex."""


def content_root(content: Path) -> Path:
    """The folder that page ids are relative to."""
    return content if content.is_dir() else content.parent


def read_content(content: Path) -> Iterator[SourcePage]:
    """Read every ``.md`` file of a folder, or one file, in order of id.

    Files and folders whose name starts with a dot are skipped.

    Raises:
        NoPages: if there is nothing to read.
        UnreadablePage: if a file cannot be read, is not UTF-8 or is larger than ``LARGEST``, or if a symbolic link
            leads back to a folder above it. The message names the file.
    """
    if not content.exists():
        raise NoPages(content, "no such file or folder")
    paths = sorted(_markdown_files(content), key=lambda path: path.relative_to(content_root(content)).as_posix())
    if not paths:
        raise NoPages(content, "it has no .md file" if content.is_dir() else "it is not an .md file")
    for path in paths:
        yield read_source(path, path.relative_to(content_root(content)).as_posix())


def read_source(path: Path, page: str) -> SourcePage:
    """Read one page; raises as ``read_content`` does."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadablePage(path, "it is not a regular file", "remove it")  # reading a pipe would never end
        if size > LARGEST:
            raise UnreadablePage(
                path, f"{size / 2**20:.0f} MB is more than a page may have", "split it or leave it out"
            )
        data = path.read_bytes()
        return SourcePage(page, data.decode("utf-8"), hashlib.sha256(data).hexdigest())
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        found = f"line {line} is not UTF-8 (byte 0x{data[exc.start]:02x})"
        raise UnreadablePage(path, found, "save the file as UTF-8") from exc
    except OSError as exc:
        raise UnreadablePage(path, f"cannot be read ({exc.strerror})", "fix the file or its permissions") from exc


def _markdown_files(content: Path) -> Iterator[Path]:
    if not content.is_dir():
        if content.suffix.lower() == ".md":
            yield content
        return
    yield from _below(content, (content.resolve(),))


def _below(folder: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as exc:
        raise UnreadablePage(folder, f"cannot be listed ({exc.strerror})", "fix the folder's permissions") from exc
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if path.is_dir():
            real = path.resolve()
            if real in above:
                raise UnreadablePage(path, "it is a symbolic link to a folder above it", "remove the link")
            yield from _below(path, (*above, real))
        elif path.suffix.lower() == ".md":
            yield path

"""The pages of a content on disk."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ingest.diagnostic import Diagnostic
from ingest.encoding import NotUtf8, decoded
from ingest.errors import NoPages, UnreadablePage

LARGEST = 8 * 2**20
"""Most bytes of a page; larger ones are not written by hand."""


class Place(NamedTuple):
    """Where a line of a page with includes comes from; numbers are counted from 0."""

    number: int
    """Of the line of the page itself."""
    path: str
    """Of the file that it stands in."""
    inside: int
    """Its number in that file."""


class Included(NamedTuple):
    """Lines of a page that are included."""

    depth: int
    """1 for what the page itself includes, 2 for what that includes, and so on."""
    first: int
    end: int
    """After the last of them."""
    indent: str
    """Of the include."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page's text as it is on disk, or with what it includes."""

    id: str
    """Path relative to the content root, with ``/``."""

    text: str

    digest: str
    """SHA-256 of the file's bytes, in hex; with includes, of that and of their bytes."""

    places: tuple[Place, ...] = ()
    """Of each line, if the page includes files."""

    faults: tuple[Diagnostic, ...] = ()
    """Files that cannot be included."""

    included: tuple[Included, ...] = ()


def title_from(page: str) -> str:
    """A title made from a page's id: ``billing/payment-methods.md`` → ``Payment methods``."""
    words = re.sub(r"[-_]+", " ", page.rsplit("/", 1)[-1].removesuffix(".md")).strip()
    return words[:1].upper() + words[1:] or page


def content_root(content: Path) -> Path:
    """The folder that page ids are relative to."""
    return content if content.is_dir() else content.parent


def read_content(content: Path) -> Iterator[SourcePage]:
    """Read every ``.md`` file of a folder, or one file, in order of id.

    Files and folders whose name starts with a dot are skipped.

    Raises:
        NoPages: if there is nothing to read.
        UnreadablePage: if a file cannot be read, is not UTF-8 or is larger than ``LARGEST``, or if a symbolic link
            leads out of the folder or back to a folder above it. The message names the file.
    """
    if not os.path.lexists(content):
        raise NoPages(content, "no such file or folder")
    root = content_root(content)
    if content.suffix.lower() == ".md" and not content.is_dir():
        check_file(content, root)
        paths = [content]
    else:
        paths = files_of(content, ".md")
    if not paths:
        raise NoPages(content, "it has no .md file" if content.is_dir() else "it is not an .md file")
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        yield read_source(path, path.relative_to(root).as_posix())


def read_source(path: Path, page: str) -> SourcePage:
    """Read one page; raises as ``read_content`` does."""
    data = read_bytes(path)
    try:
        return SourcePage(page, decoded(data, path.name), hashlib.sha256(data).hexdigest())
    except NotUtf8 as exc:
        raise UnreadablePage(path, f"line {exc.line} is {exc.found}", exc.advice) from exc


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of a content.

    Raises:
        UnreadablePage: if it cannot be read, is no regular file, such as a pipe, or is larger than ``LARGEST``.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadablePage(path, "it is not a regular file", "remove it")
        if size > LARGEST:
            raise UnreadablePage(
                path, f"{size / 2**20:.0f} MB is more than a page may have", "split it or leave it out"
            )
        return path.read_bytes()
    except OSError as exc:
        raise UnreadablePage(path, f"cannot be read ({exc.strerror})", "fix the file or its permissions") from exc


def files_of(content: Path, ending: str) -> list[Path]:
    """The files of a folder and of those below it whose names end so, in any case, in order of path.

    Names that start with a dot are skipped. A path that is no folder has none.

    Raises:
        UnreadablePage: if a folder cannot be listed or is a link to one above it, or as ``check_file`` does.
    """
    if not content.is_dir():
        return []
    root = content.resolve()
    found = sorted(path for path in _below(content, root, (root,)) if path.name.lower().endswith(ending))
    for path in found:
        check_file(path, root)
    return found


def file_beside(content: Path, name: str) -> Path | None:
    """A file at a content's root; None if there is none. Raises as ``check_file``."""
    root = content_root(content)
    beside = root / name
    if not os.path.lexists(beside):
        return None
    check_file(beside, root)
    return beside


def check_file(path: Path, root: Path) -> None:
    """Check that a file is a regular one and lies, through symbolic links too, below a folder.

    A link out of a content that somebody sent would publish a file of this machine; reading a pipe would never end.

    Raises:
        UnreadablePage: if it is a link out of the folder, a pipe, a socket or a device, or if its name is not UTF-8.
    """
    if not str(path).isprintable():
        shown = Path(ascii(str(path))[1:-1])
        raise UnreadablePage(shown, "its name is not UTF-8, or has a line break or tab", "rename it")
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root.resolve()):
        raise UnreadablePage(path, f"it is a symbolic link to {real}, outside {root}", "put a copy in its place")
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UnreadablePage(path, "it is not a regular file", "remove it")


def _below(folder: Path, root: Path, above: tuple[Path, ...]) -> Iterator[Path]:
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
            check_file(path, root)
            yield from _below(path, root, (*above, real))
        else:
            yield path

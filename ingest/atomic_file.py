"""Write a text file whole or not at all, also when the power fails."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident


def replace_text(path: Path, text: str) -> None:
    """Write a UTF-8 file in place of the one that is there: a reader finds the old text or the new one.

    The file keeps its permissions.

    Raises:
        OSError: the file stays as it was.
    """
    with _draft(path, text) as draft:
        with suppress(FileNotFoundError):
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)


def create_text(path: Path, text: str) -> bool:
    """Write a new UTF-8 file; False if there is a file of that name, which stays as it is.

    Raises:
        OSError: there is no new file.
    """
    with _draft(path, text) as draft:
        try:
            os.link(draft, path)  # unlike a rename, a link never replaces a file
        except FileExistsError:
            return False
    return True


def sync(path: Path) -> None:
    """Wait until a file or a folder's list of names is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _draft(path: Path, text: str) -> Iterator[Path]:
    """The text on disk under another name in the same folder; that name is gone afterwards."""
    draft = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield draft
        sync(path.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)

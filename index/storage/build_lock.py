"""One builder at a time in an index, and who it is."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import CannotWriteIndex, IndexBusy

LOCK, HOLDER = ".lock", ".builder"
"""The lock itself, and a line about who holds it; the line outlives a killed builder, the lock does not."""


@contextmanager
def only_builder(folder: Path) -> Iterator[None]:
    """Keep other builders out of an index, which is made if need be.

    Raises:
        IndexBusy: naming the process that is building here.
        CannotWriteIndex: if the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout  # only where something is built

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise IndexBusy(folder, _holder(folder)) from None
    except OSError as exc:
        raise CannotWriteIndex(folder, exc.strerror or str(exc)) from exc
    try:
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with suppress(OSError):  # the lock holds without the line
            (folder / HOLDER).write_text(f"process {os.getpid()} (since {since})\n", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return (folder / HOLDER).read_text(encoding="utf-8", errors="replace").strip() or "another process"
    except OSError:
        return "another process"

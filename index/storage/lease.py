"""Readers of a generation keep it from being deleted: each holds a shared lock on its manifest.

The system releases the lock when the reader's process ends, however it ends. On a file system without locks a reader
goes without; what it has open or mapped stays readable on a local disk even so.
"""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import BrokenIndex
from index.storage.manifest import MANIFEST


class Lease:
    """While it exists, its generation is not deleted."""

    def __init__(self, generation: Path) -> None:
        """Take a lease.

        Raises:
            BrokenIndex: if the generation has no manifest or is being deleted.
        """
        path = generation / MANIFEST
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError as exc:
            raise BrokenIndex(path, f"cannot be read ({exc.strerror})") from exc
        weakref.finalize(self, os.close, handle)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise BrokenIndex(generation, "is being deleted") from exc
        except OSError:
            return
        if not path.exists():  # deleted after it was opened and before it was locked
            raise BrokenIndex(path, "is missing")


@contextmanager
def unread(generation: Path) -> Iterator[bool]:
    """Whether no reader has the generation open; if so, none can open it until the context ends."""
    try:
        handle = os.open(generation / MANIFEST, os.O_RDWR)
    except OSError:  # no reader opens a generation without a manifest
        yield True
        return
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system: readers hold none either
        return True
    return True

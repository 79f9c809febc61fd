"""Memory that a process shares with those that it forks: a lock, and a table of numbers by name."""

import fcntl
import mmap
import os
import secrets
import tempfile
import threading
import weakref
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple, Self

WINDOW = 16
"""Places in which a name may stand."""

_ROW, _NAME = Struct("=16sddd"), 16


class SharedLock:
    """A lock of all threads of all processes; the system takes it from a process that is killed."""

    def __init__(self) -> None:
        handle, path = tempfile.mkstemp(prefix="otvet-lock-")
        os.unlink(path)
        weakref.finalize(self, os.close, handle)
        self._file, self._threads = handle, threading.Lock()

    def __enter__(self) -> Self:
        self._threads.acquire()  # the system's lock does not part the threads of one process
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()


class Row(NamedTuple):
    """What is kept of a name."""

    value: float
    at: float
    """When it was so."""


class SharedTable:
    """A fixed number of rows by name, each until its time is over; to be used while ``lock`` is held.

    A name has `WINDOW` places; where none is free there is no room for it, however empty the table is elsewhere. Names
    are kept as digests with a key of their own, so that nobody can choose names that share their places.
    """

    def __init__(self, rows: int) -> None:
        self.lock = SharedLock()
        self._window = min(WINDOW, rows)
        self._starts = rows - self._window + 1
        self._memory = mmap.mmap(-1, rows * _ROW.size)
        self._key = secrets.token_bytes(16)

    def get(self, name: str, now: float) -> Row | None:
        """The row of a name; None if it has none, or one whose time is over."""
        at = self._find(name)
        if at is None:
            return None
        _, value, since, until = _ROW.unpack_from(self._memory, at)
        return Row(value, since) if until > now else None

    def put(self, name: str, row: Row, until: float, now: float) -> bool:
        """Keep a row until a time; False: there is no room."""
        at = self._find(name)
        if at is None:
            at = self._free(name, now)
        if at is None:
            return False
        _ROW.pack_into(self._memory, at, self._digest(name), *row, until)
        return True

    def has_room(self, name: str, now: float) -> bool:
        """Whether `put` would keep a row of this name."""
        return self._find(name) is not None or self._free(name, now) is not None

    def remove(self, name: str) -> None:
        """Forget a name."""
        if (at := self._find(name)) is not None:
            _ROW.pack_into(self._memory, at, bytes(_NAME), 0.0, 0.0, 0.0)

    def count(self, now: float) -> int:
        """How many rows there are; reads the whole table."""
        return sum(name != bytes(_NAME) and until > now for name, _, _, until in _ROW.iter_unpack(self._memory))

    def _digest(self, name: str) -> bytes:
        return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_NAME, key=self._key).digest()

    def _start(self, digest: bytes) -> int:
        return int.from_bytes(digest[:8], "little") % self._starts * _ROW.size

    def _find(self, name: str) -> int | None:
        digest = self._digest(name)
        start = self._start(digest)
        at = self._memory.find(digest, start, start + self._window * _ROW.size)
        return at if at >= 0 else None

    def _free(self, name: str, now: float) -> int | None:
        start = self._start(self._digest(name))
        places = range(start, start + self._window * _ROW.size, _ROW.size)
        return next((at for at in places if _ROW.unpack_from(self._memory, at)[-1] <= now), None)

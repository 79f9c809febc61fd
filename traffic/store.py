"""Store records in a SQLite file for a limited time."""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from traffic.clock import CarefulClock
from traffic.errors import StoreUnknown, StoreUnusable
from traffic.masking.mask import masked
from traffic.record import Feedback, QueryRecord, Record

VERSION = 1
SCHEMA = (
    "CREATE TABLE asked (at TEXT NOT NULL, query TEXT NOT NULL, used TEXT NOT NULL, facets TEXT NOT NULL, "
    "status TEXT NOT NULL, shown TEXT NOT NULL, confidence REAL, generation TEXT NOT NULL)",
    "CREATE INDEX asked_at ON asked (at)",
    "CREATE TABLE feedback (at TEXT NOT NULL, query TEXT NOT NULL, facets TEXT NOT NULL, section TEXT NOT NULL, "
    "helpful INTEGER NOT NULL, reason TEXT NOT NULL, confidence REAL, generation TEXT NOT NULL)",
    "CREATE INDEX feedback_at ON feedback (at)",
    f"PRAGMA user_version = {VERSION}",
)
MARKS = "CREATE TABLE IF NOT EXISTS marks (about TEXT PRIMARY KEY, status TEXT NOT NULL, at TEXT NOT NULL)"
"""Made in older files too; versions that do not know it leave it alone."""

MOST_MARKS = 10_000
BUSY_SECONDS = 5.0
"""How long a write waits for another process's write."""


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


class Store:
    """Records in a file that only its owner can read; thread-safe.

    Every text is masked before it is written. Records older than ``keep_days``, and those beyond the newest
    ``keep_rows`` of their kind, are deleted and overwritten when the store is opened and at each write. A wall clock
    that has jumped makes no record old before it has kept to its new time for a day, nor does one by which, when the
    store is opened, all that is stored would be.

    Raises:
        StoreUnusable: if the file cannot be created or is not a SQLite file.
        StoreUnknown: if another version of this program wrote it.
        ValueError: if ``keep_days`` or ``keep_rows`` is below 1.
    """

    def __init__(
        self, path: Path, *, keep_days: int = 90, keep_rows: int = 1_000_000, clock: Callable[[], datetime] = utc_now
    ) -> None:
        for name, value in (("keep_days", keep_days), ("keep_rows", keep_rows)):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}.")
        self.path = path
        self._kept, self._rows, self._wall = timedelta(days=keep_days), keep_rows, clock
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            self._prepare()
        except (OSError, sqlite3.Error) as exc:
            raise StoreUnusable(path, exc) from exc

    def add(self, record: Record) -> None:
        """Write one record.

        Raises:
            StoreUnusable: if it cannot be written.
            ValueError: if its time has no time zone.
        """
        table = "asked" if isinstance(record, QueryRecord) else "feedback"
        with self._usable() as connection:
            connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row(record))
            self._forget()

    def asked(self, since: datetime, until: datetime) -> list[QueryRecord]:
        """The questions asked at ``since`` or later and before ``until``, oldest first."""
        return [
            QueryRecord(
                moment(at), query, used, json.loads(facets), status, tuple(json.loads(shown)), confidence, generation
            )
            for at, query, used, facets, status, shown, confidence, generation in self._between("asked", since, until)
        ]

    def feedback(self, since: datetime, until: datetime) -> list[Feedback]:
        """The feedback given at ``since`` or later and before ``until``, oldest first."""
        return [
            Feedback(moment(at), query, json.loads(facets), section, bool(helpful), reason, confidence, generation)
            for at, query, facets, section, helpful, reason, confidence, generation in self._between(
                "feedback", since, until
            )
        ]

    def mark(self, about: str, status: str) -> None:
        """Keep what an owner says of something; as long as questions are kept, the newest ``MOST_MARKS``.

        Args:
            about: A section, or a question as it is stored: not masked again.
            status: What is said; it replaces what was said before.

        Raises:
            StoreUnusable: if it cannot be written.
        """
        with self._usable() as connection:
            found = (about, status, stamp(self._clock.now()))
            connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", found)
            self._forget()

    def marks(self) -> dict[str, str]:
        """What owners said: about → status."""
        with self._usable() as connection:
            return dict(connection.execute("SELECT about, status FROM marks").fetchall())

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last second, never the file
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")  # two processes may open a new file at once
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found not in (0, VERSION):
            connection.close()
            raise StoreUnknown(self.path, found, VERSION)
        for statement in SCHEMA if found == 0 else ():
            connection.execute(statement)
        connection.execute(MARKS)
        connection.execute("COMMIT")
        self._clock = CarefulClock(self._wall, self._believed_time())
        self._forget()

    def _believed_time(self) -> datetime:
        """The wall clock's time, unless all that is stored would be old by it: then the newest record's."""
        newest = "SELECT max(at) FROM (SELECT max(at) AS at FROM asked UNION ALL SELECT max(at) FROM feedback)"
        (at,) = self._connection.execute(newest).fetchone()
        now = self._wall()
        return now if at is None or moment(at) >= now - self._kept else moment(at)

    def _forget(self) -> None:
        oldest = stamp(self._clock.now() - self._kept)
        for table, most in (("asked", self._rows), ("feedback", self._rows), ("marks", MOST_MARKS)):
            crowd = f"rowid <= (SELECT max(rowid) FROM {table}) - ?"
            self._connection.execute(f"DELETE FROM {table} WHERE at < ? OR {crowd}", (oldest, most))

    def _between(self, table: str, since: datetime, until: datetime) -> list[Any]:
        with self._usable() as connection:
            statement = f"SELECT * FROM {table} WHERE at >= ? AND at < ? ORDER BY at, rowid"
            return connection.execute(statement, (stamp(since), stamp(until))).fetchall()

    @contextmanager
    def _usable(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as exc:
                raise StoreUnusable(self.path, exc) from exc


def row(record: Record) -> tuple[object, ...]:
    """A record as a row of its table; private data is masked."""
    query, facets = masked(record.query), written(dict(record.facets))
    if isinstance(record, QueryRecord):
        shown = written(record.shown)
        used = masked(record.used)
        return stamp(record.at), query, used, facets, record.status, shown, record.confidence, record.generation
    judged = (record.section, record.helpful, record.reason)
    return stamp(record.at), query, facets, *judged, record.confidence, record.generation


def stamp(at: datetime) -> str:
    """A time as stored: UTC with a fixed width, so that text order is time order.

    Raises:
        ValueError: if the time has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a time needs a time zone, got {at.isoformat()}.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Parse a stored time."""
    return datetime.fromisoformat(text)


def written(value: object) -> str:
    """Facets or ids as JSON."""
    return json.dumps(value, ensure_ascii=False)

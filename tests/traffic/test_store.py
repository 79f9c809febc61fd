"""The store: what goes in comes out masked, and goes when its time is up."""

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from traffic.errors import StoreUnknown, StoreUnusable
from traffic.record import Feedback, QueryRecord
from traffic.store import VERSION, Store

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASKED = QueryRecord(
    NOW, "frn cdthrb", "акт сверки", {"region": "kazakhstan"}, "answered", ("a.md#b", "c.md#"), 0.75, "g1"
)
SAID = Feedback(NOW, "акт", {}, "a.md#b", False, "wrong_variant", None, "")
HOUR = timedelta(hours=1)


def opened(path: Path, **knobs: int) -> Store:
    return Store(path / "kept" / "traffic.sqlite", clock=lambda: NOW, **knobs)


def test_what_was_added_is_given_back_after_the_store_was_opened_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ASKED)
        store.add(SAID)
    with opened(tmp_path) as store:
        assert store.asked(NOW, NOW + HOUR) == [ASKED]
        assert store.feedback(NOW, NOW + HOUR) == [SAID]


def test_a_span_of_time_is_half_open_and_oldest_comes_first(tmp_path: Path) -> None:
    times = [NOW, NOW - 2 * HOUR, NOW - HOUR]
    with opened(tmp_path) as store:
        for at in times:
            store.add(QueryRecord(at, str(at), "", {}, "no_answer", (), None, "g1"))
        assert [kept.at for kept in store.asked(NOW - 2 * HOUR, NOW)] == [NOW - 2 * HOUR, NOW - HOUR]


def test_times_come_back_in_utc(tmp_path: Path) -> None:
    almaty = NOW.astimezone(timezone(timedelta(hours=5)))
    with opened(tmp_path) as store:
        store.add(QueryRecord(almaty, "", "", {}, "no_answer", (), None, "g1"))
        (kept,) = store.asked(NOW, NOW + HOUR)
    assert kept.at == NOW
    assert kept.at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with (
        opened(tmp_path) as store,
        pytest.raises(ValueError, match=r"a time needs a time zone, got 2026-03-10T12:00:00"),
    ):
        store.asked(NOW.replace(tzinfo=None), NOW)


def test_nothing_private_reaches_the_disk(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(QueryRecord(NOW, "пишите на ivan@example.ru", "ИНН 7707083893", {}, "no_answer", (), None, "g1"))
        store.add(Feedback(NOW, "карта 4111111111111111", {}, "a.md#b", True, "", None, "g1"))
        on_disk = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert "[почта]".encode() in on_disk
    assert not [secret for secret in (b"ivan", b"7707083893", b"4111111111111111") if secret in on_disk]


def test_what_is_too_old_goes_with_the_next_write_and_when_opened(tmp_path: Path) -> None:
    last = NOW - timedelta(days=7)
    old, still = (
        QueryRecord(last - HOUR, "old", "", {}, "unsure", (), 0.5, "g1"),
        Feedback(last, "", {}, "", True, "", 0.5, ""),
    )
    with opened(tmp_path, keep_days=30) as store:
        store.add(old)
        store.add(still)
    with opened(tmp_path, keep_days=7) as store:
        assert store.asked(last - 2 * HOUR, NOW) == []
        assert store.feedback(last, NOW) == [still]
        store.add(old)
        assert store.asked(last - 2 * HOUR, NOW) == []


class Times:
    """A wall clock that can be set, and seconds that only pass."""

    def __init__(self) -> None:
        self.wall, self.ticks = NOW, 0.0

    def sleep(self, time: timedelta) -> None:
        self.wall += time
        self.ticks += time.total_seconds()


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    times = Times()
    monkeypatch.setattr("traffic.clock.since_boot", lambda: times.ticks)
    return times


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(days=91), -timedelta(days=20_000)])
def test_a_clock_that_jumps_deletes_nothing_and_one_that_stays_is_believed(
    tmp_path: Path, times: Times, jump: timedelta
) -> None:
    first = replace(ASKED, at=NOW - timedelta(days=80))
    with Store(tmp_path / "traffic.sqlite", clock=lambda: times.wall) as store:
        store.add(first)
        times.wall += jump
        for _ in range(3):
            store.add(replace(ASKED, at=times.wall))
            times.sleep(HOUR)
        assert first in store.asked(first.at, NOW)
        times.wall -= jump
        store.add(replace(ASKED, at=times.wall))
        assert first in store.asked(first.at, NOW)
        times.sleep(timedelta(days=11))
        store.add(SAID)
        assert first not in store.asked(first.at, NOW)


def test_a_clock_that_kept_to_its_new_time_for_a_day_is_believed(tmp_path: Path, times: Times) -> None:
    with Store(tmp_path / "traffic.sqlite", clock=lambda: times.wall) as store:
        store.add(ASKED)
        times.wall += timedelta(days=365)
        for _ in range(24):
            store.add(replace(SAID, at=times.wall))
            assert store.asked(NOW, NOW + HOUR) == [ASKED]
            times.sleep(HOUR)
        store.add(replace(SAID, at=times.wall))
        assert store.asked(NOW, NOW + HOUR) == []


def test_a_store_opened_by_a_clock_that_would_delete_it_all_waits_for_a_day(tmp_path: Path, times: Times) -> None:
    path = tmp_path / "traffic.sqlite"
    with Store(path, clock=lambda: times.wall) as store:
        store.add(ASKED)
    times.wall += timedelta(days=365)
    with Store(path, clock=lambda: times.wall) as store:
        assert store.asked(NOW, NOW + HOUR) == [ASKED]
        store.add(replace(SAID, at=times.wall))
        assert store.asked(NOW, NOW + HOUR) == [ASKED]
        times.sleep(timedelta(days=1))
        store.add(replace(SAID, at=times.wall))
        assert store.asked(NOW, NOW + HOUR) == []


def test_many_threads_lose_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store, opened(tmp_path) as other, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: (store, other)[number % 2].add(ASKED), range(200)))
        assert len(store.asked(NOW, NOW + HOUR)) == 200


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add(ASKED)
        assert {stat.S_IMODE(path.stat().st_mode) for path in store.path.parent.iterdir()} == {0o600}


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "traffic.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreUnknown, match=f"has version 99 and this program knows {VERSION}; move the file away"):
        Store(path)


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Это не база данных. " * 100, encoding="utf-8")
    with pytest.raises(StoreUnusable, match=r"notes\.txt: cannot keep traffic here \(file is not a database\)"):
        Store(path)


def test_days_below_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"keep_days must be at least 1, got 0\."):
        Store(tmp_path / "traffic.sqlite", keep_days=0)

"""The writer's thread outlives every record and every trouble of the disk, and says what it dropped."""

import logging
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.traffic.test_store import ASKED
from traffic.store import Store
from traffic.writer import Writer

NOW = datetime.now(UTC)
GOOD = replace(ASKED, at=NOW)
NEXT_HOUR = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(replace(GOOD, at=datetime(2026, 3, 10)), id="a-time-without-a-zone"),
        pytest.param(replace(GOOD, shown=(object(),)), id="no-text"),  # type: ignore[arg-type]
    ],
)
def test_a_record_that_cannot_be_stored_is_dropped_and_told(
    bad: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer = Writer(Store(tmp_path / "traffic.sqlite"))
    for record in (GOOD, bad, bad, GOOD):
        writer.keep(record)  # type: ignore[arg-type]
    writer.flush()
    assert writer.store.asked(NOW, NEXT_HOUR) == [GOOD, GOOD]
    assert writer.lost == 2
    writer.close()
    begun, ended = (record.getMessage() for record in caplog.records)
    assert begun.startswith("traffic is not stored, and the records are dropped: ")
    assert ended == "2 traffic records were dropped"


def test_half_a_surrogate_pair_is_left_out(tmp_path: Path) -> None:
    writer = Writer(Store(tmp_path / "traffic.sqlite"))
    writer.keep(replace(GOOD, used="акт\ud800"))
    writer.flush()
    assert [row.used for row in writer.store.asked(NOW, NEXT_HOUR)] == ["акт"]
    assert writer.lost == 0
    writer.close()


def test_a_store_that_fails_for_a_while_is_used_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(tmp_path / "traffic.sqlite")
    writer = Writer(store)
    with sqlite3.connect(store.path) as other:
        other.execute("ALTER TABLE asked RENAME TO hidden")
    for _ in range(5):
        writer.keep(GOOD)
    writer.flush()
    with other:
        other.execute("ALTER TABLE hidden RENAME TO asked")
    other.close()
    writer.keep(GOOD)
    writer.flush()
    assert store.asked(NOW, NEXT_HOUR) == [GOOD]
    assert (writer.lost, len(caplog.records)) == (5, 2)
    assert caplog.records[1].levelno == logging.WARNING
    writer.close()

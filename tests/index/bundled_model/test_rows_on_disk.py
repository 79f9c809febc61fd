import os
from pathlib import Path

import numpy as np
import pytest

from index.bundled_model.rows_on_disk import RowsOnDisk

TABLE = np.arange(30, dtype=np.int16).reshape(10, 3)


def opened(path: Path) -> RowsOnDisk:
    start = np.load(path, mmap_mode="r").offset
    return RowsOnDisk(os.open(path, os.O_RDONLY), start=start, row=np.dtype((TABLE.dtype, TABLE.shape[1:])))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    np.save(tmp_path / "table.npy", TABLE)
    return tmp_path / "table.npy"


@pytest.mark.parametrize("rows", [[3, 0, 9, 3], []], ids=["any-order", "none"])
def test_rows_are_those_of_the_array(rows: list[int], path: Path) -> None:
    numbers = np.array(rows, np.int64)
    assert np.array_equal(opened(path)[numbers], TABLE[numbers])


def test_a_table_put_in_its_place_is_not_seen(path: Path) -> None:
    rows = opened(path)
    np.save(path.with_name("other.npy"), TABLE + 1)
    path.with_name("other.npy").rename(path)
    assert rows[np.array([2])].tolist() == [[6, 7, 8]]


def test_a_file_that_has_become_shorter_is_an_error(path: Path) -> None:
    rows = opened(path)
    os.truncate(path, path.stat().st_size - 3)
    with pytest.raises(ValueError, match="buffer"):
        rows[np.array([9])]

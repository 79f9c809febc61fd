"""Arrays of row numbers."""

import numpy as np
import pytest

from index.vectors import in_order


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], []), ([[]], []), ([[5, 1], [1, 3]], [1, 3, 5]), ([[0, 6, 6]], [0, 6]), ([[2], [], [0]], [0, 2])],
    ids=str,
)
def test_rows_come_in_their_order_and_once(parts: list[list[int]], expected: list[int]) -> None:
    found = in_order([np.array(part, np.int64) for part in parts], 7)
    assert found.dtype == np.int64
    assert found.tolist() == expected

"""One order of sections from several."""

import numpy as np
import pytest

from index.ranking.fused_ranks import K, fused_ranks


def test_ranks_add_up_by_their_reciprocals_and_what_has_none_gets_nothing() -> None:
    near, said = np.array([0.2, 0.9, 0.5], np.float32), np.array([7.0, -np.inf, 9.0], np.float32)
    expected = [1 / (K + 3) + 1 / (K + 2), 1 / (K + 1), 1 / (K + 2) + 1 / (K + 1)]
    assert fused_ranks([near, said]).tolist() == pytest.approx(expected)


def test_scales_do_not_matter() -> None:
    scores = np.array([0.3, 0.1, 0.2], np.float32)
    assert fused_ranks([scores]).tolist() == fused_ranks([scores * 1000 + 5]).tolist()

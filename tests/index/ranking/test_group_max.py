"""The largest of each section's scores."""

import numpy as np
import pytest

from index.ranking.group_max import largest, over_others, pooled, top_k

SCORES = np.array([0.1, 0.9, 0.5, 0.9, 0.3, 0.4], np.float32)
PLACE = np.array([0, 0, 0, 0, 2, 2])


def test_the_largest_of_a_place_without_scores_is_none() -> None:
    assert largest(SCORES[[0, 1, 4]], PLACE[[0, 1, 4]], 3).tolist() == [np.float32(0.9), -np.inf, np.float32(0.3)]


@pytest.mark.parametrize(
    ("scores", "above"),
    [
        pytest.param([0.5, 0.75, 0.25], [-0.25, 0.25, -0.5], id="the largest is above the second"),
        pytest.param([0.5, 0.5], [0, 0], id="equals lead by nothing"),
        pytest.param([0.5], [0.5], id="one alone leads by itself"),
    ],
)
def test_a_score_over_the_others(scores: list[float], above: list[float]) -> None:
    assert over_others(np.array(scores, np.float32)).tolist() == above


def test_the_nearest_of_each_place_are_kept_the_first_of_equals() -> None:
    assert top_k(SCORES, PLACE, 3, 2).tolist() == [False, True, False, True, True, True]
    assert top_k(SCORES, PLACE, 3, 1).tolist() == [False, True, False, False, False, True]
    assert top_k(SCORES[:0], PLACE[:0], 3, 2).tolist() == []


def test_a_score_of_one_place_is_never_taken_for_anothers() -> None:
    assert top_k(np.array([-1, -1, 1], np.float32), np.array([0, 1, 1]), 2, 1).tolist() == [True, False, True]


def test_each_column_is_covered_by_whichever_row_of_a_place_matches_it_best() -> None:
    matches = np.array([[0.6, 0.0], [0.1, 0.3], [0.2, 0.1]], np.float32)
    assert pooled(matches, np.array([0, 0, 2]), 3).tolist() == pytest.approx([0.9, 0.0, 0.3])
    assert pooled(matches[:0], np.array([], np.int64), 2).tolist() == [0.0, 0.0]

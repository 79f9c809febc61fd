"""A classifier of alternates: which sections it learns, and that it parts those which share their words."""

import numpy as np

from index.ranking.alternate_classifier import FEWEST, AlternateClassifier
from index.vectors import Rows, Vectors

DIM = 32


def ways(seed: int) -> tuple[Vectors, Rows]:
    """Three sections: two share a strong direction and differ in a weak one, the third has too few ways."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(scale=0.1, size=(45, DIM))
    sections = np.repeat([4, 7, 9], [20, 20, 5])
    rows[:40, 0] += 1
    rows[:20, 1] += 0.4
    rows[20:40, 1] -= 0.4
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float32), sections


def test_only_sections_with_enough_ways_are_learnt() -> None:
    classifier = AlternateClassifier(*ways(1))
    assert classifier.sections.tolist() == [4, 7]
    assert np.bincount(ways(1)[1])[9] < FEWEST


def test_unseen_ways_go_to_their_section() -> None:
    classifier = AlternateClassifier(*ways(1))
    rows, sections = ways(2)
    found = [int(classifier.sections[np.argmax(classifier(row))]) for row in rows[:40]]
    assert found == sections[:40].tolist()


def test_a_query_about_something_else_is_about_nothing() -> None:
    away = np.zeros(DIM, np.float32)
    away[-1] = 1
    assert np.abs(AlternateClassifier(*ways(1))(away)).max() < 0.5


def test_a_content_without_alternates_has_no_classifier() -> None:
    classifier = AlternateClassifier(np.eye(4, DIM, dtype=np.float32), np.arange(4))
    assert len(classifier.sections) == 0
    assert classifier(np.ones(DIM, np.float32)).shape == (0,)

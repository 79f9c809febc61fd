"""Groups: wordings of the same thing stand together, whatever their order; nothing is lost."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]

from index.encoders.hash import HashEncoder
from index.vectors import Vectors, unit
from traffic.groups import MOST, REMEMBERED, Meanings, clusters, groups, medoid
from traffic.insight import Row, Seen

BY_LETTERS = Meanings(HashEncoder().encode_queries)


def row(query: str, count: int = 1, region: str = "", used: str = "") -> Row:
    return Row(query, used or query, {"region": region} if region else {}, Counter({Seen("no_answer", ""): count}))


def test_wordings_of_the_same_stand_together_under_the_one_most_like_them() -> None:
    rows = [
        row("сбросить пароль", 4, "moscow"),
        row("промокод не применяется"),
        row("сброс пароля", 1, "kazakhstan"),
        row("как сбросить пароль"),
        row("промокод не применился", 4),
    ]
    first, second = groups(rows, BY_LETTERS)
    assert (first.name, first.count, [each.query for each in first.rows]) == (
        "сбросить пароль",
        6,
        ["сбросить пароль", "как сбросить пароль", "сброс пароля"],
    )
    assert first.values("region") == {"moscow": 4, "kazakhstan": 1, "": 1}
    assert first.seen("status") == {"no_answer": 6}
    assert first.seen("section") == {}
    assert (second.name, second.count) == ("промокод не применился", 5)


def test_a_query_is_grouped_by_what_it_was_repaired_to() -> None:
    (group,) = groups([row("frn cdthrb", used="акт сверки"), row("акт сверки")], BY_LETTERS)
    assert group.name == "акт сверки"
    assert {each.query for each in group.rows} == {"frn cdthrb", "акт сверки"}


@given(st.lists(st.text("абв ", min_size=1, max_size=6), max_size=12, unique=True), st.randoms())
def test_order_changes_nothing_and_nothing_is_lost(queries: list[str], random: np.random.Generator) -> None:
    rows = [row(query, len(query)) for query in queries]
    made = groups(rows, BY_LETTERS)
    random.shuffle(rows)
    again = groups(rows, BY_LETTERS)
    assert [(group.name, {each.query for each in group.rows}) for group in made] == [
        (group.name, {each.query for each in group.rows}) for group in again
    ]
    assert sorted(each.query for group in made for each in group.rows) == sorted(queries)


@pytest.mark.parametrize(
    ("alike", "expected"),
    [
        pytest.param(0.9, [[0], [1], [2]], id="all-alone"),
        pytest.param(0.7, [[0, 1], [2]], id="the-nearer-two"),
        pytest.param(-1.0, [[0, 1, 2]], id="all-together"),
    ],
)
def test_the_mean_cosine_decides(alike: float, expected: list[list[int]]) -> None:
    angles = np.array([0.0, 0.6, 2.0])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    assert sorted(clusters(vectors, alike=alike)) == expected


@given(st.integers(0, 2**32 - 1), st.integers(2, 60), st.floats(-0.3, 0.95))
def test_clusters_are_those_of_scipy(seed: int, count: int, alike: float) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(count, 6)).astype(np.float32))
    tree = linkage(vectors, method="average", metric="sqeuclidean")
    labels = fcluster(tree, 2 * (1 - alike), criterion="distance")
    theirs = {tuple(np.flatnonzero(labels == label)) for label in labels}
    assert {tuple(places) for places in clusters(vectors, alike=alike)} == theirs


def test_the_often_asked_pull_the_middle_to_them() -> None:
    vectors = np.eye(3, dtype=np.float32)
    assert medoid(vectors, np.array([1, 5, 2])) == 1


def test_of_too_many_wordings_the_rarest_are_left_out() -> None:
    rows = [row(f"{number:x}", 2) for number in range(MOST)] + [row("редкий")]
    spread: Meanings = Meanings(lambda texts: np.eye(2, dtype=np.float32)[[len(text) % 2 for text in texts]])
    assert sum(len(group.rows) for group in groups(rows, spread)) == MOST


def test_a_text_is_encoded_once_and_the_first_learnt_are_forgotten_first() -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return np.tile(np.array([[3.0, 4.0]], np.float32), (len(texts), 1))

    meanings = Meanings(encode, np.array([0.0, 4.0], np.float32))
    assert meanings(["а", "б", "а"]).tolist() == [[1.0, 0.0]] * 3  # what all have in common is taken off
    meanings(["б", "в"])
    assert asked == ["а", "б", "в"]
    meanings([str(number) for number in range(REMEMBERED - 1)])
    asked.clear()
    meanings(["в", "б"])
    assert asked == ["б"]

"""Patterns of words with gaps."""

import pytest

from index.query.gapped_pattern import GappedPattern
from index.query.tokens import tokenise


def found(pattern: str, text: str) -> list[str]:
    tokens = tokenise(text)
    return [
        text[tokens[first].start : tokens[last].end]
        for first, last in GappedPattern(pattern).matches(tokens, range(len(tokens)))
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("в конце месяц*", "платим в конце месяца", ["в конце месяца"], id="words-side-by-side"),
        pytest.param("плат* … месяц*", "мы платим, например, раз в месяц", ["платим, например, раз в месяц"], id="gap"),
        pytest.param("плат* … вперед", "платим вперед", ["платим вперед"], id="nothing-in-the-gap"),
        pytest.param(
            "плат* … вперед", "платим раз два три четыре вперед", ["платим раз два три четыре вперед"], id="4"
        ),
        pytest.param("плат* … вперед", "платим раз два три четыре пять вперед", [], id="five-are-too-many"),
        pytest.param("плат* вперед", "платим всегда вперед", [], id="no-gap-where-none-is-written"),
        pytest.param("плат*|вносим … вперед", "вносим вперед", ["вносим вперед"], id="alternatives"),
        pytest.param("плат* вперед", "уплата вперед", [], id="a-stem-begins-a-word"),
        pytest.param("плати вперед", "платить вперед", [], id="whole-words-without-a-star"),
        pytest.param("плат* … вперед", "вперед платим", [], id="in-order"),
        pytest.param("плат* … месяц*", "плата в месяц, месяц за месяцем", ["плата в месяц"], id="the-nearest-word"),
        pytest.param("счет*", "СЧЁТ и счета", ["СЧЁТ", "счета"], id="every-place-in-any-case"),
        pytest.param("плат*", "", [], id="no-text"),
    ],
)
def test_a_pattern_stands_where_its_words_follow_each_other(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_the_size_of_a_pattern_counts_its_words_without_gaps() -> None:
    assert GappedPattern("плат*|оплат* … в конце месяц*").size == 4

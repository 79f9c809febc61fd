"""The labelled lines are what they say, and the measure counts what is left and what is lost."""

from pathlib import Path

import pytest

from eval.bench.masking import DEV, HELD, Line, outcome, rates, read


@pytest.mark.parametrize("path", [HELD, DEV], ids=["held", "dev"])
def test_half_of_the_lines_have_personal_data_and_it_stands_in_them_in_order(path: Path) -> None:
    lines = read(path)
    assert len(lines) == len({line.text for line in lines}) == 200
    assert sum(bool(line.personal) for line in lines) == 100
    for line in lines:
        at = 0
        for fragment in line.personal:
            at = line.text.index(fragment, at) + len(fragment)


def test_no_line_is_in_both_files() -> None:
    assert not {line.text for line in read(HELD)} & {line.text for line in read(DEV)}


@pytest.mark.parametrize(
    ("line", "left", "lost"),
    [
        pytest.param(Line("a", "пишите на ivan@example.ru", ("ivan@example.ru",)), (), (), id="found"),
        pytest.param(Line("a", "меня зовут Иван", ("Иван",)), ("Иван",), (), id="left"),
        pytest.param(Line("a", "пишите на ivan@example.ru", ()), (), ("ivan", "example", "ru"), id="lost"),
    ],
)
def test_an_outcome_names_the_words_left_and_lost(line: Line, left: tuple[str, ...], lost: tuple[str, ...]) -> None:
    assert (outcome(line).left, outcome(line).lost) == (left, lost)


def test_a_spoilt_line_counts_against_precision_and_a_missed_one_against_recall() -> None:
    recall, precision = rates(
        outcome(line)
        for line in (
            Line("found", "пишите на ivan@example.ru", ("ivan@example.ru",)),
            Line("missed", "меня зовут Иван", ("Иван",)),
            Line("spoilt", "пишите на ivan@example.ru", ()),
        )
    )
    assert (recall.value, recall.n, precision.value, precision.n) == (0.5, 2, 0.5, 2)

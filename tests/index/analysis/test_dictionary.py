"""The Russian dictionary as a graph of letters."""

import pytest

from index.analysis.dictionary import ROOT, RUSSIAN, russian


@pytest.mark.parametrize("beginning", ["", "е", "пер", "перенос", "счет", "что-", "удовлетворительн", "ъъ", "акты"])
def test_the_letters_behind_a_node_are_those_that_a_step_goes_by(beginning: str) -> None:
    dictionary, node = russian(), ROOT
    for letter in beginning:
        node = dictionary.step(node, letter)
    steps = {letter: dictionary.step(node, letter) for letter in RUSSIAN}
    assert dictionary.onward(node) == {letter: after for letter, after in steps.items() if after}


def test_a_letter_stands_for_the_one_with_dots() -> None:
    assert len(russian().onward(ROOT)["е"]) == 2


@pytest.mark.parametrize(
    ("word", "near"), [("счеты", True), ("рекивзиты", True), ("реквезиты", True), ("кубернетес", False), ("щщ", True)]
)
def test_a_word_with_one_slip_is_found(word: str, near: bool) -> None:
    assert russian().has_one_slip_from(word) == near

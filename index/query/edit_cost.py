"""How far a word is from others in mistakes of ear and hand."""

from collections.abc import Mapping
from functools import lru_cache

from index.analysis.dictionary import ROOT, RUSSIAN, Node
from index.analysis.word_likelihood import Evidence

_KEYS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_CONFUSED = "ао еи ея яи ыи эе бп вф гк дт жш зс шщ чщ цс йи ое юу ъь гв"
"""Letters that are written for each other by ear."""

BY_EAR, SWAPPED, NEIGHBOUR, OTHER, FAR, FIRST = 0.5, 0.8, 0.8, 1.0, 1.2, 0.3
"""Prices: a letter written by ear or doubled, two letters in the wrong order, a neighbouring key, a letter left out or
one too many, any other letter in its place; and of the first letter being wrong besides."""
ENDING = 3
"""Most letters of an ending."""


def neighbours(word: str, evidence: Evidence, budget: float) -> dict[str, tuple[Node, float]]:
    """Beginnings of words within the budget that use up the word; the dictionary's with one mistake, or two by ear."""
    ways: list[dict[str, tuple[Node, float]]] = [{} for _ in range(len(word) + 1)]
    beginnings, dictionary = evidence.vocabulary.beginnings, evidence.dictionary

    def onward(spelling: str, node: Node, price: float, by_ear: str) -> Mapping[str, Node]:
        """The letters by which a word may go on, and where to.

        In a word that only the dictionary has, a second mistake is one by ear.
        """
        if price:
            known = {letter: dictionary.step(node, letter) for letter in by_ear if price + BY_EAR <= OTHER}
        else:
            known = dictionary.onward(node)
        if spelling and spelling not in beginnings:
            return known
        return {
            letter: known.get(letter, ()) for letter in RUSSIAN if letter in known or spelling + letter in beginnings
        }

    def go(place: int, spelling: str, node: Node, price: float) -> None:
        if price > budget:
            return
        node = node if price <= OTHER else ()
        is_last = price + BY_EAR > budget
        if is_last:  # the rest is as it was typed
            place, spelling, node = len(word), spelling + word[place:], dictionary.walk(node, word[place:])
        if (node or spelling in beginnings) and (spelling not in ways[place] or price < ways[place][spelling][1]):
            ways[place][spelling] = node, price
            if not is_last:
                insert(place, spelling, node, price)

    def insert(place: int, spelling: str, node: Node, price: float) -> None:
        by_ear = spelling[-1:] + "ьъ"
        first = FIRST if not spelling else 0.0
        for letter, after in onward(spelling, node, price, by_ear).items():
            go(place, spelling + letter, after, price + first + (BY_EAR if letter in by_ear else OTHER))

    go(0, "", ROOT, 0.0)
    for place, letter in enumerate(word):
        first = FIRST if place == 0 else 0.0
        for spelling, (node, price) in list(ways[place].items()):
            go(place + 1, spelling + letter, dictionary.step(node, letter), price)
            go(place + 1, spelling, node, price + first + _excess(word, place))
            prices, by_ear = _substitutes(letter), _by_ear(letter)
            for other, after in onward(spelling, node, price, by_ear).items():
                if other != letter:
                    go(place + 1, spelling + other, after, price + first + prices[other])
            if place + 1 < len(word) and word[place + 1] != letter:
                swapped = word[place + 1] + letter
                go(place + 2, spelling + swapped, dictionary.walk(node, swapped), price + first + SWAPPED)
    return ways[len(word)]


def _excess(word: str, place: int) -> float:
    """Price of a letter being one too many; a к before the ending makes another word, mostly a colloquial one."""
    if word[place - 1 : place] == word[place] or word[place] in "ьъ":
        return BY_EAR
    return FAR if word[place] == "к" and place >= len(word) - 1 - ENDING else OTHER


@lru_cache(maxsize=len(RUSSIAN))
def _by_ear(letter: str) -> str:
    """The letters that it is written for by ear."""
    return "".join(pair.replace(letter, "") for pair in _CONFUSED.split() if letter in pair)


@lru_cache(maxsize=len(RUSSIAN))
def _substitutes(letter: str) -> dict[str, float]:
    """Every other letter, with the price of its being meant."""

    def price(other: str) -> float:
        if other in _by_ear(letter):
            return BY_EAR
        row = next((keys for keys in _KEYS if letter in keys and other in keys), "")
        return NEIGHBOUR if row and abs(row.index(letter) - row.index(other)) == 1 else FAR

    return {other: price(other) for other in RUSSIAN if other != letter}

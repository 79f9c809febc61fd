"""How much a string of letters looks like a word of a language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

EDGE = " "
"""Stands before the first letter and after the last."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letter follows which."""

    following: Mapping[str, float]
    """Two letters → natural logarithm of the probability of the second after the first."""
    unseen: float
    """For pairs never met."""

    def likelihood(self, word: str) -> float:
        """Natural logarithm of the probability of the letters and of the word's end after them, at most 0."""
        pairs = zip(EDGE + word, word + EDGE, strict=True)
        return sum(self.following.get(first + second, self.unseen) for first, second in pairs)


def letters(words: Iterable[str]) -> Letters:
    """Learn from words, each counted once; after any letter, a pair never met has the probability 1/1000."""
    pairs: Counter[str] = Counter()
    for word in words:
        padded = EDGE + word + EDGE
        pairs.update(map("".join, pairwise(padded)))
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    return Letters({pair: log(count / firsts[pair[0]]) for pair, count in pairs.items()}, log(1 / 1000))

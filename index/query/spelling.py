"""Correct misspelt Russian words."""

import re
from collections.abc import Callable, Iterator, Sequence
from math import log
from typing import NamedTuple

from index.analysis.word_likelihood import Evidence
from index.query.edit_cost import BY_EAR, SWAPPED, neighbours
from index.query.run_together import parted
from ingest.fold import fold

SPACE = 0.4
"""Price of a space that was not typed."""
BUDGETS = ((8, 1.5), (5, 1.0), (4, 0.8))
"""From how many letters mistakes may cost how much together."""
LONG = 7
"""Letters below which a form that the content lacks is chosen only for slips and mistakes by ear."""
EVIDENT = 9
"""Letters from which a single mistake by ear is enough for a word that only the dictionary has."""
KNOWN_FORM, IN_CONTENT = 0.3, 0.4
"""Taken off the price if the content has another form of the word, and if it has this one."""
CLEAR = 0.25
"""How much better than any other word the best one must be."""

_WORD = re.compile(r"(?<![\w@/.+])[А-Яа-яЁё]{4,}(?![\w@/+]|[.:]\w)")
"""A word between marks; no part of an address, of code or of a word in two alphabets."""
_ENDING = re.compile(r"(?:[ое]к|к?(?:[ая]ми|[аеиоуыэюя][вйхм]|[аеиоуыьэюя]{1,2}))$")
"""Of a noun, colloquial -ка and its forms included."""
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)


class Candidate(NamedTuple):
    """What may have been meant."""

    text: str
    price: float
    """Lower is better."""
    enough: bool
    """Whether it may be chosen: the content has the word, or another form of it, or the mistake is evident."""


def corrected(chunks: Sequence[str], meant_by: Callable[[str], str | None]) -> dict[tuple[int, int, int], str]:
    """Misspelt words by chunk and half-open range of characters in it, with what was meant.

    Only words of four letters and more; none if the query is Kazakh.

    Args:
        chunks: The query, parted at white space.
        meant_by: ``correct`` with the evidence.
    """
    if any(_KAZAKH.search(chunk) for chunk in chunks):
        return {}
    fixed = {}
    for place, chunk in enumerate(chunks):
        for match in _WORD.finditer(chunk):
            meant = meant_by(fold(match[0]))
            if meant:
                fixed[place, match.start(), match.end()] = _cased(match[0], meant)
    return fixed


def correct(word: str, evidence: Evidence) -> str | None:
    """What was meant by a word in lower case with ``ё`` folded; None if it is known or nothing is clearly nearest."""
    if evidence.knows_russian(word):
        return None
    spaced = (Candidate(text, SPACE, True) for text in parted(word, evidence))
    candidates = sorted({*spaced, *_respelt(word, evidence)}, key=lambda each: (each.price, each.text))
    if not candidates:
        return None
    best, others = candidates[0], candidates[1:]
    if any(_inflects(each.text, word, evidence) for each in candidates):
        return None
    family = evidence.dictionary.forms(best.text)
    rivals = [each for each in others if each.text not in family]
    if rivals and rivals[0].price < best.price + CLEAR:
        return None
    return best.text if best.enough else None


def _inflects(known: str, word: str, evidence: Evidence) -> bool:
    """Whether the word may be a form of one whose forms no dictionary has: виртуалок beside виртуалка."""
    stem = _ENDING.sub("", word)
    return len(stem) > 2 and stem == _ENDING.sub("", known) and not evidence.dictionary.known(known)


def _respelt(word: str, evidence: Evidence) -> Iterator[Candidate]:
    budget = next(budget for length, budget in BUDGETS if len(word) >= length)
    counts = evidence.vocabulary.cyrillic
    for spelling, (node, price) in neighbours(word, evidence, budget).items():
        if evidence.ended(spelling, node) is None:
            continue
        count = counts.get(spelling)
        if count is not None:
            yield Candidate(spelling, price - IN_CONTENT - 0.05 * log(1 + count), True)
        elif evidence.rooted(spelling):
            yield Candidate(spelling, price - KNOWN_FORM, len(word) >= LONG or price <= SWAPPED)
        else:
            yield Candidate(spelling, price, len(word) >= EVIDENT and price <= BY_EAR)


def _cased(typed: str, meant: str) -> str:
    if typed.isupper():
        return meant.upper()
    return meant.capitalize() if typed[0].isupper() else meant

"""Words typed while the keyboard was in the other layout: «frn» for «акт», «сщтекфсе» for contract."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from index.analysis.word_likelihood import Evidence
from ingest.fold import fold

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_RUSSIAN = str.maketrans(_QWERTY, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _QWERTY)
_MARKS = str.maketrans("&/^$", "?.:;")
"""What the keys of Russian punctuation give in QWERTY."""

RUN = 7.0
"""Least gain of a run of words in the wrong layout, in nats: about one such run in a thousand queries."""
SWITCH = 3.0
"""Gain needed besides for each end where the query goes on in the right layout: few people notice the mistake."""
SHORT = 3
"""Letters that one word of a run has at least, and is known by."""

_KEYS = re.escape("`[];',.~{}:\"<>")
_TYPED = re.compile(rf"((?:\W*[^\w{_KEYS}])?)([A-Za-z{_KEYS}-]*[A-Za-z][A-Za-z{_KEYS}-]*)((?:[^\w{_KEYS}]\W*)?)")
"""A chunk whose every key has a Russian letter, between marks that have none; addresses and code are not like that."""
_RUSSIAN_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_TYPED_LATIN = re.compile(r"(\W*)([А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*)(\W*)")
_LATIN_WORD = re.compile(r"[a-z]+")
_LATIN_WORDS = re.compile(r"([a-z]+(?:-[a-z]+)*)([,.;]*)")
MARK, ODD_MARK = -2.0, -8.0
"""Natural logarithms of the probability of a mark after a word, and of one where marks are rare."""


class Fix(NamedTuple):
    """A chunk in the other layout."""

    meant: str
    gain: float
    """By how much, in nats, it is likelier."""
    known: bool
    """Whether it is a word long enough to speak for its neighbours."""
    right: bool
    """Whether it is a word of the layout's own language as typed: «csv» comes out right in that layout."""


def relaid(chunks: Sequence[str], evidence: Evidence) -> dict[int, str]:
    """The chunks that were typed in the other layout, by their place, with what was meant.

    A run of neighbours changes layout together, where their evidence outweighs ``RUN``: so a short word goes with its
    neighbours and does not go alone.
    """
    fixed: dict[int, str] = {}
    for fix in (_to_russian, _to_latin):
        fixes = [fix(chunk, evidence) for chunk in chunks]
        for run in _runs([0.0 if each is None else each.gain for each in fixes]):
            inside = {place: each for place in run if (each := fixes[place]) is not None}
            if any(each.known for each in inside.values()):
                fixed |= {place: each.meant for place, each in inside.items() if each.gain > 0 or not each.right}
    return fixed


def mistyped(text: str) -> str:
    """A text as it comes out with the other layout on: a Russian one, its Latin words kept, or one in Latin letters."""
    if any(letter in _RUSSIAN for letter in text):
        return text.translate(_TO_LATIN)
    return "".join(letter.translate(_TO_RUSSIAN) if letter.isalpha() else letter for letter in text)


def _to_russian(chunk: str, evidence: Evidence) -> Fix | None:
    match = _TYPED.fullmatch(chunk)
    if not match:
        return None
    before, typed, after = match.groups()
    english = sum(evidence.english(word) for word in _LATIN_WORD.findall(typed.lower()))
    best: Fix | None = None
    for start in range(_edge(typed) + 1):
        for end in range(len(typed) - _edge(typed[::-1]), len(typed) + 1):
            meant = typed[start:end].translate(_TO_RUSSIAN)
            if _RUSSIAN_WORD.fullmatch(meant):
                marks = ODD_MARK * start + sum(MARK if mark in ".,;:" else ODD_MARK for mark in typed[end:])
                gain = marks + sum(map(evidence.russian, fold(meant).split("-"))) - english
                if best is None or gain > best.gain:
                    known = len(meant) >= SHORT and evidence.knows_russian(fold(meant))
                    text = before + typed[:start] + meant + typed[end:] + after.translate(_MARKS)
                    best = Fix(text, gain, known, len(typed) > 1 and evidence.knows_english(typed.lower()))
    return best


def _to_latin(chunk: str, evidence: Evidence) -> Fix | None:
    match = _TYPED_LATIN.fullmatch(chunk)
    if not match:
        return None
    before, typed, after = match.groups()
    meant = typed.translate(_TO_LATIN)
    words = _LATIN_WORDS.fullmatch(meant.lower())
    if not words:
        return None
    parts, marks = words[1].split("-"), words[2]
    gain = MARK * len(marks) + sum(map(evidence.english, parts)) - sum(map(evidence.russian, fold(typed).split("-")))
    right = evidence.knows_russian(fold(typed))
    return Fix(before + meant + after, gain, len(words[1]) >= SHORT and evidence.knows_english(words[1]), right)


def _edge(typed: str) -> int:
    """How many characters at the beginning are no letters."""
    return next(place for place, character in enumerate(typed) if character.isalpha())


def _runs(gains: Sequence[float]) -> Iterator[tuple[int, ...]]:
    """Places of the runs to convert: the division of all places into runs and others that gains most."""
    if sum(gain for gain in gains if gain > 0) <= RUN:
        return  # as most queries, which gain nothing anywhere
    outside: tuple[float, tuple[int, ...]] = (0.0, ())
    inside: tuple[float, tuple[int, ...]] = (float("-inf"), ())
    for place, gain in enumerate(gains):
        entry = RUN + SWITCH if place else RUN
        entered = max(inside, (outside[0] - entry, outside[1]), key=lambda path: path[0])
        outside = max(outside, (inside[0] - SWITCH, inside[1]), key=lambda path: path[0])
        inside = entered[0] + gain, (*entered[1], place)
    places = max(outside, inside, key=lambda path: path[0])[1]
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        yield tuple(place for _, place in run)

"""Countries, their people, main cities and legal forms that a question names, in Russian, English and Kazakh.

The table holds every form of a Russian name, less those that are ordinary words, so a look-up asks no dictionary;
that is asked only about Kazakh case forms and misspellings. `tune/gazetteer` makes the table.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from index.analysis.dictionary import russian
from index.query.tokens import LONGEST, Token

Kind = Literal["country", "demonym", "city", "form"]

MISSPELT, MORE = 7, 2
"""Letters from which a name is recognised with one slip, and how many more an English name or a demonym needs."""

_SEAMS = frozenset("-' ")
_PARTS = re.compile("[-' ]+")
_FRONT, _BACK = frozenset("әеөүіэ"), frozenset("аоұыя")
_CASES = {
    "дағы дан да ға лар дың дар ды қа ның на ны нан нда лық дық тық тан та тың ты тағы": _BACK,
    "дегі ден де ге лер дің дер ді ке нің не ні нен нде лік дік тік тен те тің ті тегі": _FRONT,
}
"""Kazakh endings of case, place and origin, by the vowels that they follow."""
_ENDINGS = {ending: vowels for endings, vowels in _CASES.items() for ending in endings.split()}
_SPEAKERS = ("быз", "біз", "пыз", "піз", "мын", "мін")
_OF = ("лық", "дық", "тық", "лік", "дік", "тік")
"""Kazakh endings that make an adjective of a country's name: «қазақстандық»."""


class Place(NamedTuple):
    """What a name stands for."""

    kind: Kind
    countries: frozenset[str]
    """ISO 3166-1 alpha-2 codes; several if places of several countries have the name."""


class Named(NamedTuple):
    """A place named in a question."""

    first: int
    last: int
    """Places of its first and last token, both included."""
    kind: Kind
    countries: frozenset[str]


class Gazetteer:
    """Forms of names, ready to be looked up."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Read the lines of the table.

        Args:
            lines: Columns parted by tabs: name, kind, codes, and where there are several forms their common beginning
                and the rest of each, parted by ``|``. The first line with a form decides what it names.
        """
        self._inexact = lru_cache(maxsize=1 << 12)(lambda word: self._kazakh(word) or self._misspelt(word))
        self._words: dict[str, Place] = {}
        self._phrases: dict[str, dict[tuple[str, ...], Place]] = {}
        places: dict[tuple[str, str], Place] = {}
        for line in lines:
            if line.startswith("#") or not line:
                continue
            name, kind, codes, *rest = line.split("\t")
            place = places.get((kind, codes))
            if place is None:
                place = places[kind, codes] = Place(kind, frozenset(codes.split()))  # type: ignore[arg-type]
            beginning, *ends = rest[0].split("|") if rest else (name, "")
            for end in ends:
                form = beginning + end
                if _SEAMS.isdisjoint(form):
                    self._words.setdefault(form, place)
                else:
                    parts = tuple(_PARTS.split(form))
                    self._phrases.setdefault(parts[0], {}).setdefault(parts, place)

    def knows(self, word: str) -> bool:
        """Whether a folded word is a form of a name."""
        return word in self._words

    def find(self, tokens: Sequence[Token]) -> Iterator[Named]:
        """Every place named, the longest name at each place; words with a hyphen count as one or as their parts."""
        parts = [(part, at) for at, token in enumerate(tokens) for part in token.word.split("-")]
        at = 0
        while at < len(parts):
            length, place = self._at(parts, at)
            if place:
                yield Named(parts[at][1], parts[at + length - 1][1], place.kind, place.countries)
            at += length

    def _at(self, parts: Sequence[tuple[str, int]], at: int) -> tuple[int, Place | None]:
        """How many parts the name at a place has, and what it names; all of a token's rest if it names nothing."""
        word, token = parts[at]
        phrases = self._phrases.get(word, {})
        for length in range(max(map(len, phrases), default=0), 1, -1):
            if self._whole(parts, at, length):
                place = self._phrase(phrases, tuple(part for part, _ in parts[at : at + length]))
                if place:
                    return length, place
        end = next((far for far in range(at, len(parts)) if parts[far][1] != token), len(parts))
        return end - at, self._word(word) if end - at == 1 else None

    @staticmethod
    def _whole(parts: Sequence[tuple[str, int]], at: int, length: int) -> bool:
        """Whether so many parts are there and end with a token."""
        after = at + length
        return after <= len(parts) and (after == len(parts) or parts[after][1] != parts[after - 1][1])

    @staticmethod
    def _phrase(phrases: dict[tuple[str, ...], Place], words: tuple[str, ...]) -> Place | None:
        if place := phrases.get(words):
            return place
        *before, last = words
        stems = ((*before, stem) for stem, _ in _kazakh_stems(last))
        return next((phrases[stem] for stem in stems if stem in phrases), None)

    def _word(self, word: str) -> Place | None:
        return self._words.get(word) or (self._inexact(word) if word.isalpha() else None)

    def _kazakh(self, word: str) -> Place | None:
        """The name that the word is a Kazakh form of."""
        for stem, ending in _kazakh_stems(word):
            place = self._words.get(stem)
            if place and not russian().known(word):
                if ending not in _OF:
                    return place
                return place._replace(kind="demonym") if place.kind == "country" else None
        return None

    def _misspelt(self, word: str) -> Place | None:
        """The one place whose names are one slip from a word that the dictionary lacks."""
        if not MISSPELT <= len(word) <= LONGEST:
            return None
        near = {name for name in (*self._begin[word[:3]], *self._end[word[-3:]]) if _one_slip(name, word)}
        found = {self._words[name] for name in near}
        return found.pop() if len(found) == 1 and not russian().known(word) else None

    @cached_property
    def _begin(self) -> defaultdict[str, list[str]]:
        return self._by(slice(3))

    @cached_property
    def _end(self) -> defaultdict[str, list[str]]:
        return self._by(slice(-3, None))

    def _by(self, piece: slice) -> defaultdict[str, list[str]]:
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for name, place in self._words.items():
            if len(name) >= MISSPELT + MORE * (place.kind == "demonym" or name.isascii()):
                grouped[name[piece]].append(name)
        return grouped


def without_speaker(word: str) -> str:
    """A Kazakh word less the ending that says «we are» or «I am»."""
    return word[:-3] if word.endswith(_SPEAKERS) else word


def _kazakh_stems(word: str) -> Iterator[tuple[str, str]]:
    """The word less each Kazakh ending that agrees with the last vowel before it, with the ending.

    Who speaks may stand behind it: «қазақстаннанбыз».
    """
    word = without_speaker(word)
    for length in (4, 3, 2):
        stem, ending = word[:-length], word[-length:]
        if len(stem) >= 3 and (vowels := _ENDINGS.get(ending)):
            last = next((letter for letter in reversed(stem) if letter in _FRONT or letter in _BACK), None)
            if last is None or last in vowels:
                yield stem, ending


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by a letter left out, added, put for another, or by two that changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), None)
    if same is None:
        return True
    left, right = one[same:], other[same:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped table; read when first asked for, in about 20 ms."""
    return Gazetteer(Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines())

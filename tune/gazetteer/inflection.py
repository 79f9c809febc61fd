"""Case forms of Russian names, and which forms are ordinary words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ingest.morphology import morphology

_RUSSIAN = re.compile(r"[а-я]+(?:-[а-я]+)*")
_LATIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "'": "", "‘": "", "ʻ": "", "ʼ": ""})
_DASHES = str.maketrans("–—", "--")
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_PERSONAL = ("Name", "Surn", "Patr")


class Shares(NamedTuple):
    """How likely the readings of a word are by the dictionary, each from 0 to 1."""

    place: float
    person: float
    """A given name, surname or patronymic."""
    other: float
    """Anything else: a common noun, an adjective, a verb."""


def fold(text: str) -> str:
    """Lower case, ``ё`` as ``е``, one kind of apostrophe and hyphen, single spaces."""
    text = text.lower().replace("ё", "е").replace("\u0301", "").replace("’", "'").translate(_DASHES)
    return " ".join(text.split())


def latin(name: str) -> str:
    """A folded name in Latin letters as it is typed in English: no diacritics, no apostrophes; others as they are."""
    if re.search("[а-я]", name):
        return name
    letters = unicodedata.normalize("NFKD", name.translate(_LATIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 15)
def parses(word: str) -> tuple[Any, ...]:
    """The dictionary's readings of a folded word; none if it is unknown."""
    return tuple(parse for parse in morphology().parse(word) if parse.is_known)


def shares(word: str) -> Shares | None:
    """How likely a word is a place; None if the dictionary lacks it."""
    if not (known := parses(word)):
        return None
    place = sum(parse.score for parse in known if "Geox" in parse.tag)
    person = sum(parse.score for parse in known if _personal(parse))
    return Shares(place, person, max(0.0, 1 - place - person))


def is_place(word: str, *, others: float) -> bool:
    """Whether a word that the dictionary has is mostly a place; unknown words count as places.

    Args:
        word: Folded.
        others: Largest share that common nouns, adjectives and verbs may have.
    """
    share = shares(word)
    return share is None or (share.place >= 0.5 and share.other <= others)


def case_forms(name: str) -> tuple[str, ...]:
    """A folded Russian name in every case, itself first; the name alone if it is no Russian word.

    Of several words, the adjectives before the first noun and that noun are inflected together: «саудовской аравии»,
    «республике казахстан».
    """
    words = name.split()
    if not all(_RUSSIAN.fullmatch(word) and not word.endswith("асы") for word in words):
        return (name,)  # the ending is Kazakh: «армения республикасы»
    nouns = [
        (at, noun) for at, word in enumerate(words) if (noun := noun_reading(word, plural=at > 0 or len(words) == 1))
    ]
    if not nouns:
        return (name,)
    head, noun = nouns[0]
    before = [_adjective(word, noun) for word in words[:head]]
    if not all(before):
        return (name,)
    found = [name]
    for case in _CASES:
        inflected = [_inflected(parse, case, noun) for parse in (*before, noun)]
        if all(inflected):
            found.append(" ".join([*(fold(word) for word in inflected if word), *words[head + 1 :]]))
    return tuple(dict.fromkeys(found))


def paradigm(word: str, *marks: str, guess: bool = False) -> tuple[str, ...]:
    """Every form of a word whose basic form has these marks, itself first; nothing if the dictionary lacks it.

    Args:
        word: Folded.
        marks: Grammemes as OpenCorpora names them.
        guess: Inflect a word that the dictionary lacks by its ending.
    """
    for parse in morphology().parse(word) if guess else parses(word):
        if fold(parse.normal_form) == word and set(marks) <= set(parse.tag.grammemes) and not _personal(parse):
            full = [form for form in parse.lexeme if not {"ADJS", "COMP", "Supr", "V-ej"} & set(form.tag.grammemes)]
            return tuple(dict.fromkeys([word, *(fold(form.word) for form in full)]))
    return ()


def _personal(parse: Any) -> bool:
    return any(mark in parse.tag for mark in _PERSONAL)


def noun_reading(word: str, *, plural: bool = False) -> Any:
    """The reading of a word as a noun in the nominative, a place if it may be one; None if it is none."""
    known = parses(word)
    if not known and word[-1] not in "аябвгджзклмнпрстфхцчшщ":
        return None  # a foreign name in another vowel has one form, and one in -ь has an unsure gender
    nouns = [p for p in known or morphology().parse(word) if "NOUN" in p.tag and "nomn" in p.tag]
    basic = [p for p in nouns if fold(p.normal_form) == word or "Pltm" in p.tag or not known]
    nouns = basic or (nouns if plural else [])
    plain = [p for p in nouns if not _personal(p)]
    return next((p for p in nouns if "Geox" in p.tag), plain[0] if plain else None)


def _adjective(word: str, noun: Any) -> Any:
    """The reading of a word as an adjective that agrees with a noun in the nominative."""
    for parse in parses(word):
        agrees = parse.tag.number == noun.tag.number and parse.tag.gender in (None, noun.tag.gender)
        if {"ADJF", "PRTF"} & set(parse.tag.grammemes) and "nomn" in parse.tag and agrees:
            return parse
    return None


def _inflected(parse: Any, case: str, noun: Any) -> str | None:
    wanted = {case, noun.tag.number}
    if parse is not noun and case == "accs":
        wanted |= {"inan"} if noun.tag.number == "plur" or noun.tag.gender == "masc" else set()
    form = parse.inflect(wanted)
    return None if form is None else str(form.word)


def shared_beginning(forms: Iterable[str]) -> str:
    """The longest beginning that all forms have."""
    low, high = min(forms := list(forms)), max(forms)
    return low[: next((at for at, letter in enumerate(low) if letter != high[at : at + 1]), len(low))]

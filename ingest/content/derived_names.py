"""Forms of names and the phrases before them, derived where a facet declares none: pymorphy3 inflects.

A facet of labels and names alone («Санкт-Петербург») is then recognised in «В Санкт-Петербурге: …», «для самовывоза»
and «Город: Казань».
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from ingest.morphology import nominative, nominatives

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
"""Cases as OpenCorpora names them."""

PREPOSITIONS = (
    *("в", "во", "на", "для", "по", "при", "с", "со", "из", "через", "от", "к", "до", "у", "если", "если у вас"),
    *("in", "for", "by", "with", "from", "to", "at", "on"),
)
"""They may stand before a name without changing what it says; none restricts («только», «кроме»)."""


def forms_of(names: Iterable[str]) -> tuple[str, ...]:
    """The names and, for those in Russian letters, their forms in all cases; no form twice."""
    return tuple(dict.fromkeys(form for name in names for form in (name, *_inflected(name))))


def leads_of(labels: Iterable[str], prepositions: Iterable[str] = PREPOSITIONS) -> tuple[str, ...]:
    """Prepositions and the facet's own name in all cases, with and without a preposition: «в городе», «город:»."""
    before = tuple(prepositions)
    own = [form.lower() for form in forms_of(labels)]
    joined = [f"{preposition} {form}" for preposition in before for form in own]
    return tuple(dict.fromkeys((*before, *own, *joined)))


@lru_cache(maxsize=4096)
def _inflected(name: str) -> tuple[str, ...]:
    """A name in each case: its noun and the adjectives before it; a single adjective in every gender and number.

    Abbreviations, and what follows the noun, stay as they are: «Способ получения», «Республика Казахстан», «юр. лицо».
    """
    words = name.split()
    if not all(_is_russian(word) for word in words):
        return ()
    if len(words) == 1 and not _is_abbreviation(name) and (parse := nominative(name)):
        return tuple(dict.fromkeys(form.word for form in parse.lexeme if _is_case_of(form.tag, parse.tag)))
    for head in reversed(range(len(words))):
        noun = _noun(words[head])
        before = [word if _is_abbreviation(word) else _agreeing(word, noun) for word in words[:head]] if noun else []
        if noun and all(before):
            forms = (" ".join([*_in_case(before, noun, case), *words[head + 1 :]]) for case in CASES)
            return tuple(dict.fromkeys(forms))
    return ()


def _noun(word: str) -> Any:
    found = None if _is_abbreviation(word) else nominative(word)
    return found if found and "NOUN" in found.tag else None


def _agreeing(word: str, noun: Any) -> Any:
    """The reading of a word as an adjective that agrees with the noun."""
    agrees = (
        (one, one.tag.number == noun.tag.number and one.tag.gender in (None, noun.tag.gender))
        for one in nominatives(word)
    )
    return next((one for one, agreed in agrees if agreed and "ADJF" in one.tag), None)


def _in_case(before: Iterable[Any], noun: Any, case: str) -> Iterator[str]:
    animate = (
        {noun.tag.animacy} if case == "accs" and (noun.tag.gender == "masc" or noun.tag.number == "plur") else set()
    )
    for one in before:
        form = None if isinstance(one, str) else one.inflect({case, *animate})
        yield form.word if form else getattr(one, "word", one)
    form = noun.inflect({case})
    yield form.word if form else noun.word


def _is_case_of(form: Any, name: Any) -> bool:
    """Whether a form is a case of the name, in the same number; of an adjective, in any gender and number."""
    return form.case in CASES and (form.number == name.number or "ADJF" in name) and "Supr" not in form


def _is_russian(word: str) -> bool:
    return all("а" <= char <= "я" or char in "ё-." for char in word.lower())


def _is_abbreviation(word: str) -> bool:
    return word.endswith(".") or any(part.isupper() and len(part) > 1 for part in word.split("-"))

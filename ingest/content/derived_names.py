"""Forms of names and the phrases before them, derived where a facet declares none: pymorphy3 inflects.

A facet of labels and names alone («Санкт-Петербург») is then recognised in «В Санкт-Петербурге: …», «для самовывоза»
and «Город: Казань».
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from ingest.morphology import morphology

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


def leads_of(labels: Iterable[str]) -> tuple[str, ...]:
    """Prepositions and the facet's own name in all cases, with and without a preposition: «в городе», «город:»."""
    own = [form.lower() for form in forms_of(labels)]
    joined = [f"{preposition} {form}" for preposition in PREPOSITIONS for form in own]
    return tuple(dict.fromkeys((*PREPOSITIONS, *own, *joined)))


@lru_cache(maxsize=4096)
def _inflected(name: str) -> tuple[str, ...]:
    words = name.split()
    if not all(_is_russian(word) for word in words):
        return ()
    parses = [_nominative(word) for word in words]
    found = []
    for case in CASES:
        forms = [parse.inflect({case}) if parse else None for parse in parses]
        found.append(" ".join(form.word if form else word for word, form in zip(words, forms, strict=True)))
    return tuple(dict.fromkeys(found))


def _is_russian(word: str) -> bool:
    return all("а" <= char <= "я" or char in "ё-" for char in word.lower())


def _nominative(word: str) -> Any:
    """The likeliest reading of a noun or adjective in the nominative; None if there is none."""
    parses: Sequence[Any] = morphology().parse(word.lower())
    named = [parse for parse in parses if "nomn" in parse.tag and ("NOUN" in parse.tag or "ADJF" in parse.tag)]
    return max(named, key=lambda parse: "Geox" in parse.tag, default=None)

"""Case forms of a Russian label and of the words that agree with it."""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from ingest.morphology import nominative

_PARTS = re.compile(r"([ -])")

Case = Literal["gent", "accs", "loct"]
"""Genitive, accusative and prepositional, as OpenCorpora names them."""


class CaseForms(NamedTuple):
    """A label such as «Схема оплаты» as sentences need it."""

    genitive: str
    """схемы оплаты"""
    accusative: str
    """схему оплаты"""
    prepositional: str
    """о схеме оплаты"""
    other: str
    """другой схемы оплаты"""
    own: str
    """свою"""


@lru_cache(maxsize=64)
def case_forms(label: str) -> CaseForms:
    """Inflect the label up to its first noun; a label without a Russian noun stays as it is, masculine."""
    words = label.split()
    parsed: list[Any] = [None if word.isupper() else nominative(word) for word in words]
    noun = next((place for place, parse in enumerate(parsed) if parse and "NOUN" in parse.tag), None)
    if noun is None:
        return CaseForms(label, label, f"о {label}", f"другого {label}", "свой")
    head = parsed[noun].tag
    agreement = {"plur"} if head.number == "plur" else {"sing", head.gender}

    def form(case: Case) -> str:
        inflected = [
            _inflected(parse, {case}, head) if parse else word
            for word, parse in zip(words[: noun + 1], parsed, strict=False)
        ]
        return " ".join([*inflected, *words[noun + 1 :]])

    prepositional = form("loct")
    preposition = "об" if prepositional[:1] in "аиоуэ" else "о"
    return CaseForms(
        form("gent"),
        form("accs"),
        f"{preposition} {prepositional}",
        f"{_inflected(nominative('другой'), {'gent', *agreement}, head)} {form('gent')}",
        _inflected(nominative("свой"), {"accs", *agreement}, head),
    )


def capitalised(form: str, label: str) -> str:
    """A form of a label with capital letters where the label has them: «Нижнего Новгорода»."""
    pairs = zip(_PARTS.split(form), _PARTS.split(label), strict=False)
    return "".join(part[:1].upper() + part[1:] if known[:1].isupper() else part for part, known in pairs)


def _inflected(parse: Any, grammemes: set[str], head: Any) -> str:
    """A form of a noun, or of an adjective that agrees with the noun; the accusative depends on what is alive."""
    if parse.tag.POS == "ADJF" and "accs" in grammemes and (head.gender == "masc" or head.number == "plur"):
        grammemes = grammemes | {head.animacy}
    form = parse.inflect(grammemes)
    return str(form.word if form else parse.word)

"""Whether two questions with similar vectors differ: by a «не», an opposite, another object or facet value."""

import re

from index.analysis.analyzer import lemma
from index.analysis.dictionary import russian
from ingest.content.facets import Facets
from ingest.fold import fold_phrase
from ingest.scope.phrases import mentions, scope_of

_NEGATION = re.compile(r"(?<!\w)(?:не|нет|без|нельзя|not|no|without|емес)(?!\w)")
_NAME = re.compile(r"[a-z][a-z0-9+#.-]*|\d+(?:\.\d+)*")
"""Products and numbers: «MySQL 8»."""

_WORD = re.compile(r"[а-я]+(?:-[а-я]+)*")

OPPOSITES = (
    ("включ", "отключ"), ("включ", "выключ"), ("подключ", "отключ"), ("увелич", "уменьш"), ("привяз", "отвяз"),
    ("добав", "удал"), ("созда", "удал"), ("установ", "удал"), ("откр", "закр"), ("запус", "останов"),
    ("блокир", "разблокир"), ("заморо", "размор"), ("повы", "пони"), ("расшир", "сокра"), ("прикреп", "открепл"),
    ("пополн", "вывес"), ("вход", "выход"), ("начал", "оконч"), ("перв", "последн"),
)  # fmt: skip
"""Beginnings of words with opposite meanings."""


def differ(one: str, other: str, facets: Facets) -> bool:
    """Whether two headings differ in something that hardly changes their vectors.

    That is a negation, a name or number, a facet value, or opposite verbs; or each has a noun that the other lacks.
    """
    left, right = fold_phrase(one), fold_phrase(other)
    first, second = (scope_of(mentions(text, facets), facets) for text in (left, right))
    if first != second or bool(_NEGATION.search(left)) != bool(_NEGATION.search(right)):
        return True
    if set(_NAME.findall(left)) != set(_NAME.findall(right)) or _opposite(left, right) or _opposite(right, left):
        return True
    things, others = _things(left), _things(right)
    return bool(things - others and others - things)


def _opposite(left: str, right: str) -> bool:
    words, others = _WORD.findall(left), _WORD.findall(right)
    return any(
        any(word.startswith(this) for word in words)
        and any(word.startswith(that) for word in others)
        and not any(word.startswith(this) for word in others)
        for this, that in OPPOSITES
    )


def _things(text: str) -> set[str]:
    """Lemmas of the words that are nouns and nothing else."""
    return {lemma(word) for word in _WORD.findall(text) if russian().parts(word) == {"NOUN"}}

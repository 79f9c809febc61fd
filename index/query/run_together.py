"""Words that were run together: «впроекте», «можноли», «зарубежнаяорганизация»."""

from collections.abc import Iterator

from index.analysis.word_likelihood import Evidence

_PREPOSITIONS = frozenset(["без", "в", "для", "до", "за", "из", "к", "на", "над", "от", "по", "под", "при", "с"])
_OPENERS = frozenset(["где", "если", "как", "когда", "кто", "не", "что"])
_CLOSERS = frozenset(["бы", "же", "ли"])
_VERBS = frozenset(["VERB", "INFN", "GRND", "PRTS"])
_NO_COMPOUND = frozenset(["ADJF", "PRTF", "VERB", "INFN", "NPRO"])
"""Parts of speech that begin no compound word, as nouns do: датацентр is one word."""


def parted(word: str, evidence: Evidence) -> Iterator[str]:
    """The ways to read a word that nobody knows, in lower case with ``ё`` folded, as two words that everybody knows."""
    for at in range(1, len(word)):
        if _apart(word[:at], word[at:], evidence):
            yield f"{word[:at]} {word[at:]}"


def _apart(first: str, second: str, evidence: Evidence) -> bool:
    """Whether two words stand beside each other and are never one: prefixes and compounds are."""
    if second in _CLOSERS:
        return len(first) > 2 and evidence.knows_russian(first)
    if len(second) < 3 or not evidence.knows_russian(second):
        return False
    parts = evidence.dictionary.parts(second)
    if first in _PREPOSITIONS:
        return not parts & _VERBS and evidence.rooted(second)
    if first in _OPENERS:
        return len(second) > 3 or first != "не"
    return len(first) > 3 and bool(evidence.dictionary.parts(first) & _NO_COMPOUND) and evidence.rooted(second)

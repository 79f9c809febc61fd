"""Letters of the other alphabet that look the same: «cчёт» with a Latin c, «TOO» for «ТОО»."""

import re
from collections.abc import Iterator, Sequence

from index.analysis.word_likelihood import Evidence
from ingest.fold import fold

_LATIN, _CYRILLIC = "aceopxykABCEHKMOPTXYË", "асеорхукАВСЕНКМОРТХУЁ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)

_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN = re.compile(r"[А-Яа-яЁё]+")
_ENGLISH = re.compile(r"[A-Za-z]+")
_PLAIN = re.compile(r"\W*(?:[^\W\d_]+|[^\W\d_]{2,}(?:-[^\W\d_]{2,})+)\W*")
"""A chunk that is a word, or words with hyphens: no address, no code, no «Ctrl+C»."""
_SINGLE = frozenset("acoyk")
"""Latin letters that are Russian words when they stand alone in a Russian query."""


def unmixed(chunks: Sequence[str], evidence: Evidence) -> dict[tuple[int, int, int], str]:
    """Words to write in one alphabet, by chunk and half-open range of characters in it."""
    russian = any(len(word) > 1 for chunk in chunks for word in _RUSSIAN.findall(chunk))
    return {
        (place, match.start(), match.end()): meant
        for place, chunk in enumerate(chunks)
        for match in _words(chunk)
        if (meant := _meant(match[0], evidence, russian=russian))
    }


def _words(chunk: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(chunk) if _PLAIN.fullmatch(chunk) else iter(())


def _meant(word: str, evidence: Evidence, *, russian: bool) -> str | None:
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if _RUSSIAN.fullmatch(word):
        return None
    if _ENGLISH.fullmatch(word):
        return cyrillic if russian and _RUSSIAN.fullmatch(cyrillic) and _alone(word, cyrillic, evidence) else None
    if _RUSSIAN.fullmatch(cyrillic) and evidence.knows_russian(fold(cyrillic)):
        return cyrillic
    if _ENGLISH.fullmatch(latin) and evidence.knows_english(latin.lower()):
        return latin
    mostly = 2 * sum(map(len, _RUSSIAN.findall(word))) > len(word)
    return cyrillic if mostly and _RUSSIAN.fullmatch(cyrillic) else None


def _alone(word: str, cyrillic: str, evidence: Evidence) -> bool:
    """Whether a word that could be of either alphabet is Russian: the content has it so, and not in Latin letters."""
    if len(word) == 1:
        return word in _SINGLE
    count = evidence.vocabulary.cyrillic.get(fold(cyrillic), 0)
    return count > 0 and not evidence.knows_english(word.lower())

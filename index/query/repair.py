"""A query as it was typed, and as it was meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from index.analysis.dictionary import russian
from index.analysis.vocabulary import Vocabulary
from index.analysis.word_likelihood import Evidence
from index.query.keyboard_layout import relaid
from index.query.lookalike import unmixed
from index.query.spelling import correct, corrected
from index.query.translit import cyrillic
from index.result import Repair
from ingest.fold import fold

LONGEST = 1000
"""Characters of a query that is looked at; a longer one is a pasted text, not a typed one, and stays as it is."""

WORDS = 1 << 12
"""Words whose correction is remembered; finding it takes some milliseconds."""

_CHUNK = re.compile(r"\S+")

Range = tuple[int, int, int]
"""A chunk's place, and a half-open range of characters in it."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A query to search with."""

    used: str
    """The query; the very text that was typed if nothing was repaired."""
    repairs: tuple[Repair, ...]
    """What was changed, in the order of the query, one kind after the other: lookalike, layout, translit, typo."""


class Repairer:
    """Repairs queries by what a content's words, the Russian dictionary and the habits of letters say."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare; the dictionary is opened, if it is not yet: up to 0.25 s."""
        self._evidence = evidence = Evidence(vocabulary, russian())
        # Words that nobody knows come again: names, jargon.
        self._correct = lru_cache(maxsize=WORDS)(lambda word: correct(word, evidence))

    def repair(self, text: str) -> Repaired:
        """Undo a wrong keyboard layout, Latin letters and misspellings, each only where the evidence is clear.

        Spaces, marks and every other word stay as they are; repairing twice changes nothing more.
        """
        if len(text) > LONGEST:
            return Repaired(text, ())
        chunks = _CHUNK.findall(text)
        repairs = _words("lookalike", chunks, unmixed(chunks, self._evidence))
        repairs += _runs("layout", chunks, relaid(chunks, self._evidence))
        repairs += _runs("translit", chunks, cyrillic(chunks, self._evidence))
        repairs += _words("typo", chunks, corrected(chunks, self._correct))
        if not repairs:
            return Repaired(text, ())
        meant = iter(chunks)
        return Repaired(_CHUNK.sub(lambda _: next(meant), text), tuple(repairs))


def _words(kind: str, chunks: list[str], fixed: Mapping[Range, str]) -> list[Repair]:
    """Put words into their chunks, the last first, so that the ranges stay true."""
    repairs = []
    for (place, start, end), meant in sorted(fixed.items(), reverse=True):
        chunk = chunks[place]
        repairs.append(Repair(kind, chunk[start:end], meant))
        chunks[place] = chunk[:start] + meant + chunk[end:]
    return repairs[::-1]


def _runs(kind: str, chunks: list[str], fixed: Mapping[int, str]) -> list[Repair]:
    """Put whole chunks, neighbours told as one repair; those that stay what they are do not count."""
    changed = sorted(place for place, meant in fixed.items() if fold(meant) != fold(chunks[place]))
    repairs = []
    for _, run in groupby(enumerate(changed), key=lambda pair: pair[1] - pair[0]):
        places = [place for _, place in run]
        before, after = (" ".join(texts[place] for place in places) for texts in (dict(enumerate(chunks)), fixed))
        repairs.append(Repair(kind, before, after))
        for place in places:
            chunks[place] = fixed[place]
    return repairs

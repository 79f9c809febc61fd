"""Sections of a page that ask nearly the same: which of them is meant hangs on a word or two."""

from collections.abc import Sequence
from itertools import combinations, groupby

from index.analysis.analyzer import lemmas, tokenise
from ingest.section import Section

SHARED = 1 / 3
"""Share of the lemmas of two headings, of all that either has, from which they contrast."""

SHORTEST = 3
"""Letters of a lemma that counts."""


def contrast_sets(sections: Sequence[Section]) -> list[tuple[int, ...]]:
    """Places of the sections of each set, in the content's order; a section is in one set at most.

    Two sections of a page contrast if their headings share at least a third of their lemmas; sets are what such pairs
    connect. Sections that say nothing are left out.
    """
    answering = [number for number, section in enumerate(sections) if section.blocks]
    found: list[tuple[int, ...]] = []
    for _, places in groupby(answering, lambda number: sections[number].page):
        found += _sets([(number, _content_lemmas(sections[number].title)) for number in places])
    return found


def _sets(titles: Sequence[tuple[int, frozenset[str]]]) -> list[tuple[int, ...]]:
    leader = {number: number for number, _ in titles}
    for (one, its), (other, theirs) in combinations(titles, 2):
        if its | theirs and len(its & theirs) >= SHARED * len(its | theirs):
            old, new = sorted((leader[one], leader[other]), reverse=True)
            leader = {number: new if led == old else led for number, led in leader.items()}
    members: dict[int, list[int]] = {}
    for number, led in leader.items():
        members.setdefault(led, []).append(number)
    return [tuple(numbers) for numbers in members.values() if len(numbers) > 1]


def _content_lemmas(title: str) -> frozenset[str]:
    return frozenset(lemma for lemma in lemmas(tokenise(title)) if len(lemma) >= SHORTEST)

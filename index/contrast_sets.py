"""Sections of a page that ask nearly the same: which of them is meant hangs on a word or two."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations, groupby
from pathlib import Path

from index.analysis.analyzer import lemmas, tokenise
from ingest.content.contrast import Contrast, place
from ingest.errors import BadFacets
from ingest.fold import clean
from ingest.section import Section

SHARED = 1 / 3
"""Share of the lemmas of two headings, of all that either has, from which they contrast."""

SHORTEST = 3
"""Letters of a lemma that counts."""

CLOSE = 0.015
"""Difference of scores below which sections of one set answer a question about equally well, so that both are offered.

Of 374 development questions on the bundled FAQ 2.9 % are asked back so although the first section is right, 4.3 % of
them without alternates; for 2.4 % there the right section is the second, and would be lost. From 0.02 on more than one
in twenty is asked back needlessly.
"""


@dataclass(frozen=True, slots=True)
class ContrastSet:
    """Sections that ask nearly the same."""

    places: tuple[int, ...]
    """Of the sections, at least two, in the content's order."""

    name: str | None = None
    """What to ask between them, if a writer says it."""


def contrast_sets(sections: Sequence[Section], declared: Sequence[Contrast] = ()) -> list[ContrastSet]:
    """The sets found, then those declared by name; a section is in one set at most.

    Args:
        sections: Of a content, in its order; those that say nothing are in no set.
        declared: Takes its sections out of the sets that are found. The sections must exist.
    """
    place_of = {clean(section.id): number for number, section in enumerate(sections)}
    named = [(sorted(place_of[one] for one in contrast.sections), contrast.name) for contrast in declared]
    taken = {number for numbers, _ in named for number in numbers}
    left = [tuple(number for number in numbers if number not in taken) for numbers in _found(sections)]
    by_name = [
        (tuple(number for number in numbers if sections[number].blocks), name) for numbers, name in named if name
    ]
    sets = [*(ContrastSet(places) for places in left), *(ContrastSet(places, name) for places, name in by_name)]
    return [one for one in sets if len(one.places) > 1]


def check_declared(path: Path, declared: Sequence[Contrast], sections: Sequence[Section]) -> None:
    """Check that every section that a facets.toml at this path names exists.

    Raises:
        BadFacets: naming the declaration, the id and the nearest one that exists.
    """
    known = {clean(section.id): section.id for section in sections}
    for number, contrast in enumerate(declared, start=1):
        for section in contrast.sections:
            if section not in known:
                nearest = get_close_matches(section, known, n=1, cutoff=0)
                advice = f"write the nearest, {nearest[0]!r}, or remove it" if nearest else "remove it"
                found = f"{place(number, contrast)} names the section {section!r}, which is not in the pages"
                raise BadFacets(path, found, advice)


def _found(sections: Sequence[Section]) -> list[tuple[int, ...]]:
    """Places of the sections of each set.

    Two sections of a page contrast if their headings share at least a third of their lemmas; sets are what such pairs
    connect.
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

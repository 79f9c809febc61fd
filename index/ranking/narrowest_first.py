"""Which of two sections that ask the same goes first: the one for narrower values, where it holds for the reader."""

from collections.abc import Sequence

from index.analysis.analyzer import lemmas, tokenise
from index.contrast_sets import CLOSE, ContrastSet
from index.query import tokens
from index.query.facet_inference import infer, words_said
from index.ranking.ranker import RankedSection
from ingest.content.facets import Facets
from ingest.section import Allowed, Section, certain

SAME = 2 / 3
"""Share of the lemmas of two headings, less what they say of facets, from which they ask the same."""


class NarrowestFirst:
    """Orders the sections of one bundle."""

    def __init__(self, sections: Sequence[Section], facets: Facets, sets: Sequence[ContrastSet]) -> None:
        self._scopes = [section.scopes for section in sections]
        self._values = [_values(section) for section in sections]
        self._asked = {
            number: _subject(section, facets) for number, section in enumerate(sections) if self._values[number]
        }
        self._set_of = {number: at for at, one in enumerate(sets) for number in one.places}

    def __call__(self, ranked: Sequence[RankedSection], held: Allowed) -> list[RankedSection]:
        """The sections in their order, but each right before the first that it goes before."""
        ordered: list[RankedSection] = []
        for one in ranked:
            if one.section not in self._asked:  # it is for everyone, as most are
                ordered.append(one)
                continue
            place = next((at for at, other in enumerate(ordered) if self.goes_before(one, other, held)), len(ordered))
            ordered.insert(place, one)
        return ordered

    def goes_before(self, one: RankedSection, other: RankedSection, held: Allowed) -> bool:
        """Whether it answers every reader that the choice lets in, and the other only some or those of more values."""
        narrower = self._is_narrower(one.section, other.section)
        if not (narrower or self._is_narrower(other.section, one.section)) or not self._answers(one, held):
            return False
        return (narrower or not self._answers(other, held)) and self.asks_the_same(one, other)

    def asks_the_same(self, one: RankedSection, other: RankedSection) -> bool:
        """Whether two sections, both for some values only, answer the same question."""
        its, theirs = self._asked.get(one.section), self._asked.get(other.section)
        if its is None or theirs is None:
            return False
        own = self._set_of.get(one.section)
        if own is None or own != self._set_of.get(other.section):
            return its == theirs
        return len(its & theirs) >= SAME * len(its | theirs) or abs(one.score - other.score) < CLOSE

    def _answers(self, one: RankedSection, held: Allowed) -> bool:
        return all(certain(scope, held) for scope in self._scopes[one.section])

    def _is_narrower(self, one: int, other: int) -> bool:
        its, theirs = self._values[one], self._values[other]
        return its != theirs and its.keys() == theirs.keys() and all(its[facet] <= theirs[facet] for facet in its)


def _values(section: Section) -> dict[str, frozenset[str]]:
    """The values of each facet that a section names, within all that is around it."""
    found: dict[str, frozenset[str]] = {}
    for scope in section.scopes:
        for facet in {facet for facet, _ in scope}:
            named = frozenset(value for of, value in scope if of == facet)
            found[facet] = found.get(facet, named) & named
    return found


def _subject(section: Section, facets: Facets) -> frozenset[str]:
    """The lemmas of a section's headings without the words that say facets."""
    found: set[str] = set()
    for heading in (*section.breadcrumb, section.title):
        said = words_said(infer(heading, facets))
        left = [token.word for at, token in enumerate(tokens.tokenise(heading)) if at not in said]
        found |= set(lemmas(tokenise(" ".join(left))))
    return frozenset(found)

"""Places that a question names and that are none of a facet's values: a city that a shop does not deliver to."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from index.query.facet_lexicon import compiled
from index.query.gazetteer import gazetteer
from index.query.tokens import Token, tokenise
from ingest.content.facets import Facet, Facets
from ingest.morphology import morphology


class UnlistedPlaces:
    """Finds them, for the facets whose values are places, each of them a city or country of the gazetteer."""

    def __init__(self, facets: Facets, words: Collection[str]) -> None:
        """Prepare.

        Args:
            facets: Those of the content.
            words: The content's own, folded; a place among them is no news to it.
        """
        self._facets = facets
        kinds = ((facet, _kinds(facet)) for facet in facets.facets)
        self._of_places = [(facet, of) for facet, of in kinds if of]
        self._told = {_lemma(word) for word in words if gazetteer().knows(word)} if self._of_places else set()

    def __call__(self, tokens: Sequence[Token]) -> Iterator[tuple[Facet, str]]:
        """The facet, and the place that the tokens name, in the nominative; nothing that any facet reads, and the first
        place only.

        A question that names a value of the facet, too, compares, and gets nothing.
        """
        unknown = list(self._unknown(tokens)) if self._of_places else []
        if not unknown:
            return
        matches = [(one.facet, match) for one in compiled(self._facets) for match in one.matches(one.read(tokens))]
        taken = {at for _, match in matches for at in range(match.first, match.last + 1)}
        named = {facet.id for facet, _ in matches}
        for facet, lemmas, at in unknown:
            if taken.isdisjoint(at):
                if facet.id not in named:
                    yield facet, " ".join(lemma.capitalize() for lemma in lemmas)
                return

    def _unknown(self, tokens: Sequence[Token]) -> Iterator[tuple[Facet, list[str], range]]:
        """The places that may be a facet's and that the content does not name, each with its lemmas and tokens."""
        for place in gazetteer().find(tokens):
            facet = next((facet for facet, kinds in self._of_places if place.kind in kinds), None)
            at = range(place.first, place.last + 1)
            lemmas = [_lemma(tokens[number].word) for number in at] if facet else []
            if facet and self._told.isdisjoint(lemmas):
                yield facet, lemmas, at


def _kinds(facet: Facet) -> frozenset[str]:
    """What the facet's values are, cities or countries; nothing if one of them is no place, or is read otherwise."""
    if len(facet.values) < 2 or any(value.countries or value.countries_except for value in facet.values):
        return frozenset()
    found = [next(gazetteer().find(tokenise(value.label["ru"])), None) for value in facet.values]
    return frozenset(place.kind for place in found if place) if all(found) else frozenset()


@lru_cache(maxsize=1 << 10)
def _lemma(word: str) -> str:
    """A name in the nominative, as a place if it may be one."""
    parses = morphology().parse(word)
    return str(max(parses, key=lambda parse: ("Geox" in parse.tag, parse.score)).normal_form)

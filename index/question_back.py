"""Ask the reader back what the question leaves open: which of several questions, or which value of a facet."""

from collections.abc import Sequence

from index.contrast_sets import CLOSE, ContrastSet
from index.query.facet_lexicon import compiled
from index.query.tokens import tokenise
from index.ranking.ranker import RankedSection
from index.result import AskFacet, AskSection, SectionChoice, ValueChoice
from index.storage.bundle import Bundle
from ingest.content.facets import Facets
from ingest.scope.choice import scope_for
from ingest.scope.project import differs_by
from ingest.section import Allowed, Scope, all_hold


class QuestionBack:
    """What to ask back, over one bundle."""

    def __init__(self, bundle: Bundle, sets: Sequence[ContrastSet]) -> None:
        self._bundle = bundle
        self._set_of = {number: one for one in sets for number in one.places}
        self._scopes = {one.name: _mentioned(one.name, bundle.facets) for one in sets if one.name}

    def __call__(
        self, ranked: Sequence[RankedSection], held: Allowed, *, possible: Sequence[RankedSection] = ()
    ) -> AskFacet | AskSection | None:
        """The question back; None if nothing is open.

        Args:
            ranked: What would be shown, best first.
            held: What the search was held to.
            possible: All that may be meant, where the question is too short to say more.
        """
        if not ranked:
            return None
        open_ = possible if len(possible) > 1 else ranked[:2] if self._undecided(ranked) else ()
        if open_:
            sections = [self._bundle.sections[one.section] for one in open_]
            choices = tuple(SectionChoice(section.id, section.title) for section in sections)
            return AskSection(choices, self._name(open_, held))
        differs = differs_by(self._bundle.sections[ranked[0].section], held)
        facet = next((one for one in self._bundle.facets.facets if one.id in differs and one.id not in held), None)
        if facet is None:
            return None
        return AskFacet(facet.id, tuple(ValueChoice(value.id, value.label["ru"]) for value in facet.values))

    def _name(self, open_: Sequence[RankedSection], held: Allowed) -> str | None:
        """The name of the set that all are of, unless it mentions a value that the reader does not have."""
        own = self._set_of.get(open_[0].section)
        if own is None or own.name is None or any(self._set_of.get(one.section) != own for one in open_):
            return None
        return own.name if all_hold(self._scopes[own.name], held) else None

    def _undecided(self, ranked: Sequence[RankedSection]) -> bool:
        if len(ranked) < 2 or ranked[0].features.exact:
            return False
        first, second = ranked[:2]
        own = self._set_of.get(first.section)
        return own is not None and own == self._set_of.get(second.section) and first.score - second.score < CLOSE


def _mentioned(name: str, facets: Facets) -> list[Scope]:
    """A scope for each value that a name mentions, however it is meant."""
    tokens = tokenise(name)
    return [
        scope_for({lexicon.facet.id: match.value}, facets)
        for lexicon in compiled(facets)
        for match in lexicon.matches(lexicon.read(tokens))
    ]

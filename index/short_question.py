"""What a question of one or two words may mean: it names a subject, and asks nothing of it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.query.tokens import PREPOSITIONS, Token
from index.ranking.calibration import Calibration, possible
from index.ranking.ranker import RankedSection
from index.storage.bundle import Bundle
from ingest.section import Allowed

SHORT = 2
"""Words, besides what they say of facets, up to which a question names a subject."""

LISTED, LEAST = 5, 2
"""Most sections to choose from, and how many beside the first where those that have the words are far."""


class Meant(NamedTuple):
    """The sections that a subject may mean."""

    sections: Sequence[RankedSection]
    """The first, and those that may be meant in its place."""
    settled: bool
    """Whether no other than the first can be: it alone is asked by these words, or alone has any of them."""


def subject(tokens: Sequence[Token], said: Collection[int]) -> tuple[str, ...] | None:
    """The words of a question that say nothing of facets, if they are few; None if it asks something."""
    words = tuple(token.word for at, token in enumerate(tokens) if at not in said and token.word not in PREPOSITIONS)
    return words if len(words) <= SHORT else None


class ShortQuestion:
    """Finds the sections that a subject may mean, over one bundle."""

    def __init__(self, bundle: Bundle, calibration: Calibration) -> None:
        self._bundle, self._calibration = bundle, calibration

    def __call__(
        self, words: Sequence[str], first: Sequence[RankedSection], rivals: Sequence[RankedSection], held: Allowed
    ) -> Meant:
        """What is meant.

        Args:
            words: The subject.
            first: The first section, and those that it goes before as the narrower one.
            rivals: The others, best first.
            held: What the search was held to.
        """
        if any(one.features.exact for one in first):
            exact = [one for one in rivals if one.features.exact]
            return Meant([first[0], *exact], settled=not exact)
        holding = self._holding(words, held)
        if first[0].section in holding and not any(one.section in holding for one in rivals):
            return Meant(first[:1], settled=True)
        near = rivals[: LISTED - 1]
        likely = possible(near, self._calibration)
        others = [one for one in near if one in likely or one.section in holding]
        told = others or (near[:LEAST] if holding else ())  # what no section has, the first may be alone with
        return Meant([first[0], *told], settled=False)

    def names(self, words: Sequence[str], first: Sequence[RankedSection], held: Allowed) -> bool:
        """Whether the first section has all words of a subject; one word says little of how near they are."""
        return bool(words and first) and all(first[0].section in self._holding((word,), held) for word in words)

    def _holding(self, words: Sequence[str], held: Allowed) -> set[int]:
        """The sections whose heading or answer for this reader has one of the words."""
        passages = self._bundle.passages
        return {passages[row].section for row, _ in self._bundle.lexical.search(" ".join(words), len(passages), held)}

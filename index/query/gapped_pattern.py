"""Patterns of words with gaps between them, for values that no single word says."""

from collections.abc import Iterable, Iterator, Sequence

from index.query.tokens import Token, WordPatterns


class GappedPattern:
    """WordPatterns with gaps: in «плат* … в конце месяц*» up to four words may stand where the dots are."""

    GAP = 4

    def __init__(self, text: str) -> None:
        """Read a pattern; ``|`` parts alternatives of a word: «плат*|оплат* … вперед»."""
        self._slots: list[tuple[WordPatterns, int]] = []
        gap = 0
        for part in text.split():
            if part == "…":
                gap = self.GAP
            else:
                self._slots.append((WordPatterns(part.split("|")), gap))
                gap = 0
        self.size = len(self._slots)
        self.begins = next(part.split("|") for part in text.split() if part != "…")
        """Its first word's alternatives."""

    def matches(self, tokens: Sequence[Token], places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """First and last token where the pattern stands, the nearest words taken, if it begins at one of the places."""
        for first in places:
            if tokens[first].word in self._slots[0][0]:
                last = self._rest(tokens, first)
                if last is not None:
                    yield first, last

    def _rest(self, tokens: Sequence[Token], at: int) -> int | None:
        for words, gap in self._slots[1:]:
            found = next((to for to in range(at + 1, min(at + 2 + gap, len(tokens))) if tokens[to].word in words), None)
            if found is None:
                return None
            at = found
        return at

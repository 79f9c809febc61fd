"""Words that are a slip or two from one of those that a facet lists: «пстоплате», «казхстнае», «Kazahstna»."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from index.analysis.dictionary import RUSSIAN, russian
from index.analysis.vocabulary import common_english
from index.query.gazetteer import gazetteer
from index.query.tokens import LONGEST
from ingest.deletions import deletions
from ingest.fold import fold

IN_DICTIONARY, ELSEWHERE = (5, 7), (6, 9)
"""Letters from which a listed word is read with one slip, and with two: a Russian one, of which the dictionary tells
what else may have been meant, and any other, whose first letter must be right. Of four letters («юрик») a slip is as
often an ending («юрика»)."""

Meanings = Mapping[str, frozenset[str]]
"""Listed word → the values that it says, none if it only decides how they are meant."""


class Slips:
    """Finds the listed word that was meant; a slip is a letter left out, added or put for another, or two swapped."""

    def __init__(self, meanings: Meanings) -> None:
        """Prepare folded words of letters and hyphens; those too short to be misspelt are known, and never meant."""
        self._meanings = meanings
        # Parted by spaces: most remainders are of one word, and twenty thousand lists would take two megabytes.
        self._by_remainder: dict[str, str] = {}
        for word in sorted(meanings):
            if len(word) <= LONGEST:
                for remainder in deletions(word, _slips(word, word)):
                    known = self._by_remainder.get(remainder)
                    self._by_remainder[remainder] = f"{known} {word}" if known else word
        self._nearest = lru_cache(maxsize=1 << 12)(self._found)

    def meant(self, word: str, content: Collection[str] = ()) -> str | None:
        """The listed word that a folded word was meant to be; None if it is a word, or nothing is clearly nearest.

        Args:
            word: As it was typed.
            content: Words of the content, which are no slips; one as near as the listed word leaves it open which is
                meant.
        """
        if word in content or len(word) > LONGEST:
            return None
        found = self._nearest(word)
        if found is None:
            return None
        near = one_slip_from(word) if content else ()
        return None if any(other in content and other not in self._meanings for other in near) else found

    def _found(self, word: str) -> str | None:
        shared = self._by_remainder.keys() & deletions(word, 2)
        near = {one for remainder in shared for one in self._by_remainder[remainder].split()}
        slips = {one: slips for one in near if (slips := distance_between(word, one)) <= _slips(one, word)}
        least = min(slips.values(), default=0)
        nearest = sorted(one for one in slips if slips[one] == least)
        if not nearest or word in self._meanings or len({self._meanings[one] for one in nearest}) > 1:
            return None
        meant = nearest[0]
        if _is_word(word, meant, inflects=bool(self._meanings[meant])):
            return None
        return None if least > 1 and russian().has_one_slip_from(word) else meant


def one_slip_from(word: str) -> Iterator[str]:
    """Every string of Russian letters that is one slip from a word."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in RUSSIAN:
            yield before + letter + after
            yield before + letter + after[1:]


def distance_between(one: str, other: str) -> int:
    """Slips between two words, each place changed once at most.

    Source: the restricted Damerau-Levenshtein distance, Boytsov 2011, doi:10.1145/1963190.1963191.
    """
    earlier, above = list[int](), list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for place, wanted in enumerate(other, start=1):
            least = min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                least = min(least, earlier[place - 2] + 1)
            row.append(least)
        earlier, above = above, row
    return above[-1]


def _slips(listed: str, typed: str) -> int:
    """How many slips a listed word is recognised with."""
    in_russian = set(listed) <= set(RUSSIAN)
    one, two = IN_DICTIONARY if in_russian else ELSEWHERE
    return (len(listed) >= one) + (len(listed) >= two) if in_russian or listed[0] == typed[0] else 0


def _is_word(word: str, listed: str, *, inflects: bool) -> bool:
    """Whether it is a word, and if the listed one inflects, no form of that.

    A village or a river that the dictionary has and the gazetteer lacks (Моква) is more often a slip, in long names.
    """
    if word in common_english() or gazetteer().knows(word):
        return True
    if not russian().known(word):
        return False
    parses = russian().parses(word)
    is_place = len(listed) >= ELSEWHERE[0] and all("Geox" in parse.tag for parse in parses)
    is_form = inflects and any(fold(form.word) == listed for parse in parses for form in parse.lexeme)
    return not (is_place or is_form)

"""How likely a string of letters is as a Russian word, and as an English one."""

from functools import lru_cache

from index.analysis.dictionary import Node, Russian
from index.analysis.letter_model import Letters
from index.analysis.vocabulary import Vocabulary

CONTENT, COMMON, DICTIONARY = -6.0, -7.5, -10.0
"""Natural logarithms of the probability of a word of the content, a common one, one that only the dictionary has."""
UNKNOWN = -5.0
"""Of the word being one that nobody knows; how probable it is then, its letters say."""

ACRONYM, LETTER = 4, -3.4
"""Letters that an unknown acronym has at most, and the logarithm of the probability of any one of them."""

_SHORT = """
а в и к о с у я бы во вы да до ее ей ем же за из им ип их ко ли мы на не ни но ну об он от по рф со та те то ту ты ум уж
юр
"""
SHORT = frozenset(_SHORT.split())
"""Words of one or two letters that count as words; the dictionary's others are names of letters and units."""

ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "r", "ies")


class Evidence:
    """What the content, the dictionary and the habits of letters say about a word in lower case, ``ё`` folded."""

    def __init__(self, vocabulary: Vocabulary, dictionary: Russian) -> None:
        self.vocabulary = vocabulary
        self.dictionary = dictionary
        self.russian = lru_cache(maxsize=1 << 14)(self._russian)
        self.english = lru_cache(maxsize=1 << 14)(self._english)

    def knows_russian(self, word: str) -> bool:
        """Whether the content, the background texts or the dictionary have it."""
        return self._level(word, self._in_dictionary(word)) is not None

    def is_common(self, word: str) -> bool:
        """Whether the content, or a background text, has the Russian word in this very form."""
        return word in self.vocabulary.cyrillic

    def rooted(self, word: str) -> bool:
        """Whether the content, or a background text, has the word in some form."""
        return any(form in self.vocabulary.cyrillic for form in self.dictionary.forms(word))

    def knows_english(self, word: str) -> bool:
        """Whether the content or the common English words have it."""
        return word in self.vocabulary.latin

    def _russian(self, word: str) -> float:
        """Natural logarithm of the probability of the word in a Russian text."""
        level = self._level(word, self._in_dictionary(word))
        return _unknown(word, self.vocabulary.russian_letters) if level is None else level

    def _english(self, word: str) -> float:
        """The same in an English text, or as a name in any text."""
        known = self.vocabulary.latin
        if word in known:
            return CONTENT if known[word] else COMMON
        likely = _unknown(word, self.vocabulary.english_letters)
        stems = [word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)]
        if any(stem in known or stem + "e" in known or stem + "y" in known for stem in stems if len(stem) > 2):
            return max(likely, DICTIONARY)
        return likely

    def ended(self, word: str, node: Node) -> float | None:
        """``russian`` of a word that the dictionary's graph was walked to ``node`` with; None if nobody knows it."""
        return self._level(word, bool(node) and self.dictionary.ends(node))

    def _level(self, word: str, in_dictionary: bool) -> float | None:
        count = self.vocabulary.cyrillic.get(word)
        if len(word) < 3 and word not in SHORT:
            return COMMON if count else None
        if count is not None:
            return CONTENT if count else COMMON
        return DICTIONARY if in_dictionary else None

    @lru_cache(maxsize=1 << 14)  # noqa: B019
    def _in_dictionary(self, word: str) -> bool:
        return self.dictionary.known(word)


def _unknown(word: str, letters: Letters) -> float:
    likely = letters.likelihood(word)
    return UNKNOWN + (max(likely, LETTER * len(word)) if len(word) <= ACRONYM else likely)

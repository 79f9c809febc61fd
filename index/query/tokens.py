"""The words of a question, folded, with where they stand."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ingest.fold import fold, fold_in_place

PREPOSITIONS = frozenset(
    [
        *(
            "из",
            "от",
            "до",
            "через",
            "между",
            "в",
            "во",
            "на",
            "с",
            "со",
            "к",
            "по",
            "для",
            "о",
            "об",
            "у",
            "за",
            "при",
        ),
        *("вне", "from", "through", "until", "between", "to", "into", "the", "a", "an", "in", "on", "for", "at", "of"),
        *("by", "outside", "v", "na", "iz"),
    ]
)
"""They stand before a name without being what governs it; articles too."""

LONGEST = 20
"""Letters of a word that may be a misspelt name; trying a longer one costs its square."""

_TURN = frozenset({"а", "но", "but"})
_WORD = re.compile(
    r"(?<!\w)\.(?:[a-z]{2,}|рф)|[a-z0-9_]+(?:[.@-]+[a-z0-9_]+)+|\d[\d.,]*|[^\W\d](?:\w|-(?=\w))*|[₽₸]"
    r"|(?P<colon>:)|(?P<stop>(?!,\s*(?:кроме|исключая|помимо|за исключением|except)\b)[.,;!?()\n—–]+|(?<=\s)-(?=\s))"
)
"""An exception belongs to the clause that it is made from: «юрлица всех стран, кроме РФ»."""

_QUOTED = re.compile('[«„“"][^«»„“”"\n]{1,80}[»“”"]')


def words_in(text: str) -> list[str]:
    """The words of a list that is written as one line of text."""
    return text.split()


class WordPatterns:
    """A list of words; a star stands for any ending."""

    def __init__(self, words: Iterable[str]) -> None:
        folded = [fold(word) for word in words]
        self._whole = frozenset(word for word in folded if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in folded if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._stems)


class Token(NamedTuple):
    """A word of a question."""

    word: str
    """Folded; ``#`` for a number."""

    start: int
    end: int
    """Half-open range of characters in the question."""

    clause: int
    led_by_colon: bool = False
    """Whether a colon stands right before it: «реквизиты: в Москве»."""

    quoted: bool = False
    """Whether it stands in quotes: «ООО „Минск“»."""

    capital: bool = False
    """Whether it was typed with a capital letter at its beginning."""


def tokenise(text: str) -> list[Token]:
    """Words, numbers and money signs of a question; a stop or a word of contrast begins a new clause."""
    folded = fold_in_place(text)
    quoted = {at for quotes in _QUOTED.finditer(folded) for at in range(*quotes.span())}
    tokens: list[Token] = []
    clause, colon = 0, False
    for match in _WORD.finditer(folded):
        word = match.group()
        if word == "." and tokens and len(tokens[-1].word) <= 3:
            continue  # an abbreviation: «г. Москва», «тыс. руб.»
        if match["colon"]:
            colon = True
        elif match["stop"] or word in _TURN:
            clause += 1
        else:
            at = match.start()
            counted = word if word.strip("0123456789.,") else "#"
            tokens.append(Token(counted, *match.span(), clause, colon, at in quoted, text[at].isupper()))
            colon = False
    return tokens

"""The Russian dictionary: which words exist, which words a beginning can still become, which forms belong together."""

from functools import cached_property, lru_cache
from typing import Any

from ingest.fold import fold
from ingest.morphology import morphology

Node = tuple[int, ...]
"""Where a walk through the dictionary's letters stands; empty: no word goes on like that."""

ROOT: Node = (0,)


class Russian:
    """pymorphy3's dictionary as a graph of letters; ``е`` stands for ``ё`` too, words are in lower case."""

    def __init__(self, analyzer: Any) -> None:
        self._analyzer = analyzer
        self._words = analyzer.dictionary.words
        self._bytes: dict[str, tuple[bytes, ...]] = {}

    def step(self, node: Node, letter: str) -> Node:
        """The node one letter further."""
        follow = self._words.dct.follow_bytes
        steps = self._bytes.get(letter) or self._learn(letter)
        return tuple(after for place in node for step in steps if (after := follow(step, place)))

    def ends(self, node: Node) -> bool:
        """Whether a word may end here."""
        return any(self._words.dct.follow_bytes(self._end, place) for place in node)

    def known(self, word: str) -> bool:
        """Whether the dictionary has it."""
        node = ROOT
        for letter in word:
            node = self.step(node, letter)
            if not node:
                return False
        return self.ends(node)

    def lemma(self, word: str) -> str:
        """Dictionary form of the likeliest reading, ``ё`` folded; a guess by its ending if unknown."""
        return fold(self._analyzer.parse(word)[0].normal_form)

    def parses(self, word: str) -> list[Any]:
        """pymorphy3's readings, likeliest first; guessed by the ending if the word is unknown."""
        return list(self._analyzer.parse(word))

    def forms(self, word: str) -> frozenset[str]:
        """All forms of the words that it may be a form of, ``ё`` folded; the word alone if unknown."""
        parses = self._analyzer.parse(word) if self.known(word) else []
        return frozenset(fold(form.word) for parse in parses for form in parse.lexeme) | {word}

    def parts(self, word: str) -> frozenset[str]:
        """Parts of speech that it may be, as OpenCorpora names them; none if unknown."""
        return (
            frozenset(str(parse.tag.POS) for parse in self._analyzer.parse(word)) if self.known(word) else frozenset()
        )

    @cached_property
    def _end(self) -> bytes:
        return bytes(self._words._payload_separator)

    def _learn(self, letter: str) -> tuple[bytes, ...]:
        self._bytes[letter] = tuple(each.encode() for each in ("её" if letter == "е" else letter))
        return self._bytes[letter]


@lru_cache(maxsize=1)
def russian() -> Russian:
    """The dictionary; 28 MB and up to 0.25 s when first asked for."""
    return Russian(morphology())

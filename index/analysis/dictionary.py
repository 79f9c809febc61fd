"""The Russian dictionary: which words exist, which words a beginning can still become, which forms belong together."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from ingest.fold import fold
from ingest.morphology import morphology

Node = tuple[int, ...]
"""Where a walk through the dictionary's letters stands; empty: no word goes on like that."""

ROOT: Node = (0,)

RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
"""The letters, ``ё`` folded."""

_LETTERS = {letter.encode(): fold(letter) for letter in RUSSIAN + "ё"}
"""By their two bytes in UTF-8."""


class Russian:
    """pymorphy3's dictionary as a graph of letters; ``е`` stands for ``ё`` too, words are in lower case."""

    def __init__(self, analyzer: Any) -> None:
        self._analyzer = analyzer
        self._words = analyzer.dictionary.words
        self._bytes: dict[str, tuple[bytes, ...]] = {}
        self.onward = lru_cache(maxsize=1 << 11)(self._onward)
        """The letters by which a word goes on from a node, each with the node behind it; some 600 bytes are kept."""

    def step(self, node: Node, letter: str) -> Node:
        """The node one letter further."""
        follow = self._words.dct.follow_bytes
        steps = self._bytes.get(letter) or self._learn(letter)
        return tuple(after for place in node for step in steps if (after := follow(step, place)))

    def walk(self, node: Node, letters: str) -> Node:
        """The node so many letters further."""
        for letter in letters:
            if not node:
                break
            node = self.step(node, letter)
        return node

    def ends(self, node: Node) -> bool:
        """Whether a word may end here."""
        return any(self._words.dct.follow_bytes(self._end, place) for place in node)

    def known(self, word: str) -> bool:
        """Whether the dictionary has it."""
        return self._goes_on(ROOT, word)

    def beginning_with(self, stem: str, *, longest: int) -> frozenset[str]:
        """Its words that begin so, of at most so many letters, ``ё`` folded."""
        return frozenset(fold(word) for word in self._words.keys(stem) if len(word) <= longest)

    def has_one_slip_from(self, word: str) -> bool:
        """Whether it has a word with one letter more, less or another one, or with two neighbours swapped."""
        node = ROOT
        for at in range(len(word) + 1):
            rest = word[at:]
            if self._goes_on(node, rest[1:]) or self._goes_on(node, rest[1:2] + rest[:1] + rest[2:]):
                return True
            onward = self.onward(node)
            if any(self._goes_on(after, rest) or self._goes_on(after, rest[1:]) for after in onward.values()):
                return True
            node = self.step(node, rest[:1]) if rest else ()
            if not node:
                return False
        return False

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

    def _onward(self, node: Node) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for place in node:
            for first, halfway in self._bytes_behind(place):
                for second, after in self._bytes_behind(halfway):
                    if letter := _LETTERS.get(bytes((first, second))):
                        found[letter] = (*found.get(letter, ()), after)
        return found

    def _bytes_behind(self, place: int) -> Iterator[tuple[int, int]]:
        """Each byte that follows a place, with the place behind it."""
        byte = self._words.guide.child(place)
        while byte:
            after = self._words.dct.follow_char(byte, place)
            yield byte, after
            byte = self._words.guide.sibling(after)

    def _goes_on(self, node: Node, letters: str) -> bool:
        """Whether a word goes on so from a node, and ends."""
        return self.ends(self.walk(node, letters))

    @cached_property
    def _end(self) -> bytes:
        return bytes(self._words._payload_separator)

    def _learn(self, letter: str) -> tuple[bytes, ...]:
        self._bytes[letter] = tuple(each.encode() for each in ("её" if letter == "е" else letter))
        return self._bytes[letter]


@lru_cache(maxsize=1)
def russian() -> Russian:
    """The dictionary; 10 MB and up to 0.25 s when first asked for."""
    return Russian(morphology())

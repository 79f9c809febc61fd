"""Expand a question with a content's synonyms, for the lexical index and for the encoders."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.analysis.analyzer import lemma
from index.analysis.dictionary import russian
from ingest.content.synonyms import Synonym, words_of
from ingest.fold import fold, fold_in_place

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
_RUSSIAN = re.compile(r"[а-я]+")
_BEGINNING = 2
"""Letters that a word shares with some form of its dictionary form, also where that is only guessed."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A question with its synonyms."""

    text: str
    """What the encoders read: the question, with the preferred form for those that ``=>`` replaces and nothing says."""

    rest: str
    """The question without the forms that are synonyms."""

    either: tuple[tuple[str, ...], ...] = ()
    """For each of these forms, the texts of which any is as good."""


class _Found(NamedTuple):
    """A form in a text: its half-open range of characters, and where it comes from."""

    start: int
    end: int
    of: Sequence[tuple[str, Synonym]]
    """The form as it was written, with its line; at least one."""


class Expander:
    """Expands texts with a content's synonyms; safe to call from many threads.

    A form is found in any inflection of its words, and of several forms at a place the longest is. What stands for a
    form is not looked up again, so synonyms that lead in a circle do no harm.
    """

    def __init__(
        self, synonyms: Sequence[Synonym], texts: Sequence[str] = (), own: frozenset[str] | None = None
    ) -> None:
        """Prepare.

        Args:
            synonyms: The content's.
            texts: Its own, alternates too. A form that they say is left to the encoders as it was typed, since it is
                nearer to these texts than what is meant: hit@1 on the bundled FAQ is 0.952, else 0.936.
            own: The forms that the texts say, if that is known.
        """
        self._said = _Forms((form, one) for one in synonyms for form in one.said)
        self._meant = _Forms((form, one) for one in synonyms for form in one.meant)
        self._texts, self._own = texts, own

    @cached_property
    def own(self) -> frozenset[str]:
        """The forms that the content's texts say; if it is not known, looked for when it is asked for, some 0.3 s."""
        if self._own is not None:
            return self._own
        return frozenset(match.of[0][0] for text in self._texts for match in self._said.within(text))

    def __call__(self, text: str) -> Expanded:
        """Expand a question."""
        encoded, rest, either, last = [], [], [], 0
        for start, end, of in self._said.within(text):
            form, synonym = of[0]
            before, own = text[last:start], text[start:end]
            encoded += [before, own if form in synonym.meant or form in self.own else synonym.meant[0]]
            rest += [before, " "]
            either.append(synonym.meant)
            last = end
        return Expanded("".join([*encoded, text[last:]]), "".join([*rest, text[last:]]), tuple(either))

    def sayings(self, text: str) -> list[str]:
        """What questions say instead of the forms in a text of the content."""
        found = (one for match in self._meant.within(text) for one in match.of)
        return [said for form, synonym in found for said in synonym.said if said != form]

    def lines_found(self, text: str) -> set[int]:
        """Lines of the synonyms that mean a form in a text of the content."""
        return {synonym.line for match in self._meant.within(text) for _, synonym in match.of}


class _Forms:
    """Finds forms in texts."""

    def __init__(self, forms: Iterable[tuple[str, Synonym]]) -> None:
        self._of: dict[tuple[str, ...], list[tuple[str, Synonym]]] = {}
        for form, synonym in forms:
            self._of.setdefault(tuple(map(_base, words_of(form))), []).append((form, synonym))
        self._longest = max(map(len, self._of), default=0)
        bases = {base for found in self._of for base in found}
        self._inflected = {form for base in bases for form in _forms_of(base)}
        self._beginnings = {form[:_BEGINNING] for form in self._inflected}
        self._base_of = lru_cache(maxsize=1 << 13)(lambda word: _base(word) if self._may_be(word) else word)

    def within(self, text: str) -> Iterator[_Found]:
        """The forms in a text, from left to right; they do not overlap."""
        words = list(_words(text, self._base_of)) if self._of else []
        at = 0
        while at < len(words):
            for after in range(min(len(words), at + self._longest), at, -1):
                if of := self._of.get(tuple(base for _, _, base in words[at:after])):
                    yield _Found(words[at][0], words[after - 1][1], of)
                    at = after
                    break
            else:
                at += 1

    def _may_be(self, word: str) -> bool:
        """Whether a word may have one of the bases: it is a form of one, or its base is guessed.

        To find a base takes long, and most words of a content are neither.
        """
        if word in self._inflected:
            return True
        return word[:_BEGINNING] in self._beginnings and not (_RUSSIAN.fullmatch(word) and russian().known(word))


def _words(text: str, base_of: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Range of each word, and its base or, where that is none of a form's, the word itself.

    An e-mail address or URL is a word of its own, which is no form.
    """
    for chunk in _CHUNK.finditer(fold_in_place(text)):
        if "@" in chunk[0] or "://" in chunk[0]:
            yield *chunk.span(), chunk[0]
            continue
        for word in _WORD.finditer(chunk[0]):
            yield chunk.start() + word.start(), chunk.start() + word.end(), base_of(word[0])


@lru_cache(maxsize=1 << 14)
def _base(word: str) -> str:
    """The lemma, but of a participle its own base form: «закрывающие» is not a form of «закрыть проект»."""
    if _RUSSIAN.fullmatch(word):
        likeliest = russian().parses(word)[0]
        if likeliest.tag.POS == "PRTF":
            return fold(likeliest.inflect({"nomn", "sing", "masc"}).word)
    return lemma(word)


def _forms_of(base: str) -> Collection[str]:
    """The forms of the words with this base; the base alone if the dictionary does not have it."""
    return russian().forms(base) if _RUSSIAN.fullmatch(base) else (base,)

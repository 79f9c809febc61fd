"""Find words that people use and the content does not, and the content's words for the same."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from index.analysis.analyzer import lemma, tokenise
from index.analysis.dictionary import russian
from proposals.proposal import Behind, Proposal

SHORTEST = 3
"""Letters of a word that can be a synonym."""

WORDINGS, TIMES = 2, 3
"""Least number of different queries with a word, and of times they were asked."""

OWN = 0.8
"""Share of the times a word is asked with that must be about the one section."""


@dataclass(frozen=True, slots=True)
class ContentLemmas:
    """The words of a content, as lemmas."""

    of: Mapping[str, Collection[str]]
    """Section → the words of its heading, answer and alternates."""

    everywhere: Collection[str]

    def idf(self, word: str) -> float:
        """Inverse document frequency: log(sections / sections that have the word)."""
        return log(len(self.of) / max(1, sum(word in words for words in self.of.values())))


def content_lemmas(texts: Iterable[tuple[str, str]]) -> ContentLemmas:
    """The words of a content, from pairs (section, text)."""
    found: dict[str, set[str]] = {}
    for section, text in texts:
        found.setdefault(section, set()).update(spoken(text))
    return ContentLemmas(found, frozenset().union(*found.values()))


def spoken(text: str) -> dict[str, str]:
    """Lemma → the word as written, «6б» too; words that are too short are left out."""
    return {lemma(token): token for token in tokenise(text) if token.isalnum() and _means_something(token)}


def _means_something(token: str) -> bool:
    return not token.isdigit() and (len(token) >= SHORTEST or not token.isalpha())


def names(text: str, words: ContentLemmas) -> frozenset[str]:
    """Lemmas of a query's words that name something the content has nowhere: nouns, and words of no dictionary."""
    return frozenset(
        base
        for base, word in spoken(text).items()
        if base not in words.everywhere and (not (parts := russian().parts(word)) or "NOUN" in parts)
    )


def synonyms(
    section: str, ours: Sequence[Behind], others: Sequence[Behind], words: ContentLemmas
) -> Iterator[Proposal]:
    """A proposal for each word of the queries about a section that the content has nowhere.

    The content's word for it has the largest idf of the words that the section has, that readers used in the next query
    that was answered, and that the failed queries lacked.

    Args:
        section: Id.
        ours: Failed queries that point to it.
        others: All other queries.
        words: The content's.
    """
    missed = [one for one in ours if one.failed]
    used, elsewhere = _uses(missed), _uses(others)
    means = _means(section, missed, words)
    for word, behind in sorted(used.items()):
        times = sum(one.count for one in behind)
        away = sum(one.count for one in elsewhere.get(word, ()))
        if word in words.everywhere or not means or len(behind) < WORDINGS or times < TIMES:
            continue
        if times >= OWN * (times + away):
            forms = Counter({spoken(one.query)[word]: one.count for one in behind})
            written = max(forms.items(), key=lambda item: (item[1], item[0]))[0]
            yield Proposal("synonym", section, (written,), tuple(behind), word=word, means=means)


def _uses(behind: Iterable[Behind]) -> dict[str, list[Behind]]:
    found: dict[str, list[Behind]] = {}
    for one in behind:
        for word in spoken(one.query):
            found.setdefault(word, []).append(one)
    return found


def _means(section: str, missed: Sequence[Behind], words: ContentLemmas) -> str:
    tried = {word for one in missed for word in spoken(one.query)}
    then = Counter(word for one in missed for text in one.then_asked for word in spoken(text))
    worth = {
        word: count * words.idf(word)
        for word, count in then.items()
        if word in words.of.get(section, ()) and word not in tried
    }
    return max(worth.items(), key=lambda item: (item[1], item[0]))[0] if worth else ""

"""Autocomplete: questions of the content that match what is being typed. Matches words only, to be fast enough."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import log
from threading import Lock

from index.analysis.analyzer import lemma, tokenise
from index.query.expansion import Expander
from index.query.facet_inference import infer
from index.query.keyboard_layout import mistyped
from index.query.repair import Repaired
from index.result import Related
from index.storage.bundle import Bundle
from ingest.fold import clean
from ingest.scope.choice import allowed
from ingest.section import Allowed, Chosen, all_hold

ONCE, OFTEN = 0.3, 0.6
"""Weight of a word that few or many of a section's alternates have; a word of the question itself has weight 1."""
MANY = 3
"""Alternates with the word at which its weight is the mean of both."""
ENOUGH = 0.3
"""Least share of the typed words' total weight that a suggested section has."""
SAID = 1 << 12
"""Questions of the content of which is kept what they say of facets."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggested questions."""

    used: str
    """The text that was matched: as typed, else in the other keyboard layout, else repaired."""

    suggestions: tuple[Related, ...]
    """Best first, each section once."""


class Suggester:
    """Suggests from one opened generation; safe to call from many threads."""

    def __init__(self, bundle: Bundle, repair: Callable[[str], Repaired]) -> None:
        """Ready at once: the words are put in order at the first text, or by `prepare`.

        Args:
            bundle: Its sections' questions and alternates are what is matched; only questions are shown.
            repair: Undoes transliteration and misspellings of whole words; asked only when nothing else is found.
        """
        self._bundle, self._repair = bundle, repair
        self._preparing, self._ready = Lock(), False
        self._forms: dict[str, dict[int, float]] = {}
        self._sorted: list[str] = []
        self._lemmas: dict[str, dict[int, float]] = {}
        self._said = lru_cache(maxsize=SAID)(lambda number: infer(bundle.sections[number].title, bundle.facets))

    def prepare(self) -> None:
        """Put the words of the content in order: 0.3 s for 2,000 sections, once."""
        with self._preparing:
            if not self._ready:
                words = _words(self._bundle)
                self._forms = _turned(words)
                self._sorted = sorted(self._forms)
                self._lemmas = _turned([_by_lemma(worths) for worths in words])
                self._ready = True

    def __call__(self, text: str, chosen: Chosen, limit: int) -> Suggested:
        """Suggest for a text that may end in the middle of a word.

        A value that the words themselves say («алматы») counts where none was chosen for its facet. No section is
        suggested that does not hold for the values, nor one whose question names another value.

        Raises:
            ValueError: if the limit is below 1.
        """
        if limit < 1:
            raise ValueError(f"limit must be at least 1, got {limit}.")
        self.prepare()
        text = clean(text)
        for used in self._readings(text):
            read = infer(used, self._bundle.facets)
            said = {word for one in read.values() for word in tokenise(one.evidence)}
            words = tokenise(used)
            held = {facet: one.values for facet, one in read.items()} | dict(allowed(chosen, self._bundle.facets))
            matching = self._matching([word for word in words if word not in said] or words)
            if found := list(islice((number for number in matching if self._holds(number, held)), limit)):
                sections = [self._bundle.sections[number] for number in found]
                return Suggested(used, tuple(Related(section.id, section.title) for section in sections))
        return Suggested(text, ())

    def _readings(self, text: str) -> Iterator[str]:
        """Possible readings of the text, likeliest first; the most expensive is computed last."""
        yield text
        if (other := other_layout(text)) != text:
            yield other
        if (repaired := self._repair(text).used) not in (text, other):
            yield repaired

    def _matching(self, words: Sequence[str]) -> list[int]:
        """Numbers of the sections that have enough of the words, best first."""
        sections = self._bundle.sections
        scores: defaultdict[int, float] = defaultdict(float)
        total = 0.0
        for place, word in enumerate(words):
            found = self._found(word, whole=place + 1 < len(words))
            rare = log(1 + len(sections) / max(1, len(found)))
            total += rare
            for number, worth in found.items():
                scores[number] += rare * worth
        enough = [number for number, score in scores.items() if score >= ENOUGH * total]
        return sorted(enough, key=lambda number: (-scores[number], number))

    def _found(self, word: str, *, whole: bool) -> dict[int, float]:
        """Section → weight of the word there, as a prefix of one of its words or as another form of one."""
        found = dict(self._lemmas.get(lemma(word), {})) if whole or len(word) > 2 else {}
        first = bisect_left(self._sorted, word)
        for form in self._sorted[first:]:
            if not form.startswith(word):
                break
            for number, worth in self._forms[form].items():
                found[number] = max(found.get(number, 0.0), worth)
        return found

    def _holds(self, number: int, held: Allowed) -> bool:
        section = self._bundle.sections[number]
        if not section.blocks or not all_hold(section.scopes, held):
            return False
        said = self._said(number)
        return all(said[facet].values & values for facet, values in held.items() if facet in said)


def _words(bundle: Bundle) -> list[dict[str, float]]:
    """For each section, the words that its question is asked with, and those that synonyms give for them → weight."""
    sayings = Expander(bundle.synonyms).sayings
    asked: list[Counter[str]] = [Counter() for _ in bundle.sections]
    for passage in bundle.passages:
        if passage.kind == "alternate":
            asked[passage.section].update(_with(sayings, passage.text))
    worths = [
        {word: ONCE + (OFTEN - ONCE) * count / (count + MANY) for word, count in counts.items()} for counts in asked
    ]
    for section, worth in zip(bundle.sections, worths, strict=True):
        worth.update(dict.fromkeys(_with(sayings, section.title), 1.0))
    return worths


def _with(sayings: Callable[[str], list[str]], text: str) -> set[str]:
    """The words of a text, and of what is said for it."""
    return {word for one in (text, *sayings(text)) for word in tokenise(one)}


def _by_lemma(worths: Mapping[str, float]) -> dict[str, float]:
    best: dict[str, float] = {}
    for word, worth in worths.items():
        best[lemma(word)] = max(best.get(lemma(word), 0.0), worth)
    return best


def _turned(words: Sequence[Mapping[str, float]]) -> dict[str, dict[int, float]]:
    """Word → section → weight, from each section's words."""
    turned: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for number, worths in enumerate(words):
        for word, worth in worths.items():
            turned[word][number] = worth
    return dict(turned)


def other_layout(text: str) -> str:
    """What the same keys give in the other keyboard layout, in lower case."""
    folded = text.casefold()
    if any(letter in _keys().values() for letter in folded):
        return mistyped(folded)
    return "".join(_keys().get(key, key) for key in folded)


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Latin key → the Russian letter on it."""
    return {mistyped(letter): letter for letter in "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"}

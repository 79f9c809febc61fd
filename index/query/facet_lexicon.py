"""Where a question names a facet value: its words looked up among those that the facets declare."""

import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from index.analysis.dictionary import RUSSIAN, russian
from index.query import cue_words as cue
from index.query.derived_words import other_names, stems
from index.query.gapped_pattern import GappedPattern
from index.query.gazetteer import gazetteer
from index.query.slips import Slips
from index.query.tokens import PREPOSITIONS, Token, WordPatterns, tokenise
from ingest.content.facets import Facet, Facets, QueryWords, Value
from ingest.fold import fold

Sign = Literal["name", "place", "hint", "money", "adjective", "pattern", "country", "demonym", "form"]
"""By which of a value's lists it was found; the last three by its countries."""


ENDING, SHORTEST = 3, 6
"""Most letters behind a stem, and least in all, of a word that stands for the stem where it may be misspelt."""


class ValueMatch(NamedTuple):
    """A value named in a question."""

    value: str
    sign: Sign
    first: int
    last: int
    """Places of its first and last token."""


class Lexicon:
    """The words of one facet, ready to be looked up and read."""

    def __init__(self, facet: Facet) -> None:
        words = facet.query
        self.facet = facet
        self.things, self.owners = WordPatterns(words.things), WordPatterns(words.owners)
        self.matters, self.elsewhere = WordPatterns(words.matters), WordPatterns(words.elsewhere)
        self.after, self.never = WordPatterns(words.after), WordPatterns(words.never)
        self.leads = frozenset(lead.strip(" :—") for lead in facet.lead if " " not in lead.strip(" :—")) - PREPOSITIONS
        self.patterns = [(GappedPattern(pattern), value.id) for value in facet.values for pattern in value.patterns]
        self._begin_a_pattern = WordPatterns(word for pattern, _ in self.patterns for word in pattern.begins)
        self.is_origin = any(value.countries or value.countries_except for value in facet.values)
        self._countries = [(frozenset(v.countries), frozenset(v.countries_except), v.id) for v in facet.values]
        self.is_place = bool(words.things)
        self.phrases: dict[str, list[tuple[tuple[str, ...], str, Sign]]] = {}
        self.endings: dict[str, str] = {}
        self.stems: list[tuple[str, str, Sign]] = []
        for value in facet.values:
            signs: list[tuple[Sign, Iterable[str]]] = [
                ("name", (*value.names, *(() if self.is_origin else value.label.values()))),
                ("place", value.places),
                ("hint", value.hints),
                ("money", value.money),
                ("adjective", value.adjectives),
            ]
            for sign, phrases in signs:
                for phrase in phrases:
                    self._add(phrase, value.id, sign)
            if facet.query == QueryWords():
                self._add_derived(value)
        for known in self.phrases.values():
            known.sort(key=lambda phrase: -len(phrase[0]))
        self.beginnings = tuple(stem for stem, _, _ in self.stems)
        self._slips = Slips(self._meanings())

    def _add(self, phrase: str, value: str, sign: Sign) -> None:
        if phrase.endswith("*"):
            self.stems.append((fold(phrase[:-1]), value, sign))
        elif phrase.startswith("."):
            self.endings[fold(phrase)] = value
        elif words := tuple(token.word for token in tokenise(phrase.replace("#", "0"))):
            self.phrases.setdefault(words[0], []).append((words, value, sign))

    def _add_derived(self, value: Value) -> None:
        for name in dict.fromkeys((*value.names, *value.label.values())):
            others = other_names(name)
            for other in others:
                self._add(other, value.id, "name")
            for stem in stems([name, *others]):
                self._add(f"{stem}*", value.id, "adjective")

    def _meanings(self) -> dict[str, frozenset[str]]:
        """What each word that may be misspelt says; stems stand for the words that the dictionary has of them."""
        names = [(words[0], value) for known in self.phrases.values() for words, value, _ in known if len(words) == 1]
        for stem, value, _ in self.stems:
            words = russian().beginning_with(stem, longest=len(stem) + ENDING) or {stem}
            names += [(word, value) for word in words if len(word) >= SHORTEST]
        query = self.facet.query
        deciding = (query.things, query.matters, query.owners, query.elsewhere, query.after, self.leads)
        said = {fold(word): frozenset[str]() for words in (*deciding, cue.NOT, cue.OUTSIDE) for word in words}
        found = {word: values for word, values in said.items() if set(word) <= set(RUSSIAN)}
        for word, value in names:
            found[word] = found.get(word, frozenset()) | {value}
        return {word: values for word, values in found.items() if word.replace("-", "").isalpha()}

    def read(self, tokens: Sequence[Token], content: Collection[str] = ()) -> list[Token]:
        """The tokens, with misspelt words put right that are near one of the facet's.

        Args:
            tokens: Of a question.
            content: Words of the content, which are no slips.
        """
        return [self._read(token, content) for token in tokens]

    def _read(self, token: Token, content: Collection[str]) -> Token:
        if token.word in self.never or token.word.startswith(self.beginnings):
            return token
        meant = self._slips.meant(token.word, content)
        return token._replace(word=meant) if meant else token

    def matches(self, tokens: Sequence[Token]) -> list[ValueMatch]:
        """Every value named, in order of place; of matches that overlap a pattern goes before a name, then a place."""
        kept = self._matched(tokens)
        for found in (self._named(tokens), self._places(tokens) if self.is_origin else ()):
            taken = {at for match in kept for at in range(match.first, match.last + 1)}
            kept += [match for match in found if taken.isdisjoint(range(match.first, match.last + 1))]
        return sorted(kept, key=lambda match: match.first)

    def rules_out(self, match: ValueMatch) -> bool:
        """Whether «not this» rules the value out: «не узбекская компания» leaves many other countries."""
        every_but = any(but for _, but, value in self._countries if value == match.value)
        return not (every_but and match.sign in ("country", "demonym", "form"))

    def _matched(self, tokens: Sequence[Token]) -> list[ValueMatch]:
        """Values said by a pattern; of those that overlap the one with most words of its own, then the shortest."""
        places = [at for at, token in enumerate(tokens) if token.word in self._begin_a_pattern]
        found = [
            (pattern.size, first - last, ValueMatch(value, "pattern", first, last))
            for pattern, value in self.patterns
            for first, last in pattern.matches(tokens, places)
        ]
        kept: list[ValueMatch] = []
        for _, _, match in sorted(found, key=lambda one: (-one[0], -one[1], one[2])):
            if all(match.last < one.first or one.last < match.first for one in kept):
                kept.append(match)
        return sorted(kept, key=lambda one: one.first)

    def _places(self, tokens: Sequence[Token]) -> Iterator[ValueMatch]:
        """Places of the gazetteer, as the value that their country has."""
        for place in gazetteer().find(tokens):
            values = {
                value for own, but, value in self._countries if own & place.countries or (but and place.countries - but)
            }
            if len(values) == 1:
                sign = "country" if place.kind == "city" else place.kind
                yield ValueMatch(values.pop(), sign, place.first, place.last)

    def _named(self, tokens: Sequence[Token]) -> Iterator[ValueMatch]:
        at = 0
        while at < len(tokens):
            found = self._phrase(tokens, at) or self._word(tokens[at].word, at)
            if found:
                yield found
            at = found.last + 1 if found else at + 1

    def _phrase(self, tokens: Sequence[Token], at: int) -> ValueMatch | None:
        for words, value, sign in self.phrases.get(tokens[at].word, ()):
            if len(words) == 1 or tuple(token.word for token in tokens[at : at + len(words)]) == words:
                return ValueMatch(value, sign, at, at + len(words) - 1)
        return None

    def _word(self, word: str, at: int) -> ValueMatch | None:
        if "." in word or "@" in word:
            value = self._address(word)
            return ValueMatch(value, "hint", at, at) if value else None
        stems = [known for known in self.stems if word.startswith(known[0])] if word.startswith(self.beginnings) else []
        if stems:
            stem, value, sign = max(stems, key=lambda known: len(known[0]))
            return ValueMatch(value, sign, at, at) if sign != "adjective" or _ends_as_adjective(word, stem) else None
        if self.is_origin and "-" in word:
            return self._word(word.rpartition("-")[2], at)  # «клиент-нерезидент»
        return None

    def _address(self, word: str) -> str | None:
        """The value of the longest known address that this one ends with, or of a zone in it."""
        if word in self.elsewhere or word.startswith("."):  # a domain zone is for sale anywhere
            return None
        host = word.rpartition("@")[2]  # whoever writes to …@mcs.mail.ru may be of any region
        labels = host.split(".")
        tails = [".".join(labels[skip:]) for skip in range(1, len(labels))]
        for tail in (*tails, *labels) if host == word else ():
            for words, value, sign in self.phrases.get(tail, ()):
                if words == (tail,) and sign == "hint" and ("." in tail or "-" in tail):
                    return value
        return self.endings.get("." + labels[-1])


def _ends_as_adjective(word: str, stem: str) -> bool:
    """Whether a Russian word is a form of the adjective that a stem begins: «зарубежными», but not «Зарубежнефть»."""
    ending = word[len(stem) :].partition("-")[0]
    return len(ending) <= ENDING or not set(word) <= {*RUSSIAN, "-"}


_COMPILED: dict[int, tuple[Lexicon, ...]] = {}
"""By id of the facets, for as long as they live; facets hold dicts, so they have no hash."""


def compiled(facets: Facets) -> tuple[Lexicon, ...]:
    """The words of every facet; compiled once and kept while ``facets`` lives."""
    found = _COMPILED.get(id(facets))
    if found is None:
        found = _COMPILED[id(facets)] = tuple(Lexicon(facet) for facet in facets.facets)
        weakref.finalize(facets, _COMPILED.pop, id(facets), None)
    return found

"""Facet phrases in text: «в регионе Москва», «Работа по предоплате», «(Для юридических лиц)».

Every function takes text without markup, since in real pages links and emphasis split these phrases.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from ingest.content.derived_names import PREPOSITIONS
from ingest.content.facets import Facets
from ingest.fold import fold_phrase
from ingest.scope.choice import OTHER
from ingest.scope.decoration import undecorated, up_to_colon
from ingest.section import EVERYONE, Scope

_JOINS = re.compile(r"(?<!\w)(?:и|или|либо|а также|and|or|және|мен|немесе)(?!\w)|[,/&:;.()]")
_CLAUSE_END = re.compile(r"\s[—–-]\s|\s?:(?=\s|$)|(?P<sentence>[.!?])")
_CONDITION = re.compile(r"^(?P<clause>(?:если|if|егер)\s[^.!?,]{1,100}),", re.IGNORECASE)
_BRACKET = re.compile(r"^\((?P<clause>(?:[^()]|\([^()]{0,60}\)){1,120})\)")
_LAST_BRACKET = re.compile(r"\((?P<clause>(?:[^()]|\([^()]{0,60}\)){1,120})\)[\s.;,]*$")
_LAST_CLAUSE = re.compile(r"\s[—–-]\s(?P<clause>[^—–]{1,80})$")
_RESTRICTS = re.compile(
    r"(?<!\w)(?<!\w-)(?:только|лишь|кроме|исключени\w+|исключая|недоступ\w+|не|нет|нельзя|only|except|not|тек|емес)(?!\w)"
)
_PURPOSE = re.compile(r"^(?:для|for)\s")
_AHEAD = re.compile(r"(?<!\w)(?:далее|ниже|следующ\w+|below|following|төменде\w*|келесі)(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ«(])")

LONGEST = 120
"""Characters of a phrase at the beginning of a text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A facet value named in folded text."""

    facet: str
    value: str
    lead: str
    start: int
    end: int

    @property
    def strong(self) -> bool:
        """Whether the lead alone shows that the facet is meant: «в регионе …», and not just «в …»."""
        return " " in self.lead

    @property
    def explicit(self) -> bool:
        """Whether the lead is more than a preposition: «регион …», «в регионе …»."""
        return bool(self.lead) and self.lead not in PREPOSITIONS


def mentions(folded: str, facets: Facets) -> list[Mention]:
    """Every value that is named, in order of place."""
    found = [
        Mention(facet.id, facet.by_name[match["name"]], _lead(match), match.start(), match.end())
        for facet in facets.facets
        for match in facet.mention.finditer(folded)
    ]
    return sorted(found, key=lambda mention: (mention.start, mention.facet))


def _lead(match: re.Match[str]) -> str:
    """What shows that the name is meant: the phrase before it, or else the facet's own name behind it."""
    return (match["lead"] or match["behind"] or "").strip(" :")


def scope_of(named: list[Mention], facets: Facets) -> Scope:
    """The scope of these mentions; a facet with every value named is left out, since it excludes nobody."""
    scope: set[tuple[str, str]] = set()
    for facet in facets.facets:
        values = facet.inside(mention.value for mention in named if mention.facet == facet.id)
        if len(values) < len(facet.values):
            scope |= {(facet.id, value) for value in values}
    return frozenset(scope)


def label(text: str, facets: Facets) -> tuple[Scope, bool]:
    """The scope of a text that is only a facet phrase.

    Returns:
        The scope (everyone, if there is any other text), and whether a name has a lead: «регион Москва» is
        unambiguous, while a bare «Москва» may be the city.
    """
    folded = undecorated(fold_phrase(text))
    named = mentions(folded, facets)
    rest = list(folded)
    for mention in named:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    if not named or _JOINS.sub("", "".join(rest)).strip():
        return EVERYONE, False
    return scope_of(named, facets), any(mention.lead for mention in named)


def opening(text: str, facets: Facets) -> tuple[Scope, bool]:
    """The scope of the phrase at the beginning of a text.

    Such phrases are «в регионе X — …», «Для региона X: …», «(Для … в регионе X) …», «Если ваш проект в регионе X, …».
    A restriction («доступно только в регионе X») does not count. A text that then names another value in the same way
    holds for everyone.

    Returns:
        The scope, and whether a name has a lead, as for ``label``.
    """
    text = undecorated(text)
    if bracket := _BRACKET.match(text):
        return _bracket(fold_phrase(bracket["clause"]), facets), True
    condition = _CONDITION.match(text)
    for clause in [condition["clause"]] if condition else clauses(text):
        scope, led = label(clause, facets)
        if not scope:
            scope, led = _purpose(fold_phrase(clause), facets), True
        if scope:
            return (EVERYONE, False) if names_another(text[len(clause) + 1 :], scope, facets) else (scope, led)
    return EVERYONE, False


def clauses(text: str) -> list[str]:
    """The beginnings of a text up to a dash or colon in its first sentence, shortest first: «Регион», «Регион: X»."""
    found = []
    for end in _CLAUSE_END.finditer(text, 0, LONGEST):
        if end["sentence"]:
            break
        found.append(text[: end.start()])
    return [clause for clause in found[:3] if clause.strip()]


def closing(text: str, facets: Facets) -> Scope:
    """The scope of a text whose last clause is a facet phrase: «hb.example.org — домен региона X»."""
    found = _LAST_CLAUSE.search(text)
    return label(found["clause"], facets)[0] if found else EVERYONE


def last_bracket(text: str) -> str:
    """The words of the bracket that ends a text; empty if none does."""
    found = _LAST_BRACKET.search(text)
    return found["clause"] if found else ""


def bracketed(text: str, facets: Facets) -> Scope:
    """The scope of a single sentence that ends with a phrase in brackets: «Укажите счет (в регионе X)»."""
    return in_brackets(last_bracket(text), facets) if one_sentence(text) else EVERYONE


def in_brackets(clause: str, facets: Facets) -> Scope:
    """The scope of the words of such a bracket: a phrase with more than a preposition before the name."""
    named = mentions(fold_phrase(clause), facets)
    return label(clause, facets)[0] if any(mention.explicit for mention in named) else EVERYONE


def beginning(text: str, facets: Facets) -> Scope:
    """The scope of a text that begins with a phrase and no mark after it: «в регионе X пишите на …»."""
    scope = scope_of([one for one in mentions(fold_phrase(text), facets) if one.start == 0 and one.strong], facets)
    return EVERYONE if names_another(text, scope, facets) else scope


def ending(text: str, facets: Facets) -> Scope:
    """The scope of a caption or heading with a strong mention of a value: «Пример вывода для региона X»."""
    folded = fold_phrase(text)
    if _RESTRICTS.search(folded):
        return EVERYONE
    return scope_of([mention for mention in mentions(folded, facets) if mention.strong], facets)


def announcement(text: str, facets: Facets) -> tuple[Scope, bool]:
    """The scope that a paragraph gives to the blocks after it.

    Returns:
        The scope (everyone, if it gives none), and its extent: True for all blocks after it under the same
        heading («Далее приведены лимиты для региона X.»), False for the next block («В регионе X можно:»).
    """
    last = fold_phrase(_SENTENCE.split(up_to_colon(text))[-1])
    named = [mention for mention in mentions(last, facets) if mention.strong]
    if not named or _RESTRICTS.search(last):
        return EVERYONE, False
    scope = scope_of(named, facets)
    if last.endswith(":") and all(mention.start == 0 or _PURPOSE.match(mention.lead) for mention in named):
        return scope, False
    if _AHEAD.search(last):
        return scope, not last.endswith(":")
    return EVERYONE, False


def restricts(folded: str) -> bool:
    """Whether a folded text restricts or rules something out, so that it is for everyone to read."""
    return _RESTRICTS.search(folded) is not None


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def one_sentence(text: str) -> bool:
    """Whether a text is a single sentence."""
    return len(sentences(text)) == 1


def names_another(text: str, scope: Scope, facets: Facets) -> bool:
    """Whether the text has a strong mention of a value that the scope does not have."""
    named = {facet for facet, _ in scope}
    return any(
        mention.strong and mention.facet in named and (mention.facet, mention.value) not in scope
        for mention in mentions(fold_phrase(text), facets)
    )


def _bracket(folded: str, facets: Facets) -> Scope:
    """The scope of a bracket, by its phrase at the start and strong ones; other text is ignored."""
    if re.search(r"(?<!\w)(?:кроме|исключая|не|except|not)(?!\w)", folded):
        return EVERYONE
    named = [mention for mention in mentions(folded, facets) if mention.start == 0 or mention.strong]
    return scope_of(named, facets)


def _purpose(folded: str, facets: Facets) -> Scope:
    """The scope of a clause that ends with a purpose: «Пример адреса для региона X»."""
    named = mentions(folded, facets)
    ends = [
        mention for mention in named if mention.end == len(folded) and mention.strong and _PURPOSE.match(mention.lead)
    ]
    if len(named) != len(ends) or _RESTRICTS.search(folded):
        return EVERYONE
    return scope_of(ends, facets)


def contrasts(scope: Scope, others: Collection[Scope]) -> bool:
    """Whether one of the others holds for other values of a facet in this scope."""
    values = _by_facet(scope)
    return any(
        facet in values and values[facet] != theirs for one in others for facet, theirs in _by_facet(one).items()
    )


def _by_facet(scope: Scope) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for facet, value in scope:
        values.setdefault(facet, set()).add(value)
    return values


def merged(outer: Scope, inner: Scope) -> Scope:
    """Both scopes combined, facet by facet; where they contradict each other, the inner one is used."""
    result = set(outer | inner)
    for facet in {facet for facet, _ in outer} & {facet for facet, _ in inner}:
        theirs = {pair for pair in inner if pair[0] == facet}
        result -= {pair for pair in result if pair[0] == facet}
        result |= ({pair for pair in outer if pair[0] == facet} & theirs) or theirs
    return frozenset(result)


def both(own: Scope, label: Scope) -> Scope:
    """What holds for a block of the first scope under a label of the second: for nobody, where they exclude each other.

    >>> sorted(both(frozenset({("region", "moscow")}), frozenset({("region", "kazakhstan")})))
    [('region', '')]
    """
    result = set(own)
    for facet in {facet for facet, _ in label}:
        theirs = {pair for pair in label if pair[0] == facet}
        ours = {pair for pair in own if pair[0] == facet}
        result -= ours
        result |= (ours & theirs or {(facet, OTHER)}) if ours else theirs
    return frozenset(result)

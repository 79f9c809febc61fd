"""Facet phrases in text: «в регионе Москва», «Работа по предоплате», «(Для юридических лиц)».

Every function takes text without markup, since links and emphasis split the phrases of real pages.
"""

import re
from dataclasses import dataclass

from ingest.content.facets import Facets
from ingest.fold import fold_phrase
from ingest.section import EVERYONE, Scope

_JOINS = re.compile(r"(?<!\w)(?:и|или|либо|а также|and|or|және|мен|немесе)(?!\w)|[,/&:;.()]")
_CLAUSE = re.compile(r"^(?P<clause>[^.!?]{1,120}?)(?:\s+[—–-]\s|\s*:(?=\s|$))")
_CONDITION = re.compile(r"^(?P<clause>(?:если|if|егер)\s[^.!?,]{1,100}),", re.IGNORECASE)
_BRACKET = re.compile(r"^\((?P<clause>[^()]{1,120})\)")
_LAST_CLAUSE = re.compile(r"\s[—–-]\s(?P<clause>[^—–]{1,80})$")
_RESTRICTS = re.compile(
    r"(?<!\w)(?:только|лишь|кроме|исключени\w+|исключая|недоступн\w+|не|нет|нельзя|only|except|not|тек|емес)(?!\w)"
)
_PURPOSE = re.compile(r"^(?:для|for)\s")
_AHEAD = re.compile(r"(?<!\w)(?:далее|ниже|следующ\w+|below|following|төменде\w*|келесі)(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[А-ЯЁA-ZӘҒҚҢӨҰҮҺІ«(])")


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
        """The lead alone shows that the facet is meant: «в регионе …», and not just «в …»."""
        return " " in self.lead


def mentions(folded: str, facets: Facets) -> list[Mention]:
    """Every value named, in order of place."""
    found = [
        Mention(facet.id, facet.by_name[match["name"]], match["lead"].strip(" :"), match.start(), match.end())
        for facet in facets.facets
        for match in facet.mention.finditer(folded)
    ]
    return sorted(found, key=lambda mention: (mention.start, mention.facet))


def scope_of(named: list[Mention], facets: Facets) -> Scope:
    """The scope that mentions make; a facet of which every value is named limits nobody."""
    pairs = {(mention.facet, mention.value) for mention in named}
    values = facets.values()
    whole = {facet for facet in values if {(facet, value) for value in values[facet]} <= pairs}
    return frozenset(pair for pair in pairs if pair[0] not in whole)


def label(text: str, facets: Facets) -> tuple[Scope, bool]:
    """The scope of a text that is nothing but a facet phrase.

    Returns:
        The scope (everyone, if the text says anything else), and whether a lead word stood before a name:
        «регион Москва» speaks for itself, while a bare «Москва» may as well be a city.
    """
    folded = fold_phrase(text)
    named = mentions(folded, facets)
    rest = folded
    for mention in reversed(named):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    if not named or _JOINS.sub("", rest).strip():
        return EVERYONE, False
    return scope_of(named, facets), any(mention.lead for mention in named)


def opening(text: str, facets: Facets) -> tuple[Scope, bool]:
    """The scope that a text opens with: «в регионе X — …», «Для региона X: …», «(Для … в регионе X) …»,
    «Если ваш проект в регионе X, …».

    A restriction («доступно только в регионе X») is no opening. A text that goes on to name another value in the
    same way speaks to everyone.

    Returns:
        The scope, and whether a lead word stood before a name, as for ``label``.
    """
    if bracket := _BRACKET.match(text):
        return _bracket(fold_phrase(bracket["clause"]), facets), True
    found = _CONDITION.match(text) or _CLAUSE.match(text)
    if found is None:
        return EVERYONE, False
    scope, led = label(found["clause"], facets)
    if not scope:
        scope, led = _purpose(fold_phrase(found["clause"]), facets), True
    if names_another(text[found.end() :], scope, facets):
        return EVERYONE, False
    return scope, led


def closing(text: str, facets: Facets) -> Scope:
    """The scope of a text whose last clause is a facet phrase: «hb.example.org — домен региона X»."""
    found = _LAST_CLAUSE.search(text)
    return label(found["clause"], facets)[0] if found else EVERYONE


def beginning(text: str, facets: Facets) -> Scope:
    """The scope of a text that begins with a phrase and goes straight on: «в регионе X пишите на …»."""
    scope = scope_of([one for one in mentions(fold_phrase(text), facets) if one.start == 0 and one.strong], facets)
    return EVERYONE if names_another(text, scope, facets) else scope


def ending(text: str, facets: Facets) -> Scope:
    """The scope of a caption or heading that names one value strongly: «Пример вывода для региона X»."""
    folded = fold_phrase(text)
    if _RESTRICTS.search(folded):
        return EVERYONE
    return scope_of([mention for mention in mentions(folded, facets) if mention.strong], facets)


def announcement(text: str, facets: Facets) -> tuple[Scope, bool]:
    """The scope that a paragraph gives to what follows it.

    Returns:
        The scope (everyone, if it gives none), and how far it reaches: True for all that follows under the same
        heading («Далее приведены лимиты для региона X.»), False for the next block («В регионе X можно:»).
    """
    last = fold_phrase(_SENTENCE.split(text)[-1])
    named = [mention for mention in mentions(last, facets) if mention.strong]
    if not named or _RESTRICTS.search(last):
        return EVERYONE, False
    scope = scope_of(named, facets)
    if last.endswith(":") and all(mention.start == 0 or _PURPOSE.match(mention.lead) for mention in named):
        return scope, False
    if _AHEAD.search(last):
        return scope, not last.endswith(":")
    return EVERYONE, False


def one_sentence(text: str) -> bool:
    """Whether a text is a single sentence."""
    return len(_SENTENCE.split(text)) == 1


def names_another(text: str, scope: Scope, facets: Facets) -> bool:
    """Whether the text strongly names a value that the scope leaves out."""
    named = {facet for facet, _ in scope}
    return any(
        mention.strong and mention.facet in named and (mention.facet, mention.value) not in scope
        for mention in mentions(fold_phrase(text), facets)
    )


def _bracket(folded: str, facets: Facets) -> Scope:
    """In a bracket a phrase at its start or a strong one counts; what else it says narrows it further."""
    if re.search(r"(?<!\w)(?:кроме|исключая|не|except|not)(?!\w)", folded):
        return EVERYONE
    named = [mention for mention in mentions(folded, facets) if mention.start == 0 or mention.strong]
    return scope_of(named, facets)


def _purpose(folded: str, facets: Facets) -> Scope:
    """«Пример адреса для региона X»: a clause that ends by saying for whom it is."""
    named = mentions(folded, facets)
    ends = [
        mention for mention in named if mention.end == len(folded) and mention.strong and _PURPOSE.match(mention.lead)
    ]
    if len(named) != len(ends) or _RESTRICTS.search(folded):
        return EVERYONE
    return scope_of(ends, facets)


def contrasts(scope: Scope, others: list[Scope]) -> bool:
    """Whether one of the others names another value of a facet in this scope."""
    return any(
        facet == other and value != theirs for facet, value in scope for pairs in others for other, theirs in pairs
    )


def merged(outer: Scope, inner: Scope) -> Scope:
    """Both scopes at once, facet by facet; where they contradict each other the inner one stands."""
    result = set(outer | inner)
    for facet in {facet for facet, _ in outer} & {facet for facet, _ in inner}:
        theirs = {pair for pair in inner if pair[0] == facet}
        result -= {pair for pair in result if pair[0] == facet}
        result |= ({pair for pair in outer if pair[0] == facet} & theirs) or theirs
    return frozenset(result)

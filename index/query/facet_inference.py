"""Which facet values a question itself says: «проект в Казахстане», «платим в тенге», «не по предоплате».

No model. A value is found by the words that the facets declare, then read by what governs it: the nearest noun before
it says whether the project is meant or a bank, an office or a company; «не» rules it out; a move or a comparison
between values says nothing. In doubt nothing is inferred: an answer for every value is better than a wrong one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.query import cue_words as cue
from index.query.facet_lexicon import Lexicon, ValueMatch, compiled
from index.query.match_reader import MatchReader, Meant
from index.query.origin_reader import OriginReader
from index.query.tokens import Token, tokenise
from ingest.content.facets import Facet, Facets
from ingest.scope.choice import OTHER, all_but

Strength = Literal["lead", "name", "hint"]
"""Strongest first: a name beside what it is said of («проект в …»), a name by itself, an address, money or pattern."""

_STRENGTH: dict[int, Strength] = {1: "hint", 2: "name", 3: "lead"}
_RANK: dict[Meant, int] = {strength: rank for rank, strength in _STRENGTH.items()}

Read = Sequence[tuple[ValueMatch, Meant]]


@dataclass(frozen=True, slots=True)
class Inferred:
    """What a question says of a facet."""

    values: frozenset[str]
    """Those that it lets in, as in a choice: what is inside a value is named with it."""
    evidence: str
    """The words that say it, as typed."""
    strength: Strength
    said: frozenset[int] = frozenset()
    """Places, in what ``tokenise`` gives, of the tokens that say it, with the words that lead to it or rule it out."""
    by_exclusion: bool = False
    """The question says only which values it is not."""


def words_said(read: Mapping[str, Inferred]) -> frozenset[int]:
    """Places of the tokens by which a question says its values."""
    return frozenset[int]().union(*(one.said for one in read.values()))


def infer(text: str, facets: Facets, content: Collection[str] = ()) -> dict[str, Inferred]:
    """The values that a question says, by facet; a facet of which it says nothing certain is not there.

    The words of ``facets`` are compiled at its first call and kept while it lives.

    Args:
        text: The question.
        facets: Those of the content.
        content: Words of the content, folded; none of them is a misspelt name.
    """
    return infer_from(tokenise(text), text, facets, content)


def infer_from(
    tokens: Sequence[Token], text: str, facets: Facets, content: Collection[str] = ()
) -> dict[str, Inferred]:
    """``infer``, of a question whose tokens are known."""
    lexicons = compiled(facets)
    tokens_of = {lexicon.facet.id: lexicon.read(tokens, content) for lexicon in lexicons}
    found = {lexicon.facet.id: _said(lexicon, tokens_of[lexicon.facet.id], text) for lexicon in lexicons}
    said = {facet: inferred for facet, inferred in found.items() if inferred is not None}
    # «Иностранная компания, не Россия»: the country ruled out is where they are not from; the project may be there.
    origins = {lexicon.facet.id: lexicon for lexicon in lexicons if lexicon.is_origin and lexicon.facet.id in said}
    # «Нет регистрации в РФ»: one mention says where they are from, or where the project is, not both.
    places = {lexicon.facet.id for lexicon in lexicons if lexicon.is_place}
    taken = {
        at
        for facet, lexicon in origins.items()
        for match in OriginReader(lexicon, tokens_of[facet]).matches_of_owners()
        for at in range(match.first, match.last + 1)
        if match.value not in said[facet].values
    }
    read = frozenset[int]().union(*(said[facet].said for facet in origins))
    return {
        facet: one
        for facet, one in said.items()
        if facet in origins
        or not (_of_an_origin(one, taken, tokens_of[facet]) or (facet in places and one.said <= read))
    }


def _of_an_origin(one: Inferred, taken: set[int], tokens: Sequence[Token]) -> bool:
    return bool(taken & one.said) and one.by_exclusion and tokens[min(one.said)].word in cue.NOT


def _said(lexicon: Lexicon, tokens: Sequence[Token], text: str) -> Inferred | None:
    matches = lexicon.matches(tokens)
    if not matches:
        return None
    reader = (OriginReader if lexicon.is_origin else MatchReader)(lexicon, tokens)
    read = [(match, reader.read(match)) for match in matches]
    if any(meant == "moot" for _, meant in read):
        return None
    chosen = _agreed(reader, read) or _left_over(reader, read)
    if chosen is None:
        return None
    values, strength, by = chosen
    first = by[0].first if strength else min(reader.said(by[0]))
    last = by[-1 if len({match.value for match in by}) > 1 else 0].last
    evidence = text[tokens[first].start : tokens[last].end]
    read_off = [match for match, meant in read if meant in _RANK or meant == "not"]
    said = frozenset[int]().union(*map(reader.said, read_off))
    return Inferred(values, evidence, strength or "name", said, by_exclusion=strength is None)


Said = tuple[frozenset[str], Strength | None, list[ValueMatch]]
"""Values, how strongly they are said (None: by ruling out the others), and the matches that say them."""


def _agreed(reader: MatchReader, read: Read) -> Said | None:
    """What the strongest matches agree on: one value, several joined («курьером или в постамат»), or the narrowest."""
    tokens = reader.tokens
    said = {at: _RANK[meant] for at, (_, meant) in enumerate(read) if meant in _RANK}
    joined = set()
    for one, following in pairwise(said):
        between = tokens[read[one][0].last + 1 : read[following][0].first]
        alone = "form" in (read[one][0].sign, read[following][0].sign)  # «LLC из Москвы» joins nothing
        if not alone and all(token.word in cue.JOINS or token.word in reader.lexicon.leads for token in between):
            said[one] = said[following] = max(said[one], said[following])  # «в регионе Москва или Казахстан»
            joined.add(following)
    top = max(said.values(), default=0)
    places = [at for at, rank in said.items() if rank == top]
    best = [read[at][0] for at in places]
    named = {match.value for match in best}
    values = _narrowest(reader.lexicon.facet, named)
    beside = {tokens[match.first].clause for match in best}
    of_others = [] if reader.lexicon.is_origin else [match for match, meant in read if meant == "other"]
    homes = {match.value for match in of_others if match.sign in ("name", "place")}
    rivals = {
        match.value
        for match, meant in read
        if meant == "name" and (tokens[match.first].clause in beside or reader.is_of_a_pronoun(match))
    }
    if rivals - named or (top < _RANK["lead"] and homes - named):
        return None  # the last as in «в Москве летает, а из Алматы жалуются»
    if len(values) > 1 and not joined.issuperset(places[1:]):
        return None
    facet = reader.lexicon.facet
    within = facet.inside(values) - facet.inside(match.value for match in _ruled_out(reader, read))
    return (within, _STRENGTH[top], best) if 0 < len(within) < len(facet.values) else None


def _narrowest(facet: Facet, values: set[str]) -> set[str]:
    """The values without those that others of them are inside of: «в Казахстане, в Алматы»."""
    return {value for value in values if not facet.inside([value]) & values - {value}}


def _ruled_out(reader: MatchReader, read: Read) -> list[ValueMatch]:
    return [match for match, meant in read if meant == "not" and reader.lexicon.rules_out(match)]


def _left_over(reader: MatchReader, read: Read) -> Said | None:
    """What is left where nothing was said but «not this one»."""
    out = _ruled_out(reader, read)
    left = all_but(reader.lexicon.facet, [match.value for match in out])
    if not out or left <= {OTHER} or any(meant in _RANK for _, meant in read):
        return None
    asks = not reader.lexicon.is_origin
    if asks and any(token.word in cue.CAN or token.word in cue.OTHERS for token in reader.tokens):
        return None  # «кроме X где ещё есть», «вне X можно?»: another value is asked for
    return left, None, out

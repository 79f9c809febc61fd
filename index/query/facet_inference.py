"""Which facet values a question itself says: «проект в Казахстане», «платим в тенге», «не по предоплате».

No model. A value is found by the words that the facets declare, then read by what governs it: the nearest noun before
it says whether the project is meant or a bank, an office or a company; «не» rules it out; a move or a comparison
between values says nothing. In doubt nothing is inferred: an answer for every value is better than a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.query.facet_lexicon import PREPOSITIONS, Lexicon, Token, ValueMatch, WordPatterns, compiled, tokenise
from ingest.content.facets import Facets

Strength = Literal["lead", "name", "hint"]
"""Strongest first: a name beside what it is said of («проект в …»), a name by itself, an address or money."""
Meant = Literal["lead", "name", "hint", "not", "moot", "other"]
"""How a mention is meant: with a strength; ruled out; one of several in question; of something else."""

# What any content needs of the languages that people ask in.
_HOME = {"из", "от", "до", "через", "между", "from", "through", "until", "between", "iz"}
_TOWARDS = {"в", "во", "на", "с", "со", "к", "to", "into", "v", "na"}
_BETWEEN = {"между", "between"}
_JOINS = PREPOSITIONS | {"и", "или", "либо", "and", "or", "vs", "мен", "және", "немесе", "ili"}
_NOT = {"не", "кроме", "исключая", "без", "помимо", "not", "except", "ne"}
_OUTSIDE = {"вне", "outside"}
_ONLY = {"только", "лишь", "only", "тек"}
_YOURS = WordPatterns(["ваш*", "your", "сіздің"])
_BEING = WordPatterns(
    ["наход*", "размещ*", "располож*", "стоит", "стоят", "лежит", "лежат", "создан*", "located", "hosted"]
)
_UNWANTED = WordPatterns(["нуж*", "интерес*", "подход*", "рассматр*", "предлаг*"])
_MOVE = WordPatterns(
    [
        *("перен*", "перее*", "мигр*", "перетащ*", "перетян*", "перевод*", "перевед*", "перевест*", "перейт*"),
        *("перейд*", "переход*", "переключ*", "пересел*", "скопир*", "копир*", "реплик*", "дублир*"),
        *("migrat*", "move", "moving", "transfer*", "switch*", "relocat*", "replicat*"),
        *("көшір*", "ауыстыр*", "perene*", "pereeh*"),
    ]
)
_CHANGE = WordPatterns(["смен*", "помен*", "измен*", "change*"])
_DIFFER = WordPatterns(
    [
        *("отлич*", "сравн*", "дешевле", "дороже", "дольше", "быстрее", "медленнее"),
        *("differ*", "compar*", "vs", "versus", "cheaper", "айырмашылы*"),
    ]
)
_WHETHER = WordPatterns(
    [
        *("можно", "нельзя", "возможн*", "реально", "прини*", "прим*", "курс*", "конверт*", "обмен*", "разреш*"),
        *("ма", "can", "accept*"),
    ]
)
_CURRENCY = WordPatterns(["доллар*", "евро", "юан*", "usd", "eur", "dollar*", "euro*", "валют*", "currency"])
_LOCATIVE, _ACCUSATIVE = ("е", "и", "ом", "ой", "х"), ("у", "ю")
_KAZAKH_FROM, _KAZAKH_TO = ("нан", "нен", "дан", "ден", "тен"), ("ға", "ге", "қа", "ке")
_VERB = (
    "ть",
    "ться",
    "тись",
    "ем",
    "им",
    "емся",
    "имся",
    "ете",
    "ите",
    "ют",
    "ут",
    "ет",
    "ит",
    "ется",
    "ится",
    "али",
    "или",
)

_PLAIN = WordPatterns(
    [
        *("почему", "когда", "куда", "как*", "кому", "кого", "откуда", "зачем", "чего", "сколько", "котор*", "если"),
        *("есть", "нету", "тоже", "сами", "надо", "нужен", "нужн*", "сейчас", "теперь", "сегодня", "вчера", "пока"),
    ]
)
"""Words beside verbs that are no noun."""

_STRENGTH: dict[int, Strength] = {1: "hint", 2: "name", 3: "lead"}
_RANK: dict[Meant, int] = {strength: rank for rank, strength in _STRENGTH.items()}
NEAR = 4
"""Words before a name, in its clause, among which the noun that governs it is looked for."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """A facet value that a question says."""

    value: str
    evidence: str
    """The words that say it, as typed."""
    strength: Strength


def infer(text: str, facets: Facets) -> dict[str, Inferred]:
    """The values that a question says, by facet; a facet of which it says nothing certain is not there.

    The words of ``facets`` are compiled at its first call and kept while it lives.
    """
    tokens = tokenise(text)
    found = {lexicon.facet: _chosen(lexicon, tokens, text) for lexicon in compiled(facets)}
    return {facet: inferred for facet, inferred in found.items() if inferred is not None}


class _Reader:
    """Reads the mentions of one facet in one question."""

    def __init__(self, lexicon: Lexicon, tokens: Sequence[Token]) -> None:
        self.lexicon = lexicon
        self.tokens = tokens
        self.moves = any(token.word in _MOVE for token in tokens)
        self.currencies = any(token.word in _CURRENCY for token in tokens)
        self.comparing = {token.clause for token in tokens if token.word in _DIFFER}
        self.asking = {token.clause for token in tokens if token.word in _WHETHER}
        self.changes = any(token.word in _CHANGE for token in tokens)

    def read(self, mention: ValueMatch) -> Meant:
        """How a mention is meant."""
        before, lead = self._before(mention)
        ahead = self._ahead(mention)
        clause = self.tokens[mention.first].clause
        if (before and before[0] in _NOT) or ahead[:1] == ["емес"]:
            return "not"
        if self._unwanted(before, lead, ahead):
            return "other"
        if (before and before[0] in _ONLY) or not _BETWEEN.isdisjoint(lead):
            return "moot"
        if mention.sign == "hint":
            return "hint"
        if self._moved(mention, lead) or clause in self.comparing:
            return "moot"
        if mention.sign == "money" and (self.currencies or clause in self.asking):
            return "other"
        return self._adjective(before, lead, ahead) if mention.sign == "adjective" else self._name(mention)

    def _before(self, mention: ValueMatch) -> tuple[list[str], list[str]]:
        """Words before a mention in its clause, nearest first: those before its lead, and the lead."""
        clause = self.tokens[mention.first].clause
        near = self.tokens[max(0, mention.first - 3 * NEAR) : mention.first]
        words = [token.word for token in reversed(near) if token.clause == clause]
        size = next(
            (at for at, word in enumerate(words) if word not in PREPOSITIONS and word not in self.lexicon.leads),
            len(words),
        )
        return words[size:], words[:size]

    def _ahead(self, mention: ValueMatch) -> list[str]:
        clause = self.tokens[mention.last].clause
        return [token.word for token in self.tokens[mention.last + 1 : mention.last + 3] if token.clause == clause]

    def _unwanted(self, before: list[str], lead: list[str], ahead: list[str]) -> bool:
        """«Вне России», «не находится в Москве», «Казахстан не нужен»."""
        return (
            not _OUTSIDE.isdisjoint(lead)
            or (len(before) > 1 and before[0] in _BEING and before[1] in _NOT)
            or (len(ahead) > 1 and ahead[0] == "не" and ahead[1] in _UNWANTED)
        )

    def _moved(self, mention: ValueMatch, lead: list[str]) -> bool:
        """Whether the mention is an end of a move: «перенести в Казахстан», «сменить на Москву», «көшіру»."""
        if mention.sign == "money" or not (self.moves or self.changes):
            return False
        word = self.tokens[mention.last].word
        if self.changes and {"на", "с", "со", "to", "from"} & set(lead) and not self._locative(mention, lead):
            return True
        bare = not lead and (word.endswith(_ACCUSATIVE) or word.endswith((*_KAZAKH_TO, *_KAZAKH_FROM)))
        return self.moves and (
            bare or bool(_HOME & set(lead)) or (bool(_TOWARDS & set(lead)) and not self._locative(mention, lead))
        )

    def _locative(self, mention: ValueMatch, lead: list[str]) -> bool:
        """Whether «в» here says where, not where to: by the word after it."""
        nouns = [word for word in lead if word not in PREPOSITIONS]
        word = nouns[-1] if nouns else self.tokens[mention.first].word
        return word.endswith(_LOCATIVE)

    def _adjective(self, before: list[str], lead: list[str], ahead: list[str]) -> Meant:
        lexicon = self.lexicon
        if any(word in lexicon.things for word in ahead):
            return "lead"
        if any(word in lexicon.owners for word in ahead):
            return "name" if any(word in _YOURS for word in before[:2]) else "other"
        stands_last = not lead and before and before[0] in lexicon.things and not set(ahead[:1]) - PREPOSITIONS
        return "lead" if stands_last else "other"

    def _name(self, mention: ValueMatch) -> Meant:
        before, lead = self._before(mention)
        ahead = self._ahead(mention)
        lexicon, home = self.lexicon, set(lead) & _HOME
        words = [token.word for token in self.tokens[mention.first : mention.last + 1]]
        if set(lead) & lexicon.leads or (len(words) > 1 and any(word in lexicon.things for word in words)):
            return "lead"
        if lexicon.is_place and (home or words[-1].endswith(_KAZAKH_FROM)):
            return "other"
        hour = before[:1] == ["#"] and ("по" in lead or (mention.sign == "place" and not lead))
        if hour or any(word in lexicon.after for word in ahead):
            return "other"
        governed = self._governed(before)
        if mention.sign == "money":
            return "other" if governed == "other" else "hint"
        if governed:
            return governed
        if ahead and ahead[0] in lexicon.things:
            return "lead"
        if lexicon.is_place and self._of_a_stranger(before):
            return "other"
        towards = mention.sign == "name" and set(lead) & _TOWARDS and not self._locative(mention, lead)
        return "other" if lexicon.is_place and towards else "name"

    def _governed(self, before: list[str]) -> Meant | None:
        """What the nearest noun before a name makes of it; None if none near does."""
        for word, earlier in pairwise([*before[:NEAR], ""]):
            if word in self.lexicon.things:
                return "lead"
            provider = earlier in _YOURS or earlier in ("для", "for")
            if any(part in self.lexicon.elsewhere for part in word.split("-")):
                return "other"  # parts, for «юрлицо-резидент»
            if word in self.lexicon.owners and not provider:
                return "other"
        return None

    def _of_a_stranger(self, before: list[str]) -> bool:
        """Whether a noun that the provider has nothing to do with stands right before: «студенты в Москве»."""
        if any(word in self.lexicon.matters for word in before[:NEAR]) or {"для", "for"} & {*before[1:NEAR]}:
            return False
        return bool(before) and len(before[0]) > 3 and before[0] not in _PLAIN and not before[0].endswith(_VERB)


def _chosen(lexicon: Lexicon, tokens: Sequence[Token], text: str) -> Inferred | None:
    """The one value that the strongest mentions agree on."""
    reader = _Reader(lexicon, tokens)
    read = [(mention, reader.read(mention)) for mention in lexicon.mentions(tokens)]
    if any(meant == "moot" for _, meant in read):
        return None
    said = {at: _RANK[meant] for at, (_, meant) in enumerate(read) if meant in _RANK}
    for one, following in pairwise(said):
        between = tokens[read[one][0].last + 1 : read[following][0].first]
        if all(token.word in _JOINS or token.word in lexicon.leads for token in between):
            said[one] = said[following] = max(said[one], said[following])  # «в регионе Москва или Казахстан»
    top = max(said.values(), default=0)
    best = [read[at][0] for at, rank in said.items() if rank == top]
    if not best:
        out = [mention for mention, meant in read if meant == "not"]
        return _other_one(lexicon, out, tokens, text)
    values = {mention.value for mention in best}
    beside = {tokens[mention.first].clause for mention in best}
    homes = {mention.value for mention, meant in read if meant == "other" and mention.sign in ("name", "place")}
    rivals = {mention.value for mention, meant in read if meant == "name" and tokens[mention.first].clause in beside}
    if len(values) > 1 or rivals - values or (top < _RANK["lead"] and homes - values):
        return None  # the last as in «в Москве летает, а из Алматы жалуются»
    return Inferred(best[0].value, _typed(text, tokens, best[0].first, best[0].last), _STRENGTH[top])


def _other_one(lexicon: Lexicon, out: Sequence[ValueMatch], tokens: Sequence[Token], text: str) -> Inferred | None:
    """The other of two values, where one always holds and nothing but «not this one» was said."""
    if not lexicon.exhaustive or len({mention.value for mention in out}) != 1:
        return None
    first = max((at for at in range(out[0].first) if tokens[at].word in _NOT), default=out[0].first)
    return Inferred(lexicon.others[out[0].value], _typed(text, tokens, first, out[0].last), "name")


def _typed(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    return text[tokens[first].start : tokens[last].end]

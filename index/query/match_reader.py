"""How a facet value found in a question is meant: by the words around it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from index.query import cue_words as cue
from index.query.facet_lexicon import Lexicon, ValueMatch
from index.query.gazetteer import without_speaker
from index.query.tokens import PREPOSITIONS, Token

Meant = Literal["lead", "name", "hint", "not", "moot", "other"]
"""A value beside what it is said of («проект в …»), by itself, or by an address or money; ruled out; one of several in
question; of something else."""

NEAR = 4
"""Words before a match, in its clause, among which the noun that governs it is looked for."""


class MatchReader:
    """Reads the matches of one facet in one question."""

    def __init__(self, lexicon: Lexicon, tokens: Sequence[Token]) -> None:
        self.lexicon = lexicon
        self.tokens = tokens
        words = [token.word for token in tokens]
        self.moves = any(word in cue.MOVE for word in words)
        self.changes = any(word in cue.CHANGE for word in words)
        self.currencies = any(word in cue.CURRENCY for word in words)
        self.asks_whether = any(word in cue.AVAILABLE or word in cue.WHETHER for word in words)
        self.comparing = {token.clause for token in tokens if token.word in cue.DIFFER}
        self.asking = {token.clause for token in tokens if token.word in cue.WHETHER}

    def read(self, match: ValueMatch) -> Meant:
        """How a match is meant."""
        before, lead = self.before(match)
        ahead = self.ahead(match)
        clause = self.tokens[match.first].clause
        if self.ruled_out(before, lead, ahead) is not None:
            return "not" if self._of_the_facet(match, before, lead, ahead) else "other"
        # «доступно только в Москве?» asks where; «проект только в Москве» says where.
        only = bool(before) and before[0] in cue.ONLY and self.asks_whether and match.sign != "adjective"
        if only or not cue.BETWEEN.isdisjoint(lead):
            return "moot"
        if match.sign in ("hint", "pattern"):
            return "hint"
        if self._moved(match, lead) or clause in self.comparing:
            return "moot"
        if match.sign == "money" and (self.currencies or clause in self.asking):
            return "other"
        return self._adjective(before, lead, ahead) if match.sign == "adjective" else self._name(match)

    def said(self, match: ValueMatch) -> frozenset[int]:
        """Places of a match's tokens, of its lead and of the words that rule it out."""
        before, lead = self.before(match)
        cue_at = self.ruled_out(before, lead, self.ahead(match))
        return frozenset(range(match.first - len(lead) - (cue_at or 0), match.last + 1))

    def before(self, match: ValueMatch) -> tuple[list[str], list[str]]:
        """Words before a match in its clause, nearest first: those before its lead, and the lead.

        A colon ends them unless it stands behind one of the facet's own words: «регион: Москва».
        """
        lexicon, words = self.lexicon, list[str]()
        colon = self.tokens[match.first].led_by_colon
        for token in reversed(self.tokens[max(0, match.first - 3 * NEAR) : match.first]):
            own = token.word in lexicon.things or token.word in lexicon.leads
            if token.clause != self.tokens[match.first].clause or (colon and not own):
                break
            words.append(token.word)
            colon = token.led_by_colon
        leads = (word in PREPOSITIONS or word in lexicon.leads for word in words)
        size = next((at for at, leading in enumerate(leads) if not leading), len(words))
        return words[size:], words[:size]

    def ahead(self, match: ValueMatch) -> list[str]:
        """The two words behind a match, if its clause goes on."""
        clause = self.tokens[match.last].clause
        return [token.word for token in self.tokens[match.last + 1 : match.last + 3] if token.clause == clause]

    def ruled_out(self, before: list[str], lead: list[str], ahead: list[str]) -> int | None:
        """How many of the words before the lead rule a match out, the last of them the cue; None if nothing does.

        «Не …», «кроме …», «вне …», «… не нужен», «… емес»; but not «не только …».
        """
        for at, word in enumerate(before[: NEAR + 1]):
            if word in cue.NOT:
                return None if at and before[at - 1] in cue.ONLY else at + 1
            if not (word in cue.BESIDE_NOT or word in cue.BEING or self.carries(word) or word in PREPOSITIONS):
                break
        behind = any(word in cue.RULED_OUT_AFTER for word in ahead if not self.carries(word))
        unwanted = len(ahead) > 1 and ahead[0] == "не" and ahead[1] in cue.UNWANTED
        return 0 if behind or unwanted or not cue.OUTSIDE.isdisjoint(lead) else None

    def carries(self, word: str) -> bool:
        """Whether the facet is said of it, so that «не» reaches over it: «не проект в …»."""
        return word in self.lexicon.things

    def is_ablative(self, match: ValueMatch) -> bool:
        """Whether the match ends as Kazakh says where somebody is from: «Қазақстаннан»."""
        return without_speaker(self.tokens[match.last].word).endswith(cue.KAZAKH_FROM)

    def is_of_a_pronoun(self, match: ValueMatch) -> bool:
        """Whether a match is said of something that was named before: «есть второй проект, он в Москве»."""
        return not cue.PRONOUNS.isdisjoint(self.before(match)[0][:1])

    def _of_the_facet(self, match: ValueMatch, before: list[str], lead: list[str], ahead: list[str]) -> bool:
        """Whether the value ruled out is the facet's and not an owner's: «не из РФ» says nothing of the project."""
        if match.sign in ("hint", "pattern"):
            return True
        lexicon = self.lexicon
        if match.sign == "money" or (lexicon.is_place and not cue.WITHOUT.isdisjoint(before)):
            return False  # «не в рублях»: there are more currencies than regions
        if lexicon.is_place and (any(word in lexicon.after for word in ahead) or self.is_ablative(match)):
            return False  # «Ресей резиденті емеспіз», «Ресейден емес»
        if match.sign == "adjective" and any(word in lexicon.owners or word in lexicon.elsewhere for word in ahead):
            return False
        return not lexicon.is_place or (
            not set(lead) & cue.HOME and self._governed([word for word in before if word not in cue.NOT]) != "other"
        )

    def _moved(self, match: ValueMatch, lead: list[str]) -> bool:
        """Whether the match is an end of a move: «перенести в Казахстан», «сменить на Москву», «көшіру»."""
        if match.sign == "money" or not (self.moves or self.changes):
            return False
        word = self.tokens[match.last].word
        if self.changes and {"на", "с", "со", "to", "from"} & set(lead) and not self._locative(match, lead):
            return True
        bare = not lead and word.endswith((*cue.ACCUSATIVE, *cue.KAZAKH_TO, *cue.KAZAKH_FROM))
        return self.moves and (
            bare or bool(cue.HOME & set(lead)) or (bool(cue.TOWARDS & set(lead)) and not self._locative(match, lead))
        )

    def _locative(self, match: ValueMatch, lead: list[str]) -> bool:
        """Whether «в» here says where, not where to: by the word after it."""
        nouns = [word for word in lead if word not in PREPOSITIONS]
        word = nouns[-1] if nouns else self.tokens[match.first].word
        return word.endswith(cue.LOCATIVE)

    def _adjective(self, before: list[str], lead: list[str], ahead: list[str]) -> Meant:
        lexicon = self.lexicon
        if not lexicon.is_place:
            return "name"
        if any(word in lexicon.things for word in ahead):
            return "lead"
        if any(word in lexicon.owners for word in ahead):
            return "name" if any(word in cue.YOURS for word in before[:2]) else "other"
        nouns = [word for word in before if word not in cue.ADVERBS]
        stands_last = not lead and nouns and nouns[0] in lexicon.things and not set(ahead[:1]) - PREPOSITIONS
        return "lead" if stands_last else "other"

    def _name(self, match: ValueMatch) -> Meant:
        before, lead = self.before(match)
        ahead = self.ahead(match)
        lexicon, home = self.lexicon, set(lead) & cue.HOME
        if before[:1] and (before[0] in cue.WAS or not cue.BEFORE_NOW.isdisjoint(before)):
            return "other"  # «проект был в Москве»
        words = [token.word for token in self.tokens[match.first : match.last + 1]]
        if set(lead) & lexicon.leads or (len(words) > 1 and any(word in lexicon.things for word in words)):
            return "lead"
        if lexicon.is_place and (home or self.is_ablative(match)):
            return "other"
        hour = before[:1] == ["#"] and ("по" in lead or (match.sign == "place" and not lead))
        if hour or any(word in lexicon.after for word in ahead):
            return "other"
        governed = self._governed(before)
        if match.sign == "money":
            return "other" if governed == "other" else "hint"
        if governed:
            return governed
        if ahead and ahead[0] in lexicon.things:
            return "lead"
        if lexicon.is_place and self._of_a_stranger(before):
            return "other"
        towards = match.sign == "name" and set(lead) & cue.TOWARDS and not self._locative(match, lead)
        return "other" if lexicon.is_place and towards else "name"

    def _governed(self, before: list[str]) -> Meant | None:
        """What the nearest noun before a name makes of it; None if none near does."""
        for word, earlier in pairwise([*before[:NEAR], ""]):
            if word in self.lexicon.things:
                return "lead"
            provider = earlier in cue.YOURS or earlier in ("для", "for")
            if any(part in self.lexicon.elsewhere for part in word.split("-")):
                return "other"  # parts, for «юрлицо-резидент»
            if word in self.lexicon.owners and not provider:
                return "other"
            if word in cue.THE_OTHER:
                return "lead"
        return None

    def _of_a_stranger(self, before: list[str]) -> bool:
        """Whether a noun that the provider has nothing to do with stands right before: «студенты в Москве»."""
        if any(word in self.lexicon.matters for word in before[:NEAR]) or {"для", "for"} & {*before[1:NEAR]}:
            return False
        noun = bool(before) and len(before[0]) > 3 and before[0] not in cue.PLAIN
        return noun and not before[0].endswith(cue.VERB_ENDINGS)

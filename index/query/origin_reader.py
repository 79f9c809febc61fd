"""How a place found in a question is meant for a facet of origin: where the one who asks is from or registered."""

from functools import cached_property
from itertools import pairwise

from index.analysis.vocabulary import common_english
from index.query import cue_words as cue
from index.query.facet_lexicon import ValueMatch
from index.query.match_reader import NEAR, MatchReader, Meant
from index.query.tokens import PREPOSITIONS, Token


class OriginReader(MatchReader):
    """Reads the matches of a facet whose values are countries: an owner or a registration must govern a place.

    «Компания из Германии», «зарегистрированы в Минске», «узбекская фирма», «мы из Казахстана», «Acme GmbH»; but not a
    project, a card or a telephone, not the provider («вашей казахстанской компании»), nobody whom a noun brings in
    («лицензия Acme Inc»), and no name («ООО „Минск“»).
    """

    def read(self, match: ValueMatch) -> Meant:
        """How a match is meant: ``name``, ``hint``, ``not`` or ``other``."""
        before, lead = self.before(match)
        ahead = self.ahead(match)
        if self._is_of_the_place_behind(match):
            return "other"
        if not self._of_an_owner(match, before, lead, ahead):
            return "other"
        other_than = self.is_ablative(match) and not cue.OTHER_THAN.isdisjoint(ahead[:1])
        if other_than or self.ruled_out(before, lead, ahead) is not None:
            return "not"
        return "hint" if match.sign in ("hint", "form") else "name"

    def ruled_out(self, before: list[str], lead: list[str], ahead: list[str]) -> int | None:
        """As for other facets; «нет регистрации в РФ», «нерезидент РФ» and «мы не российская компания» too."""
        if before and before[0] in cue.NON_RESIDENT:
            return 1
        without = [cue_word for cue_word in before if cue_word in cue.NONE]
        at = before.index(without[0]) if without else NEAR
        if at < NEAR and all(self.carries(word) for word in before[:at]):
            return at + 1
        return super().ruled_out(before, lead, ahead)

    def carries(self, word: str) -> bool:
        """Owners too: «не компания из РФ», and who speaks: «не мы из РФ»."""
        return word in self.lexicon.owners or word in self.lexicon.things or word in cue.OURS

    def _is_of_the_place_behind(self, match: ValueMatch) -> bool:
        """Whether the match is a non-resident of a place that is named: «нерезидент РФ», «нерезидент Казахстана»."""
        return (
            self.tokens[match.first].word in cue.NON_RESIDENT
            and bool(self.ahead(match))
            and match.last + 1 in self._begin_a_match
        )

    @cached_property
    def _begin_a_match(self) -> frozenset[int]:
        return frozenset(match.first for match in self.lexicon.matches(self.tokens))

    def _of_an_owner(self, match: ValueMatch, before: list[str], lead: list[str], ahead: list[str]) -> bool:
        lexicon = self.lexicon
        if any(word in cue.YOURS for word in before[:3]) or self._is_in_a_name(match):
            return False
        if match.sign == "form":
            if not self._is_typed_as_form(match, before):
                return False
            if size := self._name_before(match.first):
                return self._asks(match._replace(first=match.first - size))
        in_kazakh = self.is_ablative(match) and any(word in lexicon.owners for word in ahead)
        if in_kazakh or (ahead and ahead[0] in lexicon.things):
            return True  # «Ресейден емес компания», «Қазақстанда тіркелген», «Ресей резиденті»
        of_people = match.sign in ("demonym", "adjective")
        for word in ahead:
            if of_people and self._owns(word):
                return True
            if word in lexicon.elsewhere:
                return False
        by_itself = match.sign in ("hint", "form")
        governing = [word for word in before if not (word in cue.NOT or word in cue.BESIDE_NOT or word in PREPOSITIONS)]
        for word, earlier in pairwise([*governing[: 1 if by_itself else NEAR], ""]):
            if self._is_elsewhere(word):
                return False
            if self._owns(word):
                of_another = word in lexicon.things and not earlier and self._is_of_another(match, before, lead)
                return not (of_another or self._is_elsewhere(earlier))  # «банк компании в Минске»
        if by_itself:
            return True
        speaker = next((word for word in before if word not in cue.AM), "")
        parts = (part for token in self.tokens[match.first : match.last + 1] for part in token.word.split("-"))
        alone = match.sign == "adjective" and not ahead  # «мы зарубежные»
        origin = alone or self.is_ablative(match) or not cue.FROM.isdisjoint((*lead, *parts))
        if origin and (speaker in cue.OURS or speaker in ("не", "not")):
            return True
        return self._of_an_owner_behind_a_stop(match, before, lead, ahead)

    def matches_of_owners(self) -> list[ValueMatch]:
        """The matches that are not said of what has a place of its own, as in «проект не в Москве»."""
        found = self.lexicon.matches(self.tokens)
        return [match for match in found if not any(map(self._is_elsewhere, self.before(match)[0][:NEAR]))]

    def _owns(self, word: str) -> bool:
        return word in self.lexicon.owners or word in self.lexicon.things

    def _is_elsewhere(self, word: str) -> bool:
        return any(part in self.lexicon.elsewhere for part in word.split("-"))

    def _is_in_a_name(self, match: ValueMatch) -> bool:
        """Whether a match stands in the quotes behind an owner: «ООО „Минск“»."""
        at = match.first
        while at and self.tokens[at].quoted:
            at -= 1
        return at < match.first and not self.tokens[at].quoted and self._owns(self.tokens[at].word)

    def _is_of_another(self, match: ValueMatch, before: list[str], lead: list[str]) -> bool:
        """Whether the noun before the clause is the provider's or elsewhere: «ваше ООО, зарегистрированное в …»."""
        noun, earlier = self._nouns_until(match.first - len(lead) - len(before))[:2]
        return self._is_elsewhere(noun) or noun in cue.YOURS or earlier in cue.YOURS

    def _nouns_until(self, at: int) -> list[str]:
        """The three words before a place, nearest first; empty ones where there are none."""
        return [*(token.word for token in reversed(self.tokens[max(0, at - 3) : at])), "", "", ""][:3]

    def _is_typed_as_form(self, match: ValueMatch, before: list[str]) -> bool:
        """Whether a legal form is no other word: «TOO», but not «too»; «Nordic AB», but not «AB тест»."""
        token = self.tokens[match.first]
        if match.first < match.last or not token.word.isascii():
            return True
        if len(token.word) > 2:
            return token.capital or token.word not in common_english()
        ours = any(word in cue.OURS or word in cue.BESIDE_NOT for word in before[:1])
        return token.capital and (ours or self._name_before(match.first) > 0)

    def _name_before(self, at: int) -> int:
        """How many words in Latin letters or in quotes stand before a place, as the name of a company does."""
        size = 0
        while size < min(NEAR, at) and self._is_of_a_name(self.tokens[at - size - 1], self.tokens[at - 1]):
            size += 1
        return size

    def _is_of_a_name(self, token: Token, last: Token) -> bool:
        """Whether a word may be of the name that ends with another; words of a name are typed alike."""
        alike = token.clause == last.clause and (token.capital or token.quoted) == (last.capital or last.quoted)
        latin = any("a" <= letter <= "z" for letter in token.word)
        word = token.word
        said = any(word in words for words in (cue.OURS, cue.AM, cue.NOT, cue.JOINS, cue.BESIDE_NOT))
        return alike and (token.quoted or (latin and not said and not self._owns(word)))

    def _asks(self, named: ValueMatch) -> bool:
        """Whether a company with its name asks, and is not brought in by a noun: «мы Acme LLC», «для Acme LLC»."""
        if any(self._is_elsewhere(token.word) for token in self.tokens[named.first : named.last]):
            return False
        before, lead = self.before(named)
        beside = (word for word in before if not (word in cue.AM or word in cue.NOT or word in cue.BESIDE_NOT))
        noun = next((word for word in beside if word not in PREPOSITIONS), "")
        if noun in cue.ON_BEHALF or not cue.FOR.isdisjoint(lead):
            return True
        return not lead and (not noun or noun in cue.OURS or noun in cue.PLAIN or self._owns(noun))

    def _of_an_owner_behind_a_stop(
        self, match: ValueMatch, before: list[str], lead: list[str], ahead: list[str]
    ) -> bool:
        """Whether a match is said of the noun before its clause.

        «Наша фирма, расположенная в Минске», «ООО „Вектор“ (Минск)», «ООО, г. Минск», «место регистрации — Кипр».
        """
        which = any(word in cue.WHICH or word in cue.BEING for word in before)
        town = any(word in cue.TOWN for word in before)
        others = [word for word in before if not (word in cue.WHICH or word in cue.BEING or word in cue.AM)]
        if any(word not in cue.TOWN and word not in PREPOSITIONS for word in others) or (ahead and not which):
            return False
        at = match.first - len(lead) - len(before)
        size = self._name_before(at)
        nouns = self._nouns_until(at - size)
        if not self._owns(nouns[0]) or any(word in cue.YOURS for word in nouns) or self._is_elsewhere(nouns[1]):
            return False
        return which or town or bool(size) or any(word in self.lexicon.things for word in nouns[:2])

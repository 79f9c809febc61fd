"""How a place found in a question is meant for a facet of origin: where the one who asks is from or registered."""

from functools import cached_property

from index.query import cue_words as cue
from index.query.facet_lexicon import ValueMatch
from index.query.match_reader import NEAR, MatchReader, Meant
from index.query.tokens import PREPOSITIONS


class OriginReader(MatchReader):
    """Reads the matches of a facet whose values are countries: an owner or a registration must govern a place.

    «Компания из Германии», «зарегистрированы в Минске», «узбекская фирма», «мы из Казахстана»; but not a project, a
    card or a telephone, and not the provider («вашей казахстанской компании»).
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
        return "hint" if match.sign == "hint" else "name"

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
        if any(word in cue.YOURS for word in before[:3]):
            return False
        in_kazakh = self.is_ablative(match) and any(word in lexicon.owners for word in ahead)
        if in_kazakh or (ahead and ahead[0] in lexicon.things):
            return True  # «Ресейден емес компания», «Қазақстанда тіркелген», «Ресей резиденті»
        for word in ahead:
            if match.sign in ("demonym", "adjective") and (word in lexicon.owners or word in lexicon.things):
                return True
            if word in lexicon.elsewhere:
                return False
        governing = [word for word in before if not (word in cue.NOT or word in cue.BESIDE_NOT or word in PREPOSITIONS)]
        for word in governing[: 1 if match.sign == "hint" else NEAR]:
            if any(part in lexicon.elsewhere for part in word.split("-")):
                return False
            if word in lexicon.owners or word in lexicon.things:
                return True
        speaker = next((word for word in before if word not in cue.AM), "")
        origin = self.is_ablative(match) or not cue.FROM.isdisjoint(lead)
        from_there = origin and (speaker in cue.OURS or speaker in ("не", "not"))
        return match.sign == "hint" or from_there

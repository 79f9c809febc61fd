"""How a place found in a question is meant for a facet of origin: where the one who asks is from or registered."""

from index.query import cue_words as cue
from index.query.facet_lexicon import ValueMatch
from index.query.match_reader import NEAR, MatchReader, Meant


class OriginReader(MatchReader):
    """Reads the matches of a facet whose values are countries: an owner or a registration must govern a place.

    «Компания из Германии», «зарегистрированы в Минске», «узбекская фирма», «мы из Казахстана»; but not a project, a
    card or a telephone, and not the provider («вашей казахстанской компании»).
    """

    def read(self, match: ValueMatch) -> Meant:
        """How a match is meant: ``name``, ``hint``, ``not`` or ``other``."""
        before, lead = self.before(match)
        ahead = self.ahead(match)
        if not self._of_an_owner(match, before, lead, ahead):
            return "other"
        if self.ruled_out(before, lead, ahead) is not None:
            return "not"
        return "hint" if match.sign == "hint" else "name"

    def ruled_out(self, before: list[str], lead: list[str], ahead: list[str]) -> int | None:
        """As for other facets; «нет регистрации в РФ» and «мы не российская компания» too."""
        without = [cue_word for cue_word in before if cue_word in cue.NONE]
        at = before.index(without[0]) if without else NEAR
        if at < NEAR and all(self.carries(word) for word in before[:at]):
            return at + 1
        return super().ruled_out(before, lead, ahead)

    def carries(self, word: str) -> bool:
        """Owners too: «не компания из РФ», and who speaks: «не мы из РФ»."""
        return word in self.lexicon.owners or word in self.lexicon.things or word in cue.OURS

    def _of_an_owner(self, match: ValueMatch, before: list[str], lead: list[str], ahead: list[str]) -> bool:
        lexicon = self.lexicon
        if any(word in cue.YOURS for word in before[:3]):
            return False
        for word in ahead:
            if match.sign in ("demonym", "adjective") and (word in lexicon.owners or word in lexicon.things):
                return True
            if word in lexicon.elsewhere:
                return False
        for word in before[: 1 if match.sign == "hint" else NEAR]:
            if any(part in lexicon.elsewhere for part in word.split("-")):
                return False
            if word in lexicon.owners or word in lexicon.things:
                return True
        speaker = bool(before) and (before[0] == "не" or before[0] in cue.OURS)
        return match.sign == "hint" or (not cue.FROM.isdisjoint(lead) and speaker)

"""Read a letter: its questions, and the reader's values that hold for all of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.held_choice import held_choices
from index.letter.questions import asked
from index.notices import conflict_notices
from index.query.facet_inference import Inferred
from index.result import FacetChoice, Notice
from index.storage.bundle import Bundle
from ingest.scope.choice import allowed
from ingest.section import Chosen

Reading = Mapping[str, Inferred]
"""Facet → what a text says of it."""


@dataclass(frozen=True, slots=True)
class LetterQuestion:
    """A question of a letter."""

    text: str
    """With the sentence before it if it points back to that."""

    own: frozenset[str] = frozenset()
    """Facets of which the question itself says a value: what the letter says elsewhere does not count for them."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was understood."""

    questions: tuple[LetterQuestion, ...]

    facets: Mapping[str, FacetChoice]
    """What holds for its questions: what was chosen, as far as the letter agrees, and what the letter says."""

    left_out: tuple[str, ...] = ()
    """Questions beyond the most that are answered."""

    notices: tuple[Notice, ...] = ()
    """That the letter says another value than was chosen."""


class LetterReader:
    """Reads letters to one content; safe to call from many threads."""

    def __init__(self, bundle: Bundle, read: Callable[[str], Reading]) -> None:
        """``read`` gives what a text says of the facets."""
        self._bundle, self._read = bundle, read

    def __call__(self, letter: str, chosen: Chosen, longest: int, most: int) -> Letter:
        """The questions of a letter and what holds for them.

        Args:
            letter: As it was pasted.
            chosen: Wins over what the letter says; what a question itself says is settled when it is searched for.
            longest: Characters of a question.
            most: Questions that are answered.

        Raises:
            ValueError: if a chosen facet or value is unknown.
        """
        requested = allowed(chosen, self._bundle.facets)
        found = asked(letter, longest=longest)
        questions = [(text, self._read(text)) for text in found.questions[:most]]
        said = said_for_all([self._read(text) for text in found.statements], [read for _, read in questions])
        return Letter(
            tuple(LetterQuestion(text, frozenset(read)) for text, read in questions),
            held_choices(self._bundle.facets, requested, said),
            found.questions[most:],
            conflict_notices(self._bundle, requested, said),
        )


def said_for_all(statements: Sequence[Reading], questions: Sequence[Reading]) -> dict[str, Inferred]:
    """What holds for every question of a letter that says nothing else itself.

    A statement holds for all. What only questions say holds for the others too, if all that say it agree: «Как в
    Алматы оплатить счет? Где взять акт?». Where two disagree, nothing holds.
    """
    stated_of, asked_of = _agreed(statements), _agreed(questions)
    return {facet: one for facet, one in {**asked_of, **stated_of}.items() if one is not None}


def _agreed(readings: Iterable[Reading]) -> dict[str, Inferred | None]:
    """Facet → the narrowest value said; None if two do not meet, or neither is inside the other."""
    found: dict[str, Inferred | None] = {}
    for reading in readings:
        for facet, one in reading.items():
            before = found.get(facet, one)
            if before is None or not (before.values <= one.values or one.values <= before.values):
                found[facet] = None
            else:
                found[facet] = one if one.values < before.values else before
    return found


def without_facets(letter: str, chosen: Chosen, longest: int, most: int) -> Letter:
    """A letter's questions, with nothing but what was chosen; for a content whose facets are not known."""
    facets = {facet: FacetChoice(value, "request") for facet, value in chosen.items()}
    questions = asked(letter, longest=longest).questions
    return Letter(tuple(map(LetterQuestion, questions[:most])), facets, questions[most:])

"""Ask every question and record the results."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from time import perf_counter

from eval.labels.question_file import Label, Question
from eval.leaks.find import Foreign, Leak, Suspect, find_leaks, suspects
from eval.leaks.fragment import fold, holds
from index.result import AskSection, IndexInfo, Query, Result, Search, Status


@dataclass(frozen=True, slots=True)
class ScoredSection:
    """A section of the ranking, with its score."""

    id: str
    page: str
    section: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one question."""

    question: Question

    ranked: tuple[ScoredSection, ...]
    """Best first, whatever the confidence; as many as were asked for, or fewer."""

    rank: int | None
    """Rank, from 1, of the first section that ``expect`` or ``also`` names."""

    status: Status

    confidence: float | None
    """The first answer's; None where there is none."""

    missing: tuple[str, ...] | None
    """``must`` that the first answer lacks; None: not asked (none, or the answer is not in ``expect``)."""

    forbidden: tuple[str, ...] | None
    """``must_not`` fragments that the first answer has; None: not asked, as there is no answer or no fragment."""

    leaks: tuple[Leak, ...] | None
    """What the result shows for other facet values; None: no value was chosen or read, or nothing to look for."""

    took_ms: float
    """From the call of the search to its return."""

    index: IndexInfo

    offered: bool = False
    """Whether the result asks back which section is meant, and a right one is among the choices."""

    asks: bool = False
    """Whether the result asks back which section is meant; then its status is never ``answered``."""

    @property
    def shown(self) -> bool:
        """Whether a reader would have seen the first answer."""
        return self.status != "no_answer"


Others = Callable[[frozenset[tuple[str, str]]], tuple[Suspect, ...]]


def run(
    questions: Iterable[Question],
    search: Search,
    *,
    foreign: Foreign | None = None,
    limit: int = 10,
    clock: Callable[[], float] = perf_counter,
) -> list[Outcome]:
    """Ask each question with ``abstain=False``, so that ranks are known where a reader would get ``no_answer``.

    Args:
        questions: Asked in this order, one at a time.
        search: The query path that the server uses.
        foreign: Fragments that a reader with some facet values must not see; None: only ``must_not`` is looked for.
        limit: Answers asked for.
        clock: Seconds.

    Raises:
        Exception: whatever the search raises, with a note that names the question.
    """

    @cache
    def of_others(held: frozenset[tuple[str, str]]) -> tuple[Suspect, ...]:
        return suspects(foreign(dict(held)), "foreign") if foreign else ()

    outcomes = []
    for question in questions:
        began = clock()
        try:
            result = search(Query(question.query, question.chosen, limit=limit, abstain=False))
        except Exception as exc:
            exc.add_note(f"while asking question {question.id!r}: {question.query!r}")
            raise
        took_ms = (clock() - began) * 1000
        outcomes.append(_outcome(question, result, of_others, took_ms))
    return outcomes


def _outcome(question: Question, result: Result, of_others: Others, took_ms: float) -> Outcome:
    ranked = tuple(ScoredSection(one.id, one.page, one.section, one.score, one.confidence) for one in result.answers)
    first = result.answers[0] if result.answers else None
    return Outcome(
        question=question,
        ranked=ranked,
        rank=_rank(ranked, question.expect + question.also),
        status=result.status,
        confidence=first.confidence if first else None,
        missing=_missing(question, ranked[0], first.text) if first else None,
        forbidden=_present(first.text, question.must_not) if first and question.must_not else None,
        leaks=_leaks(question, result, of_others),
        took_ms=took_ms,
        index=result.index,
        offered=_offered(question, result),
        asks=isinstance(result.ask, AskSection),
    )


def _offered(question: Question, result: Result) -> bool:
    """The choices are the first two answers, in order."""
    if not isinstance(result.ask, AskSection):
        return False
    choices = {one.id for one in result.ask.choices}
    labels = question.expect + question.also
    return any(label.names(one.page, one.section) for one in result.answers if one.id in choices for label in labels)


def named_by(section: ScoredSection, labels: Iterable[Label]) -> Label | None:
    """The first label that means this section."""
    return next((label for label in labels if label.names(section.page, section.section)), None)


def _rank(ranked: Iterable[ScoredSection], labels: Collection[Label]) -> int | None:
    return next((rank for rank, section in enumerate(ranked, start=1) if named_by(section, labels)), None)


def _missing(question: Question, first: ScoredSection, text: str) -> tuple[str, ...] | None:
    if not question.must or not named_by(first, question.expect):
        return None
    present = _present(text, question.must)
    return tuple(fragment for fragment in question.must if fragment not in present)


def _present(text: str, fragments: Iterable[str]) -> tuple[str, ...]:
    folded = fold(text)
    return tuple(fragment for fragment in fragments if holds(folded, fold(fragment)))


def _leaks(question: Question, result: Result, of_others: Others) -> tuple[Leak, ...] | None:
    held = {facet: choice.value for facet, choice in result.query.facets.items()} | dict(question.chosen)
    if not held:
        return None
    # A value read from the words may be wrong. The answer is wrong then, which must_not measures, but nothing leaks.
    must_not = question.must_not if question.chosen else ()
    wanted = (*suspects(must_not, "must_not"), *of_others(frozenset(held.items())))
    leaks = find_leaks(result, held, wanted)
    return leaks if wanted or leaks else None

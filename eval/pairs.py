"""Pairs of questions that differ in the deciding word only: how often both are right."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eval.run import Outcome, named_by
from eval.statistics.interval import Estimate, mean_estimate


class Pair(NamedTuple):
    """Two questions of one ``pair``, with their results."""

    name: str
    kind: str
    """``none`` where the questions name no kind."""
    outcomes: tuple[Outcome, Outcome]


@dataclass(frozen=True, slots=True)
class PairMeasures:
    """The measures of all pairs of a run; the n of an estimate counts pairs."""

    overall: Mapping[str, Estimate]
    """Measure → share of pairs, in the order of ``PAIRED``."""

    by_kind: Mapping[str, Mapping[str, Estimate]]
    """Kind of difference → the same, in alphabetical order."""


def first_is_right(outcome: Outcome) -> bool:
    """Whether the first answer answers the question with the right variant, whatever its confidence.

    Its section is in ``expect`` or ``also``; one of ``expect`` has all of ``must`` and none of ``must_not``. A question
    that the content does not answer is right unless its status is ``answered``.
    """
    if not outcome.question.answerable:
        return outcome.status != "answered"
    if outcome.rank != 1:
        return False
    expected = named_by(outcome.ranked[0], outcome.question.expect) is not None
    return not expected or not (outcome.missing or outcome.forbidden)


def right_or_offered(outcome: Outcome) -> bool:
    """The same, or a right section is one of two that the reader is asked to choose from."""
    return first_is_right(outcome) or outcome.offered


PAIRED: Mapping[str, Callable[[Outcome], bool]] = {"both_right": first_is_right, "both_offered": right_or_offered}
"""Measure → what makes a question right; the measure is true of a pair if both its questions are."""


def pairs_of(outcomes: Iterable[Outcome]) -> list[Pair]:
    """The pairs of which both questions were asked, in the order of the first."""
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.question.pair is not None:
            found[outcome.question.pair].append(outcome)
    whole = {name: tuple(both) for name, both in found.items() if len(both) == 2}
    return [Pair(name, one.question.kind or "none", (one, other)) for name, (one, other) in whole.items()]


def pair_values(measure: str, pairs: Iterable[Pair]) -> list[float]:
    """A measure of each pair, 1.0 or 0.0."""
    return [float(all(map(PAIRED[measure], pair.outcomes))) for pair in pairs]


def measure_pairs(outcomes: Iterable[Outcome]) -> PairMeasures | None:
    """The measures of all pairs, overall and by kind; None if there is no pair."""
    pairs = pairs_of(outcomes)
    if not pairs:
        return None
    kinds = sorted({pair.kind for pair in pairs})
    return PairMeasures(
        _shares(pairs), {kind: _shares([pair for pair in pairs if pair.kind == kind]) for kind in kinds}
    )


def _shares(pairs: Sequence[Pair]) -> dict[str, Estimate]:
    found = {name: mean_estimate(pair_values(name, pairs)) for name in PAIRED}
    return {name: estimate for name, estimate in found.items() if estimate is not None}

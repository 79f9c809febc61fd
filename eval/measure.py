"""Turn outcomes into measures, each with its interval: of all questions, by type and by facet."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

from eval.labels.question_file import Label
from eval.pairs import PairMeasures, measure_pairs
from eval.run import Outcome, named_by
from eval.statistics.interval import Estimate, at_most, mean_estimate
from eval.statistics.separation import auroc


class Score(NamedTuple):
    """The value of one measure for one question; questions that a measure does not apply to have none."""

    measure: str
    question_id: str
    value: float


@dataclass(frozen=True, slots=True)
class Leakage:
    """Of n results for facet values, chosen or read from the words: the k that show something for other values."""

    k: int
    n: int
    at_most: float
    """Exact one-sided upper 95 % bound of the rate."""


@dataclass(frozen=True, slots=True)
class SubsetMeasures:
    """The measures of a subset of the questions."""

    n: int
    estimates: Mapping[str, Estimate]
    """Measure → estimate, in the order of ``ALL``; measures that apply to no question are absent."""

    leakage: Leakage | None
    """None where no question could show any."""


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of one run."""

    overall: SubsetMeasures
    by_type: Mapping[str, SubsetMeasures]
    by_facet: Mapping[str, Mapping[str, SubsetMeasures]]
    """Facet → value → group, for each facet that a question chooses; ``none``: no value of it was chosen."""

    pairs: PairMeasures | None
    """None where no pair was asked."""

    p50_ms: float
    p95_ms: float


RANKING = {"hit@1": Success @ 1, "hit@3": Success @ 3, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}
"""For answerable questions; ``expect`` and ``also`` are equally relevant."""


def _right(outcome: Outcome) -> bool:
    return outcome.shown and outcome.rank == 1 if outcome.question.answerable else not outcome.shown


JUDGED: Mapping[str, Callable[[Outcome], bool | None]] = {
    "must": lambda o: None if o.missing is None else not o.missing,
    "must_not": lambda o: None if o.forbidden is None else not o.forbidden,
    "right": _right,
    "abstain": lambda o: o.shown == o.question.answerable,
    "abstain_unanswerable": lambda o: None if o.question.answerable else not o.shown,
    "shown_answerable": lambda o: o.shown if o.question.answerable else None,
    "answered_answerable": lambda o: o.status == "answered" and o.rank == 1 if o.question.answerable else None,
    "coverage": lambda o: o.shown,
    "wrong_shown": lambda o: o.rank != 1 if o.shown else None,
    "wrong_sure": lambda o: o.rank != 1 if o.status == "answered" else None,
    "related_answered": lambda o: o.status == "answered" if o.question.related else None,
}
"""Measure → whether it is true of an outcome; None: it does not apply. For those named ``wrong`` and for
``related_answered`` lower is better."""

MEASURES = (*RANKING, *JUDGED)
"""Those with a value for each question."""

TRAP = "trap"
"""The type of questions that reuse a heading's words and ask something else."""

SEPARATION: Mapping[str, Callable[[Outcome], bool]] = {
    "auroc": lambda o: not o.question.answerable,
    "auroc_trap": lambda o: not o.question.answerable and o.question.type == TRAP,
}
"""Measure → the questions from whose confidence it separates that of right first answers."""

ALL = (*MEASURES, *SEPARATION)


def measure(outcomes: Sequence[Outcome]) -> Measures:
    """All measures of a run. Ids of questions must differ.

    Raises:
        ValueError: if there are no outcomes.
    """
    if not outcomes:
        raise ValueError("no outcomes to measure.")
    found = scores(outcomes)
    p50, p95 = np.percentile([outcome.took_ms for outcome in outcomes], (50, 95))
    return Measures(
        overall=_group(outcomes, found),
        by_type=_by(lambda outcome: outcome.question.type, outcomes, found),
        by_facet={
            facet: _by(partial(value_of, facet), outcomes, found)
            for facet in sorted({facet for outcome in outcomes for facet in outcome.question.chosen})
        },
        pairs=measure_pairs(outcomes),
        p50_ms=float(p50),
        p95_ms=float(p95),
    )


def value_of(facet: str, outcome: Outcome) -> str:
    """The value of a facet that the question chooses, or ``none``."""
    return outcome.question.chosen.get(facet, "none")


def scores(outcomes: Sequence[Outcome]) -> list[Score]:
    """One row per measure and question that it applies to; intervals and paired comparisons are computed from these."""
    judged = [
        Score(name, outcome.question.id, float(holds))
        for name, judge in JUDGED.items()
        for outcome in outcomes
        if (holds := judge(outcome)) is not None
    ]
    return [*_ranking_scores(outcomes), *judged]


def _ranking_scores(outcomes: Iterable[Outcome]) -> list[Score]:
    """Answerable questions scored by ir-measures; one whose result is empty gets its default, 0."""
    qrels, ranking = [], []
    for outcome in outcomes:
        question = outcome.question
        unseen = [*question.expect, *question.also]
        qrels += [Qrel(question.id, _document(label), 1) for label in unseen]
        for rank, section in enumerate(outcome.ranked, start=1):
            label = named_by(section, unseen)
            # A second section under the same label is no second relevant document, and must not take the first's place.
            if label:
                unseen.remove(label)
            ranking.append(ScoredDoc(question.id, _document(label) if label else f"{rank}", -float(rank)))
    names = {metric: name for name, metric in RANKING.items()}
    return [
        Score(names[metric.measure], metric.query_id, float(metric.value))
        for metric in ir_measures.iter_calc(list(names), qrels, ranking)
    ]


def _document(label: Label) -> str:
    return f"{label.page}\n{label.section}"


def separation(
    outcomes: Sequence[Outcome], weight: Callable[[Outcome], float] | None = None
) -> Iterator[tuple[str, Estimate]]:
    """The measures of ``SEPARATION``; a question that found nothing has confidence 0.

    Args:
        outcomes: Those of one run or of a part of it.
        weight: Of an outcome, above 0; None: all count alike.
    """
    right = [outcome for outcome in outcomes if outcome.question.answerable and outcome.rank == 1]
    for name, opposed in SEPARATION.items():
        groups = right, [outcome for outcome in outcomes if opposed(outcome)]
        positive, negative = ([outcome.confidence or 0.0 for outcome in group] for group in groups)
        weights = weight and ([weight(outcome) for outcome in groups[0]], [weight(outcome) for outcome in groups[1]])
        if (estimate := auroc(positive, negative, weights=weights)) is not None:
            yield name, estimate


def _by(
    key: Callable[[Outcome], str], outcomes: Sequence[Outcome], found: Sequence[Score]
) -> dict[str, SubsetMeasures]:
    parts: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        parts[key(outcome)].append(outcome)
    return {name: _group(parts[name], found) for name in sorted(parts)}


def _group(outcomes: Sequence[Outcome], found: Iterable[Score]) -> SubsetMeasures:
    ids = {outcome.question.id for outcome in outcomes}
    values: defaultdict[str, list[float]] = defaultdict(list)
    for score in found:
        if score.question_id in ids:
            values[score.measure].append(score.value)
    estimates = {name: estimate for name in MEASURES if (estimate := mean_estimate(values[name])) is not None}
    estimates |= separation(outcomes)
    return SubsetMeasures(len(outcomes), estimates, _leakage(outcomes))


def _leakage(outcomes: Iterable[Outcome]) -> Leakage | None:
    asked = [outcome.leaks for outcome in outcomes if outcome.leaks is not None]
    k = sum(bool(leaks) for leaks in asked)
    return Leakage(k, len(asked), at_most(k, len(asked))) if asked else None

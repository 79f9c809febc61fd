"""Compare two runs question by question: what changed, and whether it is worse beyond noise."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan

from eval.errors import NothingToCompare
from eval.labels.question_file import Question
from eval.measure import JUDGED, MEASURES, scores
from eval.pairs import PAIRED, pair_values, pairs_of
from eval.run import Outcome
from eval.statistics.paired import Difference, difference
from index.result import IndexInfo, Status

GATED = {"hit@1": -1, "MRR@10": -1, "wrong_shown": 1}
"""Measures that must not get worse, each with the sign of a change for the worse."""

NOISE = 0.05
"""Differences with a p-value of at least this may be chance. If nothing changed, each of ``GATED`` is reported as worse
in at most 2.5 % of comparisons, so any of the three in at most 7.5 %."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose rank changed, or whose status became right or wrong."""

    id: str
    query: str
    rank_before: int | None
    rank_after: int | None
    status_before: Status
    status_after: Status


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from an earlier run, over the questions that both runs asked in the same way."""

    before: IndexInfo
    after: IndexInfo

    compared: int
    """Questions in both runs with the same words, facets and labels; all that follows is about them."""

    asked_otherwise: int
    """Questions of one id whose words, facets or labels differ."""

    only_before: int
    only_after: int

    differences: Mapping[str, Difference]
    """Measure → difference, in the order of ``MEASURES``, then ``leakage``, then ``PAIRED``, whose n counts pairs;
    measures without a question are absent."""

    worse: Sequence[Change]
    better: Sequence[Change]
    """Both sorted by the size of the change, then in the order of the questions."""

    new_leaks: Sequence[str]
    """Ids of questions whose result leaks now and did not before."""

    @property
    def regressions(self) -> list[str]:
        """Why this run is significantly worse; empty if it is not.

        A run is worse if a measure of ``GATED`` moved the wrong way with p < ``NOISE``, or if a question leaks that
        did not leak before.
        """
        found = [
            f"{name} {measured.value:+.3f} (p = {measured.p:.4f})"
            for name, worse in GATED.items()
            if (measured := self.differences.get(name)) and measured.value * worse > 0 and measured.p < NOISE
        ]
        return found + [f"{question_id} leaks" for question_id in self.new_leaks]


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Compare a run with an earlier one.

    Raises:
        NothingToCompare: if no question is in both.
    """
    ids = asked_alike([outcome.question for outcome in before], [outcome.question for outcome in after])
    old = {outcome.question.id: outcome for outcome in before}
    new = {outcome.question.id: outcome for outcome in after}
    pairs = [(old[question_id], new[question_id]) for question_id in ids]
    return Comparison(
        before=before[0].index,
        after=after[0].index,
        compared=len(ids),
        asked_otherwise=len(old.keys() & new.keys()) - len(ids),
        only_before=len(old.keys() - new.keys()),
        only_after=len(new.keys() - old.keys()),
        differences=_differences([one for one, _ in pairs], [other for _, other in pairs]),
        worse=[_change(*pair) for pair in sorted(pairs, key=_gain) if _gain(pair) < (0, 0)],
        better=[_change(*pair) for pair in sorted(pairs, key=_gain, reverse=True) if _gain(pair) > (0, 0)],
        new_leaks=[other.question.id for one, other in pairs if other.leaks and not one.leaks],
    )


def asked_alike(before: Sequence[Question], after: Sequence[Question]) -> list[str]:
    """Ids of the questions that are in both with the same words, facets and labels, in the order of ``after``.

    Raises:
        NothingToCompare: if there are none.
    """
    known = {question.id: _asked(question) for question in before}
    ids = [question.id for question in after if known.get(question.id) == _asked(question)]
    if not ids:
        raise NothingToCompare(len(before), len(after))
    return ids


def _asked(question: Question) -> Question:
    """A question without what changes no score of its own, its region among its facets."""
    return replace(question, type="", note="", region=None, facets=question.chosen, pair=None, kind=None)


def _differences(before: Sequence[Outcome], after: Sequence[Outcome]) -> dict[str, Difference]:
    old, new = _values(before), _values(after)
    ids = [outcome.question.id for outcome in after]
    found = {
        name: difference([old[name].get(each, nan) for each in ids], [new[name].get(each, nan) for each in ids])
        for name in (*MEASURES, "leakage")
        if old[name] or new[name]
    }
    return found | _pair_differences(before, after)


def _pair_differences(before: Sequence[Outcome], after: Sequence[Outcome]) -> dict[str, Difference]:
    """Over the pairs of ``after``; the earlier record may not name them."""
    now = pairs_of(after)
    old = pairs_of(replace(one, question=other.question) for one, other in zip(before, after, strict=True))
    return {name: difference(pair_values(name, old), pair_values(name, now)) for name in PAIRED if now}


def _values(outcomes: Sequence[Outcome]) -> Mapping[str, dict[str, float]]:
    """Measure → question id → value."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for score in scores(outcomes):
        found[score.measure][score.question_id] = score.value
    found["leakage"] = {o.question.id: float(bool(o.leaks)) for o in outcomes if o.leaks is not None}
    return found


def _gain(pair: tuple[Outcome, Outcome]) -> tuple[float, int]:
    """Above (0, 0) is better: first by 1 / rank of the right section, then by whether showing it or not was right."""
    (place, right), (place_now, right_now) = map(_standing, pair)
    return place_now - place, right_now - right


def _standing(outcome: Outcome) -> tuple[float, bool]:
    return 1 / outcome.rank if outcome.rank else 0.0, bool(JUDGED["right"](outcome))


def _change(one: Outcome, other: Outcome) -> Change:
    asked = other.question
    return Change(asked.id, asked.query, one.rank, other.rank, one.status, other.status)

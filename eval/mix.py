"""Measures in a stated mix: questions of each type count as if they were asked in these shares."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, isclose, nan

import numpy as np

from eval.errors import BadMix
from eval.labels.question_file import Question
from eval.measure import ALL, MEASURES, scores, separation
from eval.run import Outcome
from eval.statistics.interval import Estimate
from eval.statistics.weighted import weighted_estimate

Mix = Mapping[str, float]
"""Type of question → its share, above 0; the shares sum to 1. Questions of other types do not count."""

SLACK = 0.005
"""How far shares that were rounded may be from 1 together."""


@dataclass(frozen=True, slots=True)
class MixMeasures:
    """The measures as they would be in a mix."""

    mix: Mix
    estimates: Mapping[str, Estimate]
    """Measure → estimate, in the order of ``ALL``; measures that apply to no question are absent."""


def read_mix(text: str) -> Mix:
    """A mix from ``answers=0.34,related=0.2,trap=0.03,nothing=0.43``.

    Raises:
        BadMix: if it is written otherwise, names a type twice, or the shares do not sum to 1.
    """
    mix: dict[str, float] = {}
    for part in text.split(","):
        kind, _, share = (piece.strip() for piece in part.partition("="))
        if kind in mix:
            raise BadMix(f"type {kind!r} is named twice", "name it once")
        try:
            mix[kind] = float(share)
        except ValueError:
            raise BadMix(f"{part.strip()!r} is no share of a type", "write it as answers=0.4,nothing=0.6") from None
        if not (kind and 0 < mix[kind] <= 1):
            raise BadMix(f"{part.strip()!r} is no share of a type", "write a type and a number above 0, at most 1")
    total = sum(mix.values())
    if not isclose(total, 1, abs_tol=SLACK):
        raise BadMix(f"the shares sum to {total:g}", "make them sum to 1")
    return {kind: share / total for kind, share in mix.items()}


def check_mix(mix: Mix, questions: Sequence[Question]) -> None:
    """Check before a long run that there are questions of each type.

    Raises:
        BadMix: naming a type without questions.
    """
    known = {question.type for question in questions}
    for kind in mix:
        if kind not in known:
            raise BadMix(f"there is no question of type {kind!r}", f"name some of {', '.join(sorted(known))}")


def measure_mix(outcomes: Sequence[Outcome], mix: Mix) -> MixMeasures:
    """The measures in a mix that ``check_mix`` has accepted."""
    values: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for score in scores(outcomes):
        values[score.measure][score.question_id] = score.value
    of_type = by_type(outcomes, mix)
    estimates = {
        name: estimate
        for name in MEASURES
        if (
            estimate := weighted_estimate(
                {kind: [values[name].get(one.question.id, nan) for one in own] for kind, own in of_type.items()}, mix
            )
        )
    }
    counted = [outcome for own in of_type.values() for outcome in own]
    estimates |= separation(counted, lambda one: mix[one.question.type] / len(of_type[one.question.type]))
    return MixMeasures(mix, {name: estimates[name] for name in ALL if name in estimates})


def sample(outcomes: Sequence[Outcome], mix: Mix, *, seed: int = 20) -> list[Outcome]:
    """The most outcomes whose types stand in the shares of the mix, drawn at random, in their order."""
    counts = Counter(outcome.question.type for outcome in outcomes)
    most = min(counts[kind] / share for kind, share in mix.items())
    rng, kept = np.random.default_rng(seed), set[str]()
    for kind, own in by_type(outcomes, mix).items():
        size = floor(most * mix[kind] + 1e-9)
        kept.update(own[at].question.id for at in rng.permutation(len(own))[:size])
    return [outcome for outcome in outcomes if outcome.question.id in kept]


def by_type(outcomes: Sequence[Outcome], mix: Mix) -> dict[str, list[Outcome]]:
    """The outcomes of each type that the mix names."""
    return {kind: [outcome for outcome in outcomes if outcome.question.type == kind] for kind in mix}

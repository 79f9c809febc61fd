"""An evaluation as one HTML file that needs nothing else, with jinja2."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.evaluation import Evaluation
from eval.measure import ALL, Measures, SubsetMeasures, value_of
from eval.pairs import PAIRED
from eval.report import plots
from eval.report.misses import Why, confusions, far_down, sure_and_wrong, why
from eval.report.table import EXCHANGEABLE, MEANING, MIXED, certification, kept_as, leakage, shares
from eval.report.verdict import pages_to_fix, verdict
from eval.run import Outcome
from eval.statistics.reliability import reliability
from eval.statistics.risk import Point, at_coverage, curve, now, widest
from index.ranking.explain import Explain

CONFUSIONS, MISSES, ROWS = 15, 10, 50
"""Most pairs of sections, misses of a kind, and rows of any other list; the rest is only counted."""

SETTLED = 20
"""Shown questions from which a risk counts for the height of the plot; with fewer, one or two questions decide it."""

TEMPLATES = Path(__file__).parent / "templates"


class PlottedSubset(NamedTuple):
    """All questions, or those that choose one value of a facet, by confidence."""

    name: str
    group: SubsetMeasures
    points: Sequence[Point]
    shown: Point | None
    sure: Point | None


class Miss(NamedTuple):
    """A question whose first section is wrong."""

    outcome: Outcome
    why: Why | None
    """None: the search cannot explain, or the expected section was not ranked."""


def html(evaluation: Evaluation, *, made: datetime, explain: Explain | None = None) -> str:
    """The whole page.

    Args:
        made: The date of the report, with a time zone.
        explain: Explains the worst misses: which feature ranked the wrong section first; None if the search cannot.
    """
    outcomes, measures = evaluation.outcomes, evaluation.measures
    confused, sure = confusions(outcomes), sure_and_wrong(outcomes)
    parts = _parts(outcomes, measures)
    far = [outcome for outcome in far_down(outcomes) if outcome not in sure[:MISSES]]
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=evaluation,
            made=made,
            index=outcomes[0].index,
            verdict=verdict(evaluation),
            to_fix=pages_to_fix(outcomes),
            many_pages=len({section.page for outcome in outcomes for section in outcome.ranked}) > 1,
            names=ALL,
            paired=tuple(PAIRED),
            meaning=MEANING,
            mixed=MIXED,
            shares=shares,
            certification=certification,
            kept_as=kept_as,
            exchangeable=EXCHANGEABLE,
            leakage=leakage(measures.overall.leakage),
            leaks=[(outcome.question, leak) for outcome in outcomes for leak in outcome.leaks or ()],
            groups={"question type": measures.by_type}
            | {
                facet: {_named(facet, value): group for value, group in groups.items()}
                for facet, groups in measures.by_facet.items()
            },
            parts=parts,
            lines=[_line(part) for part in parts],
            most=_height(parts),
            tenths=[(tenth / 10, [at_coverage(part.points, tenth / 10) for part in parts]) for tenth in range(1, 11)],
            reliability=reliability(outcomes),
            confusions=confused[:CONFUSIONS],
            pairs=len(confused),
            confused=sum(pair.times for pair in confused),
            misses={
                "Confident and wrong": [_miss(outcome, explain) for outcome in sure[:MISSES]],
                "Expected section ranked low": [_miss(outcome, explain) for outcome in far[:MISSES]],
            },
            explains=explain is not None,
            answered=sorted(
                (outcome for outcome in outcomes if outcome.shown and not outcome.question.answerable),
                key=lambda outcome: (-(outcome.confidence or 0), outcome.question.id),
            ),
            rows=ROWS,
            plots=plots,
            widest=widest,
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _parts(outcomes: Sequence[Outcome], measures: Measures) -> list[PlottedSubset]:
    """All questions, then those that choose each value of each facet."""
    parts = [_part("all questions", measures.overall, outcomes)]
    for facet, groups in measures.by_facet.items():
        for value, group in groups.items():
            own = [outcome for outcome in outcomes if value_of(facet, outcome) == value]
            parts.append(_part(_named(facet, value), group, own))
    return parts


def _named(facet: str, value: str) -> str:
    return f"no {facet} chosen" if value == "none" else value


def _part(name: str, group: SubsetMeasures, outcomes: Sequence[Outcome]) -> PlottedSubset:
    return PlottedSubset(name, group, curve(outcomes), now(outcomes), now(outcomes, sure=True))


def _line(part: PlottedSubset) -> plots.Curve:
    return plots.Curve(
        f"{part.name}, n = {part.group.n}",
        [(point.coverage, point.risk) for point in part.points],
        [(point.coverage, point.risk) for point in (part.sure, part.shown) if point],
    )


def _height(parts: Sequence[PlottedSubset]) -> float:
    """Greatest risk that the plot shows, in tenths."""
    risks = [point.risk for part in parts for point in part.points if point.shown >= SETTLED]
    return max(ceil(10 * max(risks, default=1.0)), 1) / 10


def _miss(outcome: Outcome, explain: Explain | None) -> Miss:
    return Miss(outcome, why(outcome, explain) if explain else None)

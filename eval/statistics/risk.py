"""Risk and coverage: the share of wrong answers among those shown, by the share shown."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from eval.run import Outcome


class Point(NamedTuple):
    """Risk and coverage at one confidence threshold."""

    threshold: float
    """Lowest confidence shown."""
    shown: int
    wrong: int
    """Of shown: the first section is not a right one, or there is none."""
    of: int
    """Questions asked."""

    @property
    def coverage(self) -> float:
        """Share of all questions that are shown an answer."""
        return self.shown / self.of

    @property
    def risk(self) -> float:
        """Share of wrong first answers among shown."""
        return self.wrong / self.shown


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """One point for each confidence that occurs, highest first: equal ones are shown or held back together.

    Source: El-Yaniv & Wiener, On the Foundations of Noise-free Selective Classification, JMLR 11 (2010).
    """
    found = [(outcome.confidence, outcome.rank != 1) for outcome in outcomes if outcome.confidence is not None]
    points, shown, wrong = [], 0, 0
    for confidence, group in groupby(sorted(found, reverse=True), key=lambda pair: pair[0]):
        judged = [is_wrong for _, is_wrong in group]
        shown += len(judged)
        wrong += sum(judged)
        points.append(Point(confidence, shown, wrong, len(outcomes)))
    return points


def now(outcomes: Sequence[Outcome], *, sure: bool = False) -> Point | None:
    """The point of the current thresholds: of all results shown, or of those ``answered`` alone; None if none."""
    kept = [outcome for outcome in outcomes if (outcome.status == "answered" if sure else outcome.shown)]
    confidences = [outcome.confidence for outcome in kept if outcome.confidence is not None]
    if not confidences:
        return None
    return Point(min(confidences), len(kept), sum(outcome.rank != 1 for outcome in kept), len(outcomes))


def widest(points: Iterable[Point], *, risk: float) -> Point | None:
    """The point of greatest coverage with at most this risk; None if every point exceeds it."""
    return max((point for point in points if point.risk <= risk), key=lambda point: point.shown, default=None)


def at_coverage(points: Sequence[Point], coverage: float) -> Point | None:
    """The first point with at least this coverage; None if no point reaches it."""
    return next((point for point in points if point.coverage >= coverage), None)

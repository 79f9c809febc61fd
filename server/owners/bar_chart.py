"""Geometry of a small stacked bar chart with one column per day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

WIDTH, HEIGHT = 360, 190
"""Size of the plot in its own units; on a phone one unit is one pixel, so that text stays readable."""

LEFT, RIGHT, TOP, BOTTOM = 34, 356, 8, 166
NAMED = 7
"""Most days that have a label."""


class ColumnPart(NamedTuple):
    """One part of a stacked column."""

    kind: str
    y: float
    height: float


class Column(NamedTuple):
    """A day."""

    x: float
    middle: float
    name: str
    """The label below; empty if there is no room."""
    parts: Sequence[ColumnPart]


class Tick(NamedTuple):
    """A grid line with its value."""

    y: float
    value: int


class Plot(NamedTuple):
    """The chart, in units of the plot."""

    width: float
    """Of a column."""
    columns: Sequence[Column]
    ticks: Sequence[Tick]


def columns(days: Mapping[date, Mapping[str, int]]) -> Plot:
    """One column per day, stacked from the bottom; at least one day is needed."""
    most = max(sum(parts.values()) for parts in days.values())
    step = tick_step(most)
    top = step * max(1, -(-most // step))
    unit = (BOTTOM - TOP) / top
    pitch = (RIGHT - LEFT) / len(days)
    every = -(-len(days) // NAMED)
    return Plot(
        width=round(min(pitch * 0.8, 40), 2),
        columns=[
            Column(
                x=round(LEFT + pitch * (place + 0.5) - min(pitch * 0.8, 40) / 2, 2),
                middle=round(LEFT + pitch * (place + 0.5), 2),
                name=f"{day:%d.%m}" if place % every == 0 else "",
                parts=stacked(parts, unit),
            )
            for place, (day, parts) in enumerate(days.items())
        ],
        ticks=[Tick(round(BOTTOM - value * unit, 2), value) for value in range(0, top + 1, step)],
    )


def stacked(parts: Mapping[str, int], unit: float) -> list[ColumnPart]:
    """Stack the parts; zero counts are left out."""
    found, below = [], 0
    for kind, count in parts.items():
        below += count
        if count:
            found.append(ColumnPart(kind, round(BOTTOM - below * unit, 2), round(count * unit, 2)))
    return found


def tick_step(most: int) -> int:
    """The least of 1, 2, 5, 10, 20, … that reaches ``most`` in four steps."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if 4 * step >= most:
                return step
        power *= 10

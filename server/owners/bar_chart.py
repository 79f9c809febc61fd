"""Where the columns of a small plot stand: one a day, each of several parts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

WIDTH, HEIGHT = 360, 190
"""Of the plot, in its own units: a phone shows one of them as one pixel, so letters stay readable there."""

LEFT, RIGHT, TOP, BOTTOM = 34, 356, 8, 166
NAMED = 7
"""Most days that are named under the columns."""


class Part(NamedTuple):
    """A part of a column."""

    kind: str
    y: float
    height: float


class Column(NamedTuple):
    """A day."""

    x: float
    middle: float
    name: str
    """Empty where there is no room for one."""
    parts: Sequence[Part]


class Tick(NamedTuple):
    """A line across."""

    y: float
    value: int


class Plot(NamedTuple):
    """Everything that is drawn, in units of the plot."""

    width: float
    """Of a column."""
    columns: Sequence[Column]
    ticks: Sequence[Tick]


def columns(days: Mapping[date, Mapping[str, int]]) -> Plot:
    """A column for each day, its parts by kind from the bottom up; at least one day."""
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


def stacked(parts: Mapping[str, int], unit: float) -> list[Part]:
    """One upon the other; a count of none is not drawn."""
    found, below = [], 0
    for kind, count in parts.items():
        below += count
        if count:
            found.append(Part(kind, round(BOTTOM - below * unit, 2), round(count * unit, 2)))
    return found


def tick_step(most: int) -> int:
    """The least of 1, 2, 5, 10, 20, … that reaches ``most`` in four steps."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if 4 * step >= most:
                return step
        power *= 10

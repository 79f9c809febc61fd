"""Small SVG plots: data in, escaped SVG out, coloured by the classes of ``templates/report.css``."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from eval.statistics.interval import Estimate
from eval.statistics.reliability import Bin

WIDTH = 360
"""Of a plot, in its own units: a phone shows one of them as one pixel, so letters stay readable there."""

STYLES = 5
"""Line styles in the style sheet; further lines reuse them from the first."""


class Curve(NamedTuple):
    """A line of a plot."""

    label: str
    points: Sequence[tuple[float, float]]
    marks: Sequence[tuple[float, float]] = ()
    """Points set off with a ring."""


class PlotArea(NamedTuple):
    """The rectangle that data are drawn in; data go from 0 to 1 across and from 0 to ``most`` upwards."""

    left: float
    top: float
    width: float
    height: float
    most: float = 1.0

    def x(self, value: float) -> float:
        """The x coordinate of a value."""
        return round(self.left + value * self.width, 1)

    def y(self, value: float) -> float:
        """The y coordinate of a value; values above ``most`` are drawn on the upper edge."""
        return round(self.top + (1 - min(value / self.most, 1)) * self.height, 1)


def intervals(title: str, rows: Sequence[tuple[str, Estimate]]) -> Markup:
    """Each row a name, a dot at its value and a bar over its interval, on a scale from 0 to 1."""
    frame = PlotArea(left=128, top=4, width=200, height=20.0 * len(rows))
    parts = [_grid_across(frame)]
    for at, (name, estimate) in enumerate(rows):
        y = frame.top + 20 * at + 10
        parts += [
            Markup('<text x="0" y="{}">{}</text>').format(y + 4, _short(name, 19)),
            _whisker(frame, y, estimate),
            Markup('<text x="{}" y="{}" class="end quiet">{}</text>').format(WIDTH, y + 4, estimate.n),
        ]
    foot = frame.top + frame.height + 15
    parts.append(Markup('<text x="{}" y="{}" class="end quiet">n</text>').format(WIDTH, foot))
    return _svg(title, foot + 5, parts)


def curves(title: str, lines: Sequence[Curve], *, across: str, upwards: str, most: float) -> Markup:
    """Lines over coverage, their names above them.

    Args:
        title: The label for screen readers.
        lines: With x in [0, 1]; what lies above ``most`` runs along the upper edge.
        across: What x is.
        upwards: What y is.
        most: Greatest y drawn, above 0.
    """
    frame = PlotArea(left=34, top=24 + 16.0 * len(lines), width=WIDTH - 46, height=210, most=most)
    parts = [_grid_across(frame), _grid_upwards(frame), _names(frame, across, upwards)]
    for at, line in enumerate(lines):
        style = f"line s{at % STYLES}"
        y = 8 + 16 * at
        points = " ".join(f"{frame.x(x)},{frame.y(value)}" for x, value in line.points)
        parts += [
            Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="{}"/>').format(frame.left, 58, y, y, style),
            Markup('<text x="64" y="{}">{}</text>').format(y + 4, _short(line.label, 46)),
            Markup('<polyline points="{}" class="{}"/>').format(points, style),
        ]
        parts += [
            Markup('<circle cx="{}" cy="{}" r="4.5" class="ring s{}"/>').format(frame.x(x), frame.y(value), at % STYLES)
            for x, value in line.marks
        ]
    return _svg(title, frame.top + frame.height + 36, parts)


def calibration(title: str, bins: Sequence[Bin]) -> Markup:
    """A dot for each bin, its area by the number of results; on the dashed line confidence is calibrated."""
    frame = PlotArea(left=34, top=18, width=WIDTH - 46, height=260)
    most = max((one.right.n for one in bins), default=1)
    parts = [
        _grid_across(frame),
        _grid_upwards(frame),
        _names(frame, "confidence", "share right"),
        Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="ideal"/>').format(
            frame.x(0), frame.x(1), frame.y(0), frame.y(1)
        ),
    ]
    for one in bins:
        x, radius = frame.x(one.confidence), round(2 + 7 * (one.right.n / most) ** 0.5, 1)
        parts += [
            Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="whisker"/>').format(
                x, x, frame.y(one.right.low), frame.y(one.right.high)
            ),
            Markup('<circle cx="{}" cy="{}" r="{}" class="dot"/>').format(x, frame.y(one.right.value), radius),
        ]
    return _svg(title, frame.top + frame.height + 36, parts)


def whisker(estimate: Estimate) -> Markup:
    """A small plot of an estimate, for a table cell."""
    frame = PlotArea(left=4, top=0, width=112, height=14)
    track = Markup('<line x1="4" x2="116" y1="7" y2="7" class="grid"/>')
    return Markup('<svg viewBox="0 0 120 14" width="120" height="14" aria-hidden="true">{}{}</svg>').format(
        track, _whisker(frame, 7, estimate)
    )


def lead(value: float, most: float) -> Markup:
    """A bar right of the middle for a value above 0 and left of it for one below; ``most`` reaches the edge."""
    length = round(29 * min(abs(value) / most, 1) if most else 0, 1)
    bar = Markup('<rect x="{}" y="2" width="{}" height="10" class="{}"/>').format(
        30 if value > 0 else 30 - length, length, "for" if value > 0 else "against"
    )
    middle = Markup('<line x1="30" x2="30" y1="0" y2="14" class="axis"/>')
    return Markup('<svg viewBox="0 0 60 14" width="60" height="14" aria-hidden="true">{}{}</svg>').format(bar, middle)


def _svg(title: str, height: float, parts: Iterable[Markup]) -> Markup:
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, title, Markup("").join(parts)
    )


def _whisker(frame: PlotArea, y: float, estimate: Estimate) -> Markup:
    return Markup(
        '<line x1="{}" x2="{}" y1="{y}" y2="{y}" class="whisker"/><circle cx="{}" cy="{y}" r="3" class="dot"/>'
    ).format(frame.x(estimate.low), frame.x(estimate.high), frame.x(estimate.value), y=y)


def _grid_across(frame: PlotArea) -> Markup:
    bottom = frame.top + frame.height
    return Markup("").join(
        Markup(
            '<line x1="{x}" x2="{x}" y1="{}" y2="{}" class="grid"/>'
            '<text x="{x}" y="{}" class="middle quiet">{:g}</text>'
        ).format(frame.top, bottom, bottom + 15, value, x=frame.x(value))
        for value in (0, 0.25, 0.5, 0.75, 1)
    )


def _grid_upwards(frame: PlotArea) -> Markup:
    return Markup("").join(
        Markup(
            '<line x1="{}" x2="{}" y1="{y}" y2="{y}" class="grid"/><text x="{}" y="{}" class="end quiet">{:g}</text>'
        ).format(frame.x(0), frame.x(1), frame.left - 5, frame.y(value) + 4, round(value, 2), y=frame.y(value))
        for value in (frame.most * step / 4 for step in range(5))
    )


def _names(frame: PlotArea, across: str, upwards: str) -> Markup:
    return Markup('<text x="{}" y="{}" class="end">{}</text><text x="0" y="{}">{}</text>').format(
        WIDTH - 12, frame.top + frame.height + 31, across, frame.top - 8, upwards
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"

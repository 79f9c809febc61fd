import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from eval.report import plots
from eval.report.plots import Curve, PlotArea
from eval.statistics.interval import Estimate
from eval.statistics.reliability import Bin

HOSTILE = """"><script>alert(1)</script> & 'x'"""
HALF = Estimate(0.5, 0.25, 0.75, 12)


def elements(svg: Markup, name: str) -> list[dict[str, str]]:
    return [element.attrib for element in ElementTree.fromstring(svg).iter(name)]


@pytest.mark.parametrize(
    "svg",
    [
        pytest.param(plots.intervals(HOSTILE, [(HOSTILE, HALF)]), id="intervals"),
        pytest.param(
            plots.curves(HOSTILE, [Curve(HOSTILE, [(0, 0)])], across=HOSTILE, upwards=HOSTILE, most=1), id="curves"
        ),
        pytest.param(plots.calibration(HOSTILE, []), id="calibration"),
    ],
)
def test_names_are_escaped_and_a_screen_reader_gets_the_title(svg: Markup) -> None:
    assert elements(svg, "script") == []
    assert ElementTree.fromstring(svg).attrib["aria-label"] == HOSTILE


def test_a_value_stands_between_the_ends_of_its_interval() -> None:
    svg = plots.intervals("hit@1", [("typo", HALF), ("long", Estimate(1.0, 0.9, 1.0, 3))])
    bars = [line for line in elements(svg, "line") if line["class"] == "whisker"]
    dots = elements(svg, "circle")
    assert [(bar["x1"], dot["cx"], bar["x2"]) for bar, dot in zip(bars, dots, strict=True)] == [
        ("178.0", "228.0", "278.0"),
        ("308.0", "328.0", "328.0"),
    ]
    assert [text for text in re.findall(">([^<>]+)</text>", svg) if text in ("typo", "long", "12", "3")] == [
        "typo",
        "12",
        "long",
        "3",
    ]


def test_what_exceeds_the_plot_runs_along_its_edge() -> None:
    frame = PlotArea(left=10, top=20, width=100, height=50, most=0.5)
    assert [frame.x(0), frame.x(1)] == [10, 110]
    assert [frame.y(0), frame.y(0.25), frame.y(0.5), frame.y(1)] == [70, 45, 20, 20]


def test_every_line_has_its_own_style_name_and_marks() -> None:
    lines = [Curve("all", [(0.1, 0.0), (1.0, 0.4)], marks=[(1.0, 0.4)]), Curve("moscow", [(0.5, 0.2)])]
    svg = plots.curves("risk", lines, across="shown", upwards="wrong", most=0.4)
    drawn = elements(svg, "polyline")
    assert [line["class"] for line in drawn] == ["line s0", "line s1"]
    (ring,) = elements(svg, "circle")
    assert drawn[0]["points"].split()[1] == f"{ring['cx']},{ring['cy']}"
    assert all(f">{name}</text>" in svg for name in ("all", "moscow", "shown", "wrong"))


def test_a_bin_that_holds_more_has_a_larger_dot() -> None:
    bins = [Bin(0.1, 0.2, 0.15, Estimate(0.2, 0.1, 0.3, 4)), Bin(0.8, 0.9, 0.85, Estimate(0.9, 0.8, 1.0, 100))]
    small, large = (float(dot["r"]) for dot in elements(plots.calibration("c", bins), "circle"))
    assert small < large


@pytest.mark.parametrize(
    ("value", "most", "expected"),
    [
        pytest.param(0.2, 0.4, (30, 14.5, "for"), id="half-to-the-right"),
        pytest.param(-0.4, 0.4, (1, 29, "against"), id="all-to-the-left"),
        pytest.param(0.0, 0.0, (30, 0, "against"), id="nothing-anywhere"),
    ],
)
def test_a_lead_is_a_bar_on_its_side(value: float, most: float, expected: tuple[float, float, str]) -> None:
    (bar,) = elements(plots.lead(value, most), "rect")
    assert (float(bar["x"]), float(bar["width"]), bar["class"]) == expected

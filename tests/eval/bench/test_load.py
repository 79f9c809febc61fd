import pytest

from eval.bench.load import table
from eval.bench.script import chart

STEPS = [
    {"offered": 11.1, "answered": 10.5, "p50_ms": 53.7, "p99_ms": 145.6, "errors": 0},
    {"offered": 22.2, "answered": 21.9, "p50_ms": 54.1, "p99_ms": 177.4, "errors": 2},
]
RECORD = {
    "machine": "A processor, 2 cores",
    "versions": {"python": "3.11.7"},
    "seconds": 6.0,
    "seed": 21,
    "workers": {"2": {mix: {"capacity": 44.3, "steps": STEPS} for mix in ("uncached", "zipf")}},
}


def test_a_plot_has_a_value_for_each_tick() -> None:
    plot = chart("Time", "passages", ["1,000", "20,000"], "ms", [[0.5, 12], [1.25, 1234567]])
    assert plot.splitlines() == [
        "```mermaid",
        "xychart-beta",
        '    title "Time"',
        '    x-axis "passages" ["1,000", "20,000"]',
        '    y-axis "ms"',
        "    line [0.5, 12]",
        "    line [1.25, 1234567]",
        "```",
    ]


def test_a_plot_with_a_value_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        chart("Time", "passages", ["1", "2"], "ms", [[0.5]])


def test_the_table_of_a_load_has_each_rate_and_the_plots_both_percentiles() -> None:
    written = table(RECORD)
    assert "A processor, 2 cores; python 3.11.7; 6 s a rate, seed 21." in written
    assert "| 2, none asked before | 44 | 22 | 22 | 54 | 177 | 2 |" in written
    assert written.count("line [53.7, 54.1]\n    line [145.6, 177.4]") == 2

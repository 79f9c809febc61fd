"""A page twice as long takes about twice the work, whatever is in it; work is counted in calls, not in seconds."""

import sys
from collections.abc import Callable

import pytest

from eval.bench.linear import KINDS
from ingest.page import parse_page
from tests.pages import bundled_facets

SIZE = 1 << 12
MOST = 2.6
"""Times the calls of a page of half the size."""


def calls(task: Callable[[], object]) -> int:
    """How many functions a task calls, those written in C included."""
    count = 0

    def on_event(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(on_event)
    try:
        task()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "kind",
    [
        *("leads", "leads-and-colons", "fences", "fences-in-items", "open-fences-and-headings", "open-comments"),
        *("closers-on-one-line", "long-table", "wide-table", "html-tables", "html-breaks", "equal-headings"),
        *("tab-labels-on-lines", "bullets-with-bare-names", "bullets-of-unread-names"),
    ],
)
def test_work_grows_with_the_page_alone(kind: str) -> None:
    facets = bundled_facets()
    parse_page("a.md", KINDS[kind](SIZE // 4), facets)  # what is made once is made
    small = calls(lambda: parse_page("a.md", KINDS[kind](SIZE), facets))
    large = calls(lambda: parse_page("a.md", KINDS[kind](2 * SIZE), facets))
    assert large <= MOST * small

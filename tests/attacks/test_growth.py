"""A page twice as long takes about twice the work, whatever is in it; work is counted in calls, not in seconds."""

import sys
from collections.abc import Callable

import pytest

from eval.bench.linear import KINDS
from ingest.page import parse_page
from ingest.render.html import html
from tests.pages import bundled_facets

SIZE = 1 << 12
MOST = 2.6
"""Times the calls of a page of half the size."""

MOST_A_BYTE = 300
"""Calls; a page of one megabyte takes minutes beyond."""


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


GROWING = (
    *("leads", "leads-and-colons", "fences", "fences-in-items", "open-fences-and-headings", "open-comments"),
    *("closers-on-one-line", "long-table", "wide-table", "html-tables", "html-breaks", "equal-headings"),
    *("tab-labels-on-lines", "bullets-with-bare-names", "bullets-of-unread-names", "headings-of-numbers"),
)


@pytest.mark.parametrize(("kind", "size"), [*((kind, SIZE) for kind in GROWING), ("announcements", 4 * SIZE)])
def test_work_grows_with_the_page_alone(kind: str, size: int) -> None:
    facets = bundled_facets()
    parse_page("a.md", KINDS[kind](size // 4), facets)  # what is made once is made
    small = calls(lambda: parse_page("a.md", KINDS[kind](size), facets))
    large = calls(lambda: parse_page("a.md", KINDS[kind](2 * size), facets))
    assert large <= MOST * small


@pytest.mark.parametrize(
    "kind",
    [
        *("prose", "headings-of-numbers", "links", "link-openers", "image-openers", "link-halves"),
        *("link-openers-and-a-closer", "image-openers-and-a-closer", "links-nested", "images-nested"),
    ],
)
def test_each_byte_takes_little_work(kind: str) -> None:
    page = KINDS[kind](SIZE // 2)
    assert calls(lambda: html(parse_page("a.md", page, bundled_facets()).sections[0].blocks)) <= MOST_A_BYTE * len(page)

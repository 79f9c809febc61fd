"""A page twice as long takes about twice the work, whatever is in it; work is counted in calls, not in seconds."""

import sys
from collections.abc import Callable
from typing import SupportsIndex

import pytest

from eval.bench.linear import KINDS
from ingest.markdown.lines import _Reader
from ingest.page import parse_page
from ingest.render.html import html
from tests.pages import bundled_facets

SIZE = 1 << 12
MOST = 2.6
"""Times the calls of a page of half the size."""

MOST_A_BYTE = 300
"""Calls; a page of one megabyte takes minutes beyond."""

HARDLY_ANY = 20
"""Calls for an empty line; each was read by itself, with 140 calls, when a page of a million took 37 s."""


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


class Searched(str):
    """A text that counts the characters in which a line end is looked for."""

    characters = 0

    def find(self, sub: str, start: SupportsIndex | None = 0, end: SupportsIndex | None = None, /) -> int:
        first, last, _ = slice(start, end).indices(len(self))
        found = super().find(sub, first, last)
        self.characters += (last if found < 0 else found) - first
        return found


@pytest.mark.parametrize("unit", ["` ", "`` ` ", "`а` ", "<!-- а --> ", "<!--", "а `<!--` "])
def test_a_line_of_backticks_or_comments_is_searched_for_line_ends_once(unit: str) -> None:
    text = Searched(unit * (SIZE // len(unit)))
    _Reader([str(text)]).shown(text, 0)
    assert text.characters <= 2 * len(text)


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


@pytest.mark.parametrize("ends", ["\n", "\r\n", " \n"])
def test_a_page_of_line_ends_alone_takes_hardly_any_work(ends: str) -> None:
    parse_page("a.md", "а", bundled_facets())  # what is made once is made
    page = f"а{ends * SIZE}б"
    assert calls(lambda: parse_page("a.md", page, bundled_facets())) <= HARDLY_ANY * SIZE

"""The stopwatch of the browser's benchmark: it stops for every question, or says what never came."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from eval.bench import browser as bench
from tests.browser import needs_chromium
from tests.site import Site

pytestmark = needs_chromium


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    opened = browser.new_page(locale="ru-RU")
    yield opened
    opened.close()


@pytest.mark.parametrize("query", ["акт сверки", "frn cdthrb", "ыыыы щщщщ"])
def test_every_question_is_timed_even_where_nothing_is_suggested(tab: Any, site: Site, query: str) -> None:
    assert min(bench.waited(tab, site.address, query)) > 0


def test_an_answer_that_never_comes_is_an_error(tab: Any, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PATIENCE", 1000)
    tab.route(re.compile("fragment="), lambda route: None)
    with pytest.raises(Exception, match=r"nothing within 1000 ms"):
        bench.waited(tab, site.address, "акт 1")

"""How the page looks where it has little room, and on paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from server.app import create_app
from tests.browser import needs_chromium
from tests.hand_service import FACET_LABELS, FACETS, by_hand
from tests.site import served

pytestmark = needs_chromium
QUESTION = "акт сверки"
LONG = "Юридические лица и предприниматели"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Address of a site with a value whose name is longer than a phone is wide."""
    facets, labels = FACETS | {"payer": {"company": LONG}}, FACET_LABELS | {"payer": "Плательщик"}
    with served(create_app(replace(by_hand(), facets=facets, facet_labels=labels, offered=tuple(facets)))) as found:
        yield found


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="ru-RU")
    yield context.new_page()
    context.close()


def test_on_a_phone_the_mark_and_the_languages_share_a_line_and_the_links_have_the_next(
    phone: Any, address: str
) -> None:
    phone.goto(address)
    mark, languages, link = (phone.locator(part).first.bounding_box() for part in (".brand", ".languages", ".site a"))
    middle = mark["y"] + mark["height"] / 2
    assert languages["y"] < middle < languages["y"] + languages["height"]
    assert link["y"] >= mark["y"] + mark["height"]
    assert link["x"] == mark["x"]


def test_at_280_pixels_nothing_stands_out_of_the_page(phone: Any, address: str) -> None:
    phone.set_viewport_size({"width": 280, "height": 650})
    phone.goto(f"{address}?q={QUESTION}&payer=company")
    assert LONG in phone.locator(".menu summary").last.inner_text()
    out = (
        "(all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth - 15).map((one) => one.outerHTML)"
    )
    inside = phone.locator(".facet, .facet summary, .answer, .notice, .field, .top nav, .card")
    assert inside.evaluate_all(out) == []


def test_the_field_invites_to_ask_in_words_that_fit_any_content_and_a_phone(phone: Any, address: str) -> None:
    phone.goto(address)
    field = phone.locator("#q")
    assert field.get_attribute("placeholder") == "Своими словами"
    room = """one => {
      const pen = document.createElement("canvas").getContext("2d");
      const looks = getComputedStyle(one);
      pen.font = looks.font;
      const inside = one.clientWidth - parseFloat(looks.paddingLeft) - parseFloat(looks.paddingRight);
      return inside - pen.measureText(one.placeholder).width;
    }"""
    assert field.evaluate(room) >= 0


@pytest.mark.parametrize("path", [f"?q={QUESTION}", "docs"], ids=["answer", "docs"])
def test_paper_is_light_however_dark_the_screen_is(browser: Any, address: str, path: str) -> None:
    looks = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, locale="ru-RU")
        tab = context.new_page()
        tab.goto(address + path)
        tab.emulate_media(media="print", color_scheme=scheme)
        used = "(all) => all.map((one) => [getComputedStyle(one).color, getComputedStyle(one).colorScheme])"
        looks.append(tab.locator("main :is(h1, h2, p, a, mark, code)").evaluate_all(used))
        context.close()
    assert looks[0] == looks[1]
    assert len(looks[0]) > 5


def test_words_of_the_api_docs_are_not_cut_on_a_phone(phone: Any, address: str) -> None:
    phone.goto(f"{address}docs")
    type_of_q = phone.locator("td", has_text=re.compile("^string up to")).first
    lines = type_of_q.evaluate(
        """one => {
          const words = [...one.textContent.matchAll(/\\S+/g)];
          return words.map(({ 0: word, index }) => {
            const range = document.createRange();
            range.setStart(one.firstChild, index);
            range.setEnd(one.firstChild, index + word.length);
            return [word, range.getClientRects().length];
          });
        }"""
    )
    assert lines
    assert {count for _, count in lines} == {1}

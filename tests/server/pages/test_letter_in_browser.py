"""Letters and the comparison of variants in a real browser, with and without a script."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import needs_chromium
from tests.site import Site

pytestmark = needs_chromium
PATIENCE = 120_000
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"
LETTER = """Добрый день!

Проект в регионе Казахстан. Подскажите, как получить акт сверки за нужный период?
Кто выиграл чемпионат мира по футболу?

С уважением, Иван"""
ACT = "/?q=акт+сверки"


@pytest.fixture(params=["script", "no-script"])
def tab(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """A tab that notes every complaint of the browser's console."""
    context = browser.new_context(java_script_enabled=request.param == "script", locale="ru-RU")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


scripted = pytest.mark.parametrize("tab", ["script"], indirect=True)


def test_a_letter_is_answered_question_by_question(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}letter")
    tab.get_by_label("Ответ на письмо").fill(LETTER)
    tab.get_by_role("button", name="Ответить").click()
    tab.get_by_role("heading", name="В письме 2 вопроса").wait_for()
    replies = tab.locator(".reply")
    assert KAZAKHSTAN in replies.nth(0).inner_text()
    assert MOSCOW not in tab.locator("#results").inner_text()
    assert "Здесь ответа нет" in replies.nth(1).inner_text()


@scripted
def test_a_pasted_letter_makes_the_field_grow_and_its_reply_is_copied(tab: Any, site: Site) -> None:
    tab.goto(site.address)
    tab.evaluate("text => navigator.clipboard.writeText(text)", LETTER)
    tab.locator("#q").focus()
    tab.keyboard.press("Control+V")
    tab.get_by_role("heading", name="В письме 2 вопроса").wait_for()
    assert tab.locator("#letter").input_value() == LETTER
    assert tab.locator("#q").is_hidden()
    assert "письм" not in tab.evaluate("location.search")
    tab.get_by_role("button", name="Скопировать ответ").click()
    tab.get_by_role("button", name="Ответ скопирован").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert KAZAKHSTAN in copied
    assert "https://cloud.vk.com/docs/" in copied

    tab.locator("#letter").press("Escape")
    tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()
    assert tab.locator("#q").is_visible()
    assert tab.locator("#letter").is_hidden()


def test_the_variants_of_an_answer_stand_side_by_side(tab: Any, site: Site) -> None:
    tab.goto(site.address.rstrip("/") + ACT)
    tab.get_by_role("link", name="Чем отличается").first.click()
    columns = tab.locator(".column")
    columns.nth(1).wait_for()
    assert columns.locator("h2, h3").all_inner_texts() == ["Москва", "Казахстан"]
    assert MOSCOW in columns.nth(0).inner_text()
    assert KAZAKHSTAN in columns.nth(1).inner_text()
    assert "период" not in tab.locator(".comparison").inner_text()


@scripted
def test_the_variants_open_below_the_answer_and_close_again(tab: Any, site: Site) -> None:
    tab.goto(site.address.rstrip("/") + ACT)
    link = tab.get_by_role("link", name="Чем отличается").first
    link.press("Enter")
    tab.locator("article.answer .comparison").wait_for()
    assert link.get_attribute("aria-expanded") == "true"
    link.press("Enter")
    tab.locator(".comparison").wait_for(state="detached")
    assert link.get_attribute("aria-expanded") == "false"


def test_the_letter_that_an_answer_tells_to_write_is_ready(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}{ACT[1:]}&region=kazakhstan")
    tab.locator(".ready summary").click()
    shown = tab.locator(".ready").inner_text()
    assert all(said in shown for said in (KAZAKHSTAN, "за какой период вам нужен акт"))
    address = urlsplit(tab.get_by_role("link", name="Открыть в почте").get_attribute("href"))
    assert (address.scheme, address.path) == ("mailto", KAZAKHSTAN)
    assert "за какой период вам нужен акт: " in parse_qs(address.query)["body"][0]
    copy = tab.get_by_role("button", name="Скопировать письмо")
    assert copy.is_visible() == tab.evaluate("document.documentElement.matches('.scripted')")


def test_no_letter_is_ready_as_long_as_its_address_is_open(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}{ACT[1:]}")
    tab.locator("article.answer").wait_for()
    assert tab.locator(".ready").count() == 0


@scripted
def test_the_letter_is_copied(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}{ACT[1:]}&region=moscow")
    tab.locator(".ready summary").click()
    tab.get_by_role("button", name="Скопировать письмо").click()
    tab.get_by_role("button", name="Письмо скопировано").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()").split("\n")
    assert copied[0] == MOSCOW
    assert copied[-1].startswith("за какой период вам нужен акт:")

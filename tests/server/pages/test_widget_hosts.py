"""The widget on host pages of every kind: directions, languages, widths, shadows, keyboards, and one not allowed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import needs_chromium
from tests.foreign import Shop, answer, ask, field

pytestmark = needs_chromium
QUESTION = "акт сверки"
KAZAKHSTAN = "accountvk@qazcloud.kz"
IN_A_SHADOW = """tag => {
  const host = document.querySelector("main").appendChild(document.createElement("div"));
  host.attachShadow({ mode: "open" }).append(document.createElement(tag));
}"""
"""Puts an element where another one of the page's keeps it."""


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="ru-RU")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


# A page that the server does not allow


def test_where_it_is_not_allowed_the_question_is_a_click_away_and_the_console_names_the_setting(
    tab: Any, shop: Shop
) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(shop.page(name="localhost"))
    ask(tab, QUESTION)
    tab.get_by_role("heading", name="Здесь ответ показать не удалось").wait_for()
    assert tab.get_by_role("button", name="Повторить").is_visible()
    ours = [text for text in said if text.startswith("otvet-search: ")]
    assert len(ours) == 1
    assert f"add {shop.host.address('localhost')} to OTVET_CORS_ORIGINS" in ours[0]
    with tab.expect_popup() as opened:
        tab.get_by_role("link", name="Открыть ответ на его сайте").click()
    opened.value.locator("article.answer").filter(has_text=KAZAKHSTAN).wait_for()


def test_a_server_that_does_not_answer_at_all_is_no_question_of_permission(tab: Any, shop: Shop) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(shop.page())
    field(tab).wait_for()
    tab.route(re.compile("/api/v1/|/widget.js"), lambda route: route.abort())
    ask(tab, QUESTION)
    tab.get_by_role("heading", name="Нет связи с сервером").wait_for()
    assert not [text for text in said if "OTVET" in text]


# A page that reads otherwise


def test_on_a_page_that_runs_from_right_to_left_it_runs_from_left_to_right(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page(css="html { direction: rtl; }"))
    ask(tab, QUESTION)
    answer(tab).wait_for()
    find = tab.get_by_role("button", name="Найти").bounding_box()
    assert field(tab).bounding_box()["x"] < find["x"]
    assert answer(tab).locator(".body").evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_the_window_runs_from_left_to_right_too_and_its_button_stays_where_the_page_has_it(
    tab: Any, shop: Shop
) -> None:
    tab.goto(shop.page('region="kazakhstan" launcher="Спросить"', css="html { direction: rtl; }"))
    button = tab.get_by_role("button", name="Спросить")
    assert button.bounding_box()["x"] > tab.viewport_size["width"] / 2
    button.click()
    close = tab.get_by_role("button", name="Закрыть").bounding_box()
    assert close["x"] > tab.viewport_size["width"] / 2
    assert field(tab).evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.mark.parametrize(
    ("lang", "find"), [("en-GB", "Search"), ("kk", "Іздеу"), ("de", "Найти"), ("", "Найти")], ids=lambda one: one or "-"
)
def test_in_another_elements_shadow_it_speaks_the_pages_language(tab: Any, shop: Shop, lang: str, find: str) -> None:
    tab.goto(shop.page())
    field(tab).wait_for()
    tab.evaluate("lang => { document.documentElement.lang = lang; }", lang)
    tab.evaluate(IN_A_SHADOW, "otvet-search")
    assert tab.locator("otvet-search").nth(1).locator("button.main").inner_text() == find


# A page with two servers' scripts


def test_of_two_servers_scripts_the_second_says_that_it_is_not_used(browser: Any, shop: Shop) -> None:
    context = browser.new_context(locale="ru-RU", bypass_csp=True)
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(shop.page())
    field(tab).wait_for()
    other = shop.faq.address.replace("127.0.0.1", "localhost")  # another origin, so its modules are loaded anew
    for address in (f"{shop.faq.address}widget.js?again", f"{other}widget.js"):
        tab.evaluate("src => import(src)", address)
    assert said == [f"otvet-search: another script has defined the element, so that of {other} is not used."]
    context.close()


# A narrow page


@pytest.mark.parametrize("given", ["", 'launcher="Спросить"'], ids=["page", "window"])
def test_at_280_pixels_nothing_stands_out_of_it(tab: Any, shop: Shop, given: str) -> None:
    tab.set_viewport_size({"width": 280, "height": 650})
    tab.goto(shop.page(given))
    if given:
        tab.get_by_role("button", name="Спросить").click()
    ask(tab, "мы ТОО, но проект в москве, как платить")
    answer(tab).wait_for()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 280
    out = (
        """(all, right) => all.filter((one) => one.getBoundingClientRect().right > right).map((one) => one.outerHTML)"""
    )
    box = tab.locator("otvet-search form.ask").bounding_box()
    inside = tab.locator("otvet-search").locator(".facet, .facet summary, .chips li, .answer, .notice, .field")
    assert inside.evaluate_all(out, box["x"] + box["width"] + 0.5) == []


# Opened by a script, or a key


def test_what_a_script_asks_of_a_launcher_is_seen(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page('region="kazakhstan" launcher="Спросить"'))
    tab.get_by_role("button", name="Спросить").wait_for()
    tab.evaluate("window.heard = 0; addEventListener('otvet:open', () => { window.heard += 1; })")
    tab.locator("otvet-search").evaluate("one => one.ask('')")
    assert not tab.get_by_role("dialog").is_visible()
    tab.locator("otvet-search").evaluate("(one, text) => one.ask(text)", QUESTION)
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    assert tab.get_by_role("dialog", name="Спросить").is_visible()
    assert tab.evaluate("window.heard") == 1


def test_a_launcher_may_be_asked_before_it_is_in_a_page(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page())
    field(tab).wait_for()
    status = tab.evaluate(
        """async text => {
          const made = document.querySelector("otvet-search").cloneNode();
          made.setAttribute("launcher", "Спросить");
          let status;
          made.addEventListener("otvet:answer", ({ detail }) => { status = detail.status; });
          await made.ask(text);
          return status;
        }""",
        QUESTION,
    )
    assert status == "answered"


PRESS = """([where, given]) => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...given });
  const inside = (root, name) => (root.shadowRoot ?? root).querySelector(name);
  const target = where.split(" in shadow of ").reverse().reduce(inside, document);
  target.dispatchEvent(event);
}"""

OPENS = {
    "latin": ("Control+k", {"key": "k", "code": "KeyK", "ctrlKey": True}),
    "russian": ("Control+k", {"key": "л", "code": "KeyK", "ctrlKey": True}),
    "dvorak": ("Control+k", {"key": "k", "code": "KeyV", "ctrlKey": True}),
    "caps": ("Control+k", {"key": "K", "code": "KeyK", "ctrlKey": True}),
    "slash": ("/", {"key": "/", "code": "Slash"}),
    "russian slash": ("/", {"key": "/", "code": "Backslash", "shiftKey": True}),
    "order": ("Shift+Control+k", {"key": "k", "code": "KeyK", "ctrlKey": True, "shiftKey": True}),
}
STAYS = {
    "other key": ("Control+k", {"key": "v", "code": "KeyK", "ctrlKey": True}),
    "more held": ("Control+k", {"key": "k", "code": "KeyK", "ctrlKey": True, "altKey": True}),
    "less held": ("Control+k", {"key": "k", "code": "KeyK"}),
    "no shortcut": ("", {"key": "k", "code": "KeyK"}),
    "no key": ("", {}),
}


@pytest.mark.parametrize(("case", "opens"), [(one, True) for one in OPENS] + [(one, False) for one in STAYS])
def test_a_shortcut_is_what_it_says_on_every_keyboard(tab: Any, shop: Shop, case: str, opens: bool) -> None:
    shortcut, key = (OPENS | STAYS)[case]
    tab.goto(shop.page(f'launcher="Спросить" shortcut="{shortcut}"'))
    tab.get_by_role("button", name="Спросить").wait_for()
    tab.evaluate(PRESS, ["body", key])
    assert tab.get_by_role("dialog").is_visible() == opens


def test_a_sign_typed_into_a_field_in_another_elements_shadow_is_the_fields(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page('launcher="Спросить" shortcut="/"'))
    tab.get_by_role("button", name="Спросить").wait_for()
    tab.evaluate(IN_A_SHADOW, "input")
    tab.evaluate(PRESS, ["input in shadow of main > div", {"key": "/", "code": "Slash"}])
    assert not tab.get_by_role("dialog").is_visible()
    tab.evaluate(PRESS, ["body", {"key": "/", "code": "Slash"}])
    assert tab.get_by_role("dialog").is_visible()

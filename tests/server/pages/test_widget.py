"""The widget in a real browser, on a page of another origin with a strict policy of its own."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser import needs_chromium
from tests.foreign import Shop, answer, ask, field

pytestmark = needs_chromium
QUESTION = "акт сверки"
SECTION = "Как получить акт сверки за нужный период?"
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"
HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)> ' & {{ 7*7 }}"""


@pytest.fixture
def tab(browser: Any, shop: Shop) -> Iterator[Any]:
    """A tab on the foreign page, that notes every complaint of the browser's console."""
    context = browser.new_context(locale="ru-RU")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(shop.page())
    yield opened
    context.close()
    assert complaints == []


def heard(tab: Any, name: str) -> None:
    """Keep the last event of that name."""
    tab.evaluate("name => document.addEventListener(name, ({ detail }) => { window.heard = detail; })", name)


# Across origins


def test_a_foreign_page_gets_the_answer_of_its_region(tab: Any) -> None:
    heard(tab, "otvet:answer")
    ask(tab, QUESTION)
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    assert answer(tab).get_by_role("heading").inner_text() == SECTION
    assert answer(tab).locator("mark").count() == 1
    assert answer(tab).locator(".body ol > li").count() >= 2
    assert MOSCOW not in tab.locator("otvet-search .box").inner_text()
    detail = tab.evaluate("window.heard")
    assert detail["answers"][0]["section"] == SECTION
    assert detail["query"]["facets"]["region"]["value"] == "kazakhstan"


def test_a_page_that_is_not_allowed_gets_no_answer(browser: Any, shop: Shop) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(shop.page(name="localhost"))
    ask(tab, QUESTION)
    tab.get_by_role("heading", name="Здесь ответ показать не удалось").wait_for()
    assert tab.get_by_role("status").inner_text() == "Здесь ответ показать не удалось"
    assert answer(tab).count() == 0
    assert SECTION not in tab.locator("otvet-search .box").inner_text()
    tab.close()


def test_every_link_is_absolute_and_opens_beside_the_host_page(tab: Any, shop: Shop) -> None:
    ask(tab, "акт сверки за квартал")  # not word for word, so that more is named below
    answer(tab).wait_for()
    links = tab.locator("otvet-search .box a")
    assert links.count() > 3
    for href, target, rel in links.evaluate_all("all => all.map((a) => [a.getAttribute('href'), a.target, a.rel])"):
        assert re.match(r"https?://|mailto:|tel:", href)
        assert (target == "_blank") == href.startswith("http")
        assert rel == "noopener noreferrer"
    browse = tab.get_by_role("link", name="Все вопросы").get_attribute("href")
    assert browse == f"{shop.faq.address}faq?region=kazakhstan&lang=ru"


def test_a_readers_word_is_kept_and_told_to_the_page(tab: Any, shop: Shop) -> None:
    before = len(shop.faq.feedback())
    heard(tab, "otvet:feedback")
    for button in ("Да", "Устарело"):
        ask(tab, QUESTION)
        answer(tab).locator(".feedback summary").click()
        answer(tab).get_by_role("button", name=button).click()
        tab.get_by_text("Спасибо, ваш отзыв записан.").wait_for()
        assert tab.evaluate("document.activeElement.shadowRoot.activeElement.className") == "thanks"
    yes, no = shop.faq.feedback()[before:]
    assert (yes.helpful, yes.reason, no.helpful, no.reason) == (True, "", False, "outdated")
    assert (yes.query, dict(yes.facets)) == (QUESTION, {"region": "kazakhstan"})
    assert tab.evaluate("[heard.helpful, heard.reason, heard.kept]") == [False, "outdated", True]


# Keys, region, notices


def test_keyboard_alone(tab: Any) -> None:
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.type("акт", delay=10)
    tab.get_by_role("option", name=SECTION).wait_for()
    assert field(tab).get_attribute("aria-expanded") == "true"
    for _ in range(tab.get_by_role("option").count()):
        tab.keyboard.press("ArrowDown")
        active = tab.locator("[aria-selected=true]")
        assert active.get_attribute("id") == field(tab).get_attribute("aria-activedescendant")
        if active.inner_text() == SECTION:
            break
    tab.keyboard.press("Enter")
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    assert field(tab).input_value() == SECTION
    assert not tab.get_by_role("listbox").is_visible()
    said = tab.get_by_role("status").inner_text()
    assert re.fullmatch(rf"Найден\w* \d ответ\w*\. Первый: {re.escape(SECTION)}", said)
    tab.keyboard.press("ArrowDown")
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("Escape")
    assert not tab.get_by_role("listbox").is_visible()
    assert answer(tab).is_visible()
    tab.keyboard.press("Escape")
    assert field(tab).input_value() == ""
    assert answer(tab).count() == 0


def test_the_focus_can_be_seen_wherever_it_goes(tab: Any) -> None:
    ask(tab, QUESTION)
    answer(tab).wait_for()
    seen = set()
    for _ in range(30):
        tab.keyboard.press("Tab")
        name, ring = tab.evaluate(
            """() => {
              const at = document.activeElement.shadowRoot?.activeElement;
              if (!at) return ["", false];
              const around = [at, at.nextElementSibling, at.closest(".field")].filter(Boolean);
              const looks = around.map((one) => getComputedStyle(one));
              const ring = looks.some((one) => parseFloat(one.outlineWidth) >= 2 && one.outlineStyle !== "none");
              return [at.outerHTML.slice(0, 150), ring];
            }"""
        )
        if not name:
            break
        assert ring, name
        seen.add(name)
    assert len(seen) > 8


def test_another_region_by_the_attribute_and_by_the_switch(tab: Any) -> None:
    ask(tab, QUESTION)
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    tab.locator("otvet-search").evaluate("one => one.setAttribute('region', 'moscow')")
    answer(tab).filter(has_text=MOSCOW).wait_for()
    assert tab.get_by_label("Москва").is_checked()
    assert KAZAKHSTAN not in tab.locator("otvet-search .box").inner_text()
    tab.get_by_label("Казахстан").check()
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    assert tab.locator("otvet-search").get_attribute("region") == "kazakhstan"
    tab.get_by_role("group", name="Регион").get_by_label("Все").check()
    notice = tab.locator("otvet-search .differs_by_region")
    notice.wait_for()
    assert tab.locator("otvet-search").get_attribute("region") is None
    notice.get_by_role("button", name="Москва").click()
    answer(tab).filter(has_text=MOSCOW).wait_for()
    tab.wait_for_function("() => document.activeElement.shadowRoot?.activeElement.matches('h2.title')")


def test_asking_removes_the_suggestions(tab: Any) -> None:
    field(tab).fill(QUESTION)
    tab.get_by_role("option").first.wait_for()
    field(tab).press("Enter")
    answer(tab).wait_for()
    assert tab.locator("otvet-search [role=option]").count() == 0


WAYS_TO_ASK: dict[str, Callable[[Any], None]] = {
    "enter": lambda tab: field(tab).press("Enter"),
    "escape": lambda tab: field(tab).press("Escape"),
    "script": lambda tab: tab.locator("otvet-search").evaluate("(one, text) => one.ask(text)", QUESTION),
    "region": lambda tab: tab.locator("otvet-search").evaluate("one => one.setAttribute('region', 'moscow')"),
}


@pytest.mark.parametrize("way", WAYS_TO_ASK)
def test_suggestions_that_would_arrive_after_the_question_was_asked_are_not_awaited(tab: Any, way: str) -> None:
    tab.route("**/api/v1/suggest?*", lambda route: None)  # never answered
    with tab.expect_event("requestfailed") as aborted:
        with tab.expect_request("**/api/v1/suggest?*"):
            field(tab).fill(QUESTION)
        WAYS_TO_ASK[way](tab)
    assert "/suggest" in aborted.value.url
    if way in ("enter", "script"):
        answer(tab).wait_for()
    assert tab.evaluate("document.activeElement.shadowRoot.activeElement.id") == "q"
    assert tab.locator("otvet-search [role=option]").count() == 0
    assert field(tab).get_attribute("aria-expanded") == "false"


def test_suggestions_are_of_the_chosen_region(tab: Any) -> None:
    with tab.expect_response(re.compile("/suggest")) as asked:
        field(tab).type("а")
    assert "region=kazakhstan" in asked.value.url


def test_a_conflict_is_told_and_its_other_side_is_one_click_away(tab: Any) -> None:
    ask(tab, f"{QUESTION}, проект в Москве")
    notice = tab.locator("otvet-search .region_conflict")
    notice.wait_for()
    assert KAZAKHSTAN in answer(tab).inner_text()
    notice.get_by_role("button", name="Показать для Москвы").click()
    answer(tab).filter(has_text=MOSCOW).wait_for()
    assert notice.count() == 0


def test_a_region_read_from_the_question_can_be_taken_off(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page(""))
    ask(tab, f"{QUESTION}, проект в Алматы")
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    assert tab.locator("otvet-search .read").inner_text() == "Казахстан из вопроса"
    tab.get_by_role("button", name="Убрать: Регион: Казахстан").click()
    answer(tab).filter(has_text=MOSCOW).wait_for()
    assert tab.locator("otvet-search .read").count() == 0


def test_a_wrong_layout_is_put_right_and_can_be_had_back(tab: Any) -> None:
    ask(tab, "frn cdthrb")
    answer(tab).filter(has_text=SECTION).wait_for()
    notice = tab.locator("otvet-search .repaired")
    assert "Искали «акт сверки»." in notice.inner_text()
    notice.get_by_role("button", name="Искать «frn cdthrb»").click()
    notice.wait_for(state="detached")


def test_no_answer_names_whom_to_write_in_this_region_and_near_questions(tab: Any) -> None:
    ask(tab, "купить слона")
    state = tab.locator("otvet-search .state")
    state.get_by_role("heading", name="Здесь ответа нет").wait_for()
    assert state.get_by_role("link", name=KAZAKHSTAN).get_attribute("href") == f"mailto:{KAZAKHSTAN}"
    assert MOSCOW not in state.inner_text()
    nearest = tab.get_by_role("navigation", name="Ближайшие вопросы").get_by_role("link").first
    title = nearest.inner_text()
    nearest.click()
    answer(tab).filter(has_text=title).wait_for()
    assert field(tab).input_value() == title
    assert len(tab.context.pages) == 1


def test_without_an_answer_no_notice_speaks_of_one(tab: Any) -> None:
    ask(tab, "купить слона, проект в Москве")
    tab.get_by_role("heading", name="Здесь ответа нет").wait_for()
    assert tab.locator("otvet-search .chips, otvet-search .notice").count() == 0


def test_it_speaks_the_language_it_is_told(tab: Any) -> None:
    ask(tab, QUESTION)
    answer(tab).wait_for()
    tab.locator("otvet-search").evaluate("one => { one.lang = 'en'; }")
    tab.get_by_role("combobox", name="Your question").wait_for()
    answer(tab).get_by_text("Did this help?").wait_for()
    assert tab.get_by_label("Kazakhstan").is_checked()
    assert tab.get_by_role("combobox").input_value() == QUESTION
    assert tab.get_by_role("status").inner_text().startswith("Found")


# When something is wrong


def test_only_the_last_question_is_answered(tab: Any) -> None:
    """Though the answer to an earlier one takes longer."""
    late: list[Any] = []

    def hold(route: Any) -> None:
        late.append(route) if quote("реквизиты") in route.request.url else route.continue_()

    tab.route("**/api/v1/search?*", hold)
    with tab.expect_request("**/api/v1/search?*"):
        ask(tab, "реквизиты")
    assert tab.locator("otvet-search .results").get_attribute("aria-busy") == "true"
    ask(tab, QUESTION)
    answer(tab).filter(has_text=SECTION).wait_for()
    assert len(late) == 1
    late[0].continue_()
    tab.wait_for_timeout(200)
    assert answer(tab).get_by_role("heading").inner_text() == SECTION


def test_offline_says_so_and_goes_on_by_itself(browser: Any, shop: Shop) -> None:
    context = browser.new_context(locale="ru-RU")
    tab = context.new_page()
    tab.goto(shop.page())
    field(tab).wait_for()
    context.set_offline(True)
    ask(tab, QUESTION)
    tab.get_by_text("Проверьте интернет.").wait_for()
    context.set_offline(False)
    answer(tab).filter(has_text=SECTION).wait_for()
    context.close()


@pytest.mark.parametrize(
    ("status", "said"),
    [(500, "У нас что-то сломалось"), (429, "Слишком много вопросов подряд"), (400, "Запрос не выполнен")],
)
def test_a_refusal_is_told(browser: Any, shop: Shop, status: int, said: str) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(shop.page())
    allowed = {"Access-Control-Allow-Origin": shop.host.address()}
    tab.route("**/api/v1/search?*", lambda route: route.fulfill(status=status, headers=allowed, body="{}"))
    ask(tab, QUESTION)
    tab.get_by_role("heading", name=said).wait_for()
    assert tab.get_by_role("status").inner_text() == said
    tab.close()


# Guarded


def test_a_hostile_question_stays_text(tab: Any) -> None:
    ask(tab, HOSTILE)
    tab.locator("otvet-search .results .title").wait_for()
    assert field(tab).input_value() == HOSTILE
    assert tab.locator("otvet-search :is(script, img)").count() == 0


POISONED = (
    '<p onclick="alert(1)" style="color:red" class="info">раз <script>alert(2)</script><img src=x onerror=alert(3)></p>'
    '<a href="javascript:alert(4)">два</a><a href="/ru/pay">три</a><iframe src="https://evil.example"></iframe>'
    "<form action='https://evil.example'><b>четыре</b></form><svg onload=alert(5)><style>*{display:none}</style>"
)


UNSAFE = """
export const safe = (html) => document.createRange().createContextualFragment(html);
export const lead = (link, href) => Object.assign(link, { href });
"""
"""In place of ``safe.js``: copies whatever comes."""


@pytest.fixture
def poisoned(browser: Any, shop: Shop) -> Iterator[tuple[Any, list[str]]]:
    """A tab, and what ran in it, where the server did not clean its answer and the host page has no policy."""
    context = browser.new_context(locale="ru-RU", bypass_csp=True)
    tab = context.new_page()
    ran: list[str] = []

    def noted(dialog: Any) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    def poison(route: Any) -> None:
        response = route.fetch()
        result = response.json()
        result["answers"][0] |= {"html": POISONED, "url": "javascript:alert(1)", "section": HOSTILE}
        route.fulfill(response=response, body=json.dumps(result))

    tab.on("dialog", noted)
    tab.route("**/api/v1/search?*", poison)
    yield tab, ran
    context.close()


def test_hostile_html_in_an_answer_would_run_were_it_not_left_out(poisoned: tuple[Any, list[str]], shop: Shop) -> None:
    tab, ran = poisoned
    headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
    tab.route("**/safe.js", lambda route: route.fulfill(headers=headers, body=UNSAFE))
    tab.goto(shop.page())
    ask(tab, QUESTION)
    answer(tab).locator(".body").filter(has_text="четыре").wait_for(state="attached")
    tab.wait_for_timeout(200)
    assert sorted(ran) == ["2", "3"]


def test_hostile_html_in_an_answer_is_left_out(poisoned: tuple[Any, list[str]], shop: Shop) -> None:
    tab, ran = poisoned
    tab.goto(shop.page())
    ask(tab, QUESTION)
    body = answer(tab).locator(".body")
    body.filter(has_text="четыре").wait_for()
    assert body.inner_html() == (
        f'<p class="info">раз </p><a>два</a><a href="{shop.faq.address}ru/pay" target="_blank" '
        'rel="noopener noreferrer">три</a><b>четыре</b>'
    )
    assert answer(tab).get_by_role("heading").inner_text() == HOSTILE
    assert tab.locator("otvet-search .box a[href^=javascript]").count() == 0
    assert ran == []


LOOKS = """() => [...document.querySelector("otvet-search").shadowRoot.querySelectorAll("*")].map((one) => {
  const { color, backgroundColor, fontSize, fontFamily, display, letterSpacing, textTransform, textAlign, lineHeight,
    visibility, padding, borderTopWidth } = getComputedStyle(one);
  return [one.localName, color, backgroundColor, fontSize, fontFamily, display, letterSpacing, textTransform, textAlign,
    lineHeight, visibility, padding, borderTopWidth].join();
})"""


def test_the_style_of_the_page_does_not_leak_in(tab: Any, shop: Shop) -> None:
    looks = []
    loud = (
        "html { font: italic 40px cursive; } * { color: red !important; letter-spacing: 9px; text-align: right; "
        "text-transform: uppercase; line-height: 3; --accent: lime; --card: red; } "
        "button, input { display: none !important; } "
        ".box, .card, .field, mark { background: lime !important; padding: 50px; }"
    )
    for css in ("", loud):
        tab.goto(shop.page(css=css))
        ask(tab, QUESTION)
        answer(tab).wait_for()
        looks.append(tab.evaluate(LOOKS))
    assert len(looks[0]) > 50
    assert looks[0] == looks[1]


def test_the_page_sets_the_looks_by_properties(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page(css="otvet-search { --otvet-accent: rgb(1, 2, 3); --otvet-radius: 0; --otvet-size: 30px; }"))
    find = tab.get_by_role("button", name="Найти")
    styles = find.evaluate("one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).fontSize]")
    assert styles == ["rgb(1, 2, 3)", "30px"]
    corner = tab.locator("otvet-search .field").evaluate("one => getComputedStyle(one).borderRadius")
    assert corner == "0px"


# In the host page


def test_no_box_of_the_page_cuts_the_suggestions_off(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page(css="main { overflow: hidden; height: 130px; position: relative; }"))
    field(tab).type("акт")
    last = tab.get_by_role("option").last
    last.wait_for()
    seen = """one => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return one.getRootNode().elementFromPoint(left + width / 2, top + height / 2)?.closest("li") === one;
    }"""
    assert last.evaluate(seen)


def test_a_link_to_the_answer_can_be_copied(browser: Any, shop: Shop) -> None:
    context = browser.new_context(locale="ru-RU")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(shop.page())
    ask(tab, QUESTION)
    answer(tab).get_by_role("button", name="Скопировать ссылку").click()
    answer(tab).get_by_role("button", name="Ссылка скопирована").wait_for()
    tab.goto(tab.evaluate("navigator.clipboard.readText()"))
    section = tab.locator(":target")
    assert section.locator("h2").inner_text().startswith(SECTION)
    assert KAZAKHSTAN in section.inner_text()
    assert "Без изменений с " in section.locator(".seal").inner_text()
    context.close()


def test_the_letter_that_an_answer_tells_to_write_is_ready(tab: Any) -> None:
    ask(tab, QUESTION)
    answer(tab).locator(".ready summary").click()
    link = answer(tab).get_by_role("link", name="Открыть в почте")
    assert str(link.get_attribute("href")).startswith(f"mailto:{KAZAKHSTAN}?subject=")
    assert "период" in answer(tab).locator(".ready li").last.inner_text()


def test_a_launcher_opens_the_search_in_a_window_and_escape_closes_it(tab: Any, shop: Shop) -> None:
    tab.goto(shop.page('region="kazakhstan" lang="ru" launcher="Спросить" shortcut="Control+k"'))
    tab.evaluate(
        "window.heard = []; for (const name of ['open', 'close']) "
        "addEventListener(`otvet:${name}`, () => window.heard.push(name))"
    )
    button = tab.get_by_role("button", name="Спросить")
    button.wait_for()
    assert not field(tab).is_visible()
    button.click()
    assert tab.get_by_role("dialog", name="Спросить").is_visible()
    ask(tab, QUESTION)
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    tab.keyboard.press("Escape")  # empties the field
    assert field(tab).is_visible()
    tab.keyboard.press("Escape")
    field(tab).wait_for(state="hidden")
    tab.keyboard.press("Control+k")
    field(tab).wait_for()
    assert tab.evaluate("document.activeElement.shadowRoot.activeElement.id") == "q"
    tab.locator("otvet-search").evaluate("one => one.close()")
    field(tab).wait_for(state="hidden")
    tab.locator("otvet-search").evaluate("one => one.open()")
    field(tab).wait_for()
    assert tab.evaluate("heard") == ["open", "close", "open", "close", "open"]


def test_a_key_that_the_page_has_not_given_away_is_the_pages_own(tab: Any) -> None:
    tab.evaluate("addEventListener('keydown', (event) => { window.got = [event.key, event.defaultPrevented]; })")
    tab.get_by_role("button", name="Корзина").focus()
    for key in ("/", "k", "Control+k"):
        tab.keyboard.press(key)
        assert tab.evaluate("got") == [key[-1], False]


def test_several_on_a_page_keep_to_themselves(tab: Any) -> None:
    tab.evaluate("document.querySelector('main').append(document.querySelector('otvet-search').cloneNode())")
    first, second = tab.locator("otvet-search").nth(0), tab.locator("otvet-search").nth(1)
    second.evaluate("one => one.setAttribute('region', 'moscow')")
    for one in (first, second):
        one.locator("#q").fill(QUESTION)
        one.locator("#q").press("Enter")
    first.locator("article.answer").filter(has_text=KAZAKHSTAN).filter(has_not_text=MOSCOW).wait_for()
    second.locator("article.answer").filter(has_text=MOSCOW).filter(has_not_text=KAZAKHSTAN).wait_for()


def test_whom_the_variant_did_not_help_is_shown_the_other_there_and_then(tab: Any) -> None:
    ask(tab, QUESTION)
    answer(tab).locator(".feedback summary").click()
    answer(tab).get_by_role("button", name="Не мой случай").click()
    answer(tab).locator(".thanks").get_by_role("button", name="Москва").click()
    answer(tab).filter(has_text=MOSCOW).wait_for()

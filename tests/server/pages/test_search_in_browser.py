"""The page in a real browser, over the bundled FAQ: what a reader does, with and without a script."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser import needs_chromium
from tests.site import Site

pytestmark = needs_chromium
QUESTION = "акт сверки"
FAR = "кто выиграл чемпионат мира по футболу"
PATIENCE = 30_000
SECTION = "Как получить акт сверки за нужный период?"
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"
HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)> ' & {{ 7*7 }}"""


@pytest.fixture(params=["script"])
def tab(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    """A tab on the empty page, that notes every complaint of the browser's console."""
    context = browser.new_context(java_script_enabled=request.param == "script", locale="ru-RU")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(site.address)
    yield opened
    context.close()
    assert complaints == []


either = pytest.mark.parametrize("tab", ["script", "no-script"], indirect=True)
without = pytest.mark.parametrize("tab", ["no-script"], indirect=True)


def field(tab: Any) -> Any:
    return tab.locator("#q")


def answer(tab: Any) -> Any:
    return tab.locator("#results:not([aria-busy=true]) article.answer")


def wait_for(tab: Any, text: str) -> None:
    """Until the first answer has the text."""
    answer(tab).filter(has_text=text).wait_for()


def query(tab: Any) -> dict[str, str]:
    """The parameters of the address; without a script a form sends empty ones too, which mean nothing."""
    found: dict[str, str] = tab.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    return {name: value for name, value in found.items() if value}


# With and without a script


@either
def test_ask_read_the_answer_and_switch_the_region(tab: Any) -> None:
    field(tab).fill(QUESTION)
    tab.get_by_label("Москва").check()
    field(tab).press("Enter")
    wait_for(tab, MOSCOW)
    assert answer(tab).locator("h2").inner_text() == SECTION
    assert answer(tab).locator("mark").count() == 1
    assert query(tab) == {"q": QUESTION, "region": "moscow"}

    tab.get_by_label("Казахстан").check()
    if not tab.evaluate("document.documentElement.matches('.scripted')"):
        tab.get_by_role("button", name="Найти").click()
    wait_for(tab, KAZAKHSTAN)
    assert MOSCOW not in tab.locator("#results").inner_text()
    assert query(tab) == {"q": QUESTION, "region": "kazakhstan"}
    assert field(tab).input_value() == QUESTION


@either
def test_a_single_word_gets_titles_to_choose_from(tab: Any) -> None:
    field(tab).fill("документы")
    field(tab).press("Enter")
    which = tab.get_by_role("region", name="Уточните, о чём вопрос")
    which.wait_for()
    titles = which.locator(".rows > details > summary")
    assert 3 <= titles.count() <= 5
    assert which.locator("details[open]").count() == answer(tab).count() == 0
    title = titles.nth(1).inner_text()
    titles.nth(1).click()
    assert which.locator("details[open] > summary").all_inner_texts() == [title]
    assert which.locator("details[open] .body").is_visible()


@either
def test_a_region_read_from_the_question_is_chosen_in_its_control_and_can_be_taken_off(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}, проект в Алматы")
    wait_for(tab, KAZAKHSTAN)
    control = tab.get_by_role("group", name="Регион")
    read = control.locator(".read")
    assert read.inner_text() == "Казахстан из вопроса"
    assert "Алматы" in read.get_attribute("title")
    assert read.get_by_role("radio").is_checked()
    assert tab.get_by_text("Казахстан", exact=True).filter(visible=True).count() == 0
    control.get_by_role("link", name="Убрать: Регион: Казахстан").click()
    wait_for(tab, MOSCOW)
    assert read.count() == 0
    assert control.get_by_label("Все").is_checked()
    assert query(tab)["infer"] == "false"
    tab.goto(tab.url)  # as a link that was shared
    wait_for(tab, MOSCOW)
    assert read.count() == 0


@either
def test_a_region_read_from_one_question_does_not_stay_for_the_next(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}, проект в Алматы")
    wait_for(tab, KAZAKHSTAN)
    field(tab).fill(QUESTION)
    field(tab).press("Enter")
    wait_for(tab, MOSCOW)
    assert tab.locator(".read").count() == 0
    assert query(tab) == {"q": QUESTION}


def test_all_can_be_chosen_over_what_was_read(tab: Any) -> None:
    field(tab).fill(f"{QUESTION}, проект в Алматы")
    field(tab).press("Enter")
    wait_for(tab, KAZAKHSTAN)
    tab.locator(".read").wait_for()
    tab.get_by_role("group", name="Регион").get_by_label("Все").check()
    wait_for(tab, MOSCOW)
    assert query(tab)["infer"] == "false"


@either
def test_a_conflict_is_told_and_its_other_side_is_one_click_away(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}, проект в Казахстане&region=moscow")
    wait_for(tab, MOSCOW)
    tab.locator(".notice.region_conflict").get_by_role("link", name="Показать для Казахстана").click()
    wait_for(tab, KAZAKHSTAN)
    assert tab.locator(".notice.region_conflict").count() == 0


@either
def test_a_wrong_layout_is_put_right_and_can_be_had_back(tab: Any) -> None:
    field(tab).fill("frn cdthrb")
    field(tab).press("Enter")
    wait_for(tab, SECTION)
    notice = tab.locator(".notice.repaired")
    assert "Искали «акт сверки»." in notice.inner_text()
    notice.get_by_role("link", name="Искать «frn cdthrb»").click()
    notice.wait_for(state="detached")
    assert query(tab) == {"q": "frn cdthrb", "repair": "false"}


@either
def test_no_answer_names_whom_to_write_in_this_region_alone(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={FAR}&region=kazakhstan")
    state = tab.locator(".state")
    assert state.get_by_role("heading").inner_text() == "Здесь ответа нет"
    assert state.get_by_role("link", name=KAZAKHSTAN).get_attribute("href") == f"mailto:{KAZAKHSTAN}"
    assert MOSCOW not in state.inner_text()
    nearest = tab.get_by_role("navigation", name="Ближайшие вопросы").get_by_role("link").first
    title = nearest.inner_text()
    nearest.click()
    wait_for(tab, title)


@either
def test_a_readers_word_is_kept(tab: Any, site: Site) -> None:
    before = len(site.feedback())
    address = f"{site.address}?q={QUESTION}&region=moscow"
    tab.goto(address)
    tab.get_by_role("button", name="Да", exact=True).click()
    tab.get_by_text("Спасибо, ваш отзыв записан.").first.wait_for()
    tab.goto(address)
    tab.locator(".feedback summary").click()
    tab.get_by_role("button", name="Устарело").click()
    tab.get_by_text("Спасибо, ваш отзыв записан.").first.wait_for()
    yes, no = site.feedback()[before:]
    assert (yes.helpful, yes.reason, no.helpful, no.reason) == (True, "", False, "outdated")
    assert (yes.query, dict(yes.facets)) == (QUESTION, {"region": "moscow"})
    assert yes.section.endswith("#kak_poluchit_akt_sverki_za_nuzhnyy_period")


@either
def test_a_hostile_question_runs_nothing(tab: Any) -> None:
    field(tab).fill(HOSTILE)
    field(tab).press("Enter")
    tab.locator("#results .found").wait_for()
    assert field(tab).input_value() == HOSTILE
    assert tab.locator("main script, main img").count() == 0


@either
def test_read_the_whole_faq_and_open_another_region_at_the_same_section(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}faq?region=moscow")
    tab.get_by_role("navigation", name="Содержание").get_by_role("link", name=SECTION).click()
    tab.locator(":target h2").filter(has_text=SECTION).wait_for()
    tab.get_by_role("navigation", name="Регион").get_by_role("link", name="Казахстан").click()
    tab.wait_for_url(re.compile("region=kazakhstan"))
    text = tab.locator("main").inner_text()
    assert KAZAKHSTAN in text
    assert MOSCOW not in text


@without
def test_without_a_script_nothing_is_shown_that_needs_one(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}")
    assert [tab.locator(part).is_visible() for part in (".clear", "kbd", "#suggestions")] == [False] * 3
    tab.get_by_role("link", name="Скопировать ссылку").first.click()
    tab.locator(":target h2").filter(has_text=SECTION).wait_for()


# With a script


def test_only_suggestions_come_while_typing_and_the_answer_when_asked(tab: Any) -> None:
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url))
    field(tab).type(QUESTION, delay=5)
    tab.get_by_role("option").first.wait_for()
    assert [one for one in sent if "/suggest" not in one and not one.endswith("/icon.svg")] == []
    assert sum("/suggest" in one for one in sent) < len(QUESTION) / 2  # one for each pause, not for each key
    assert answer(tab).count() == 0
    field(tab).press("Enter")
    wait_for(tab, SECTION)
    assert query(tab) == {"q": QUESTION}
    assert tab.title() == f"{QUESTION} — Вопросы и ответы"
    assert tab.evaluate("document.activeElement.id") == "q"
    assert re.fullmatch(rf"Найдено? \d ответ(а|ов)?\. Первый: {re.escape(SECTION)}", tab.locator("#said").inner_text())


def test_the_letters_that_were_typed_are_bold_in_the_suggestions(tab: Any) -> None:
    field(tab).type("акт све")
    option = tab.get_by_role("option", name=SECTION)
    option.wait_for()
    assert option.locator("b").all_inner_texts() == ["акт", "све"]
    assert "Enter" in tab.locator("#suggestions").get_attribute("data-keys")


def test_only_the_last_question_is_answered_though_an_earlier_answer_comes_later(tab: Any) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route) if quote("реквизиты") in route.request.url else route.continue_()

    tab.route("**/*fragment=true*", hold)
    with tab.expect_event("requestfailed") as aborted:
        with tab.expect_request("**/*fragment=true*"):
            field(tab).fill("реквизиты")
            field(tab).press("Enter")
        field(tab).fill(QUESTION)
        field(tab).press("Enter")
    assert quote("реквизиты") in aborted.value.url
    wait_for(tab, SECTION)
    assert query(tab) == {"q": QUESTION}
    assert len(held) == 1


def test_while_an_answer_is_awaited_the_old_one_has_no_badge(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}&region=moscow")
    badge = tab.locator("article.answer .status")
    colour = "getComputedStyle(document.querySelector('article.answer h2')).color"
    assert badge.is_visible()
    before = tab.evaluate(colour)
    held: list[Any] = []
    tab.route("**/*fragment=true*", lambda route: held.append(route))
    field(tab).fill("реквизиты")
    field(tab).press("Enter")
    badge.wait_for(state="hidden")
    tab.wait_for_function(f"before => {colour} !== before", arg=before)
    held[0].continue_()
    tab.locator("#results[aria-busy=false]").wait_for()
    assert tab.locator("#results h2").first.is_visible()


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_that_something_on_the_way_sends_is_no_answer(browser: Any, site: Site, status: int) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(site.address)
    foreign = "<h1>Bad Gateway</h1><p>nginx</p>"
    tab.route("**/*fragment=true*", lambda route: route.fulfill(status=status, content_type="text/html", body=foreign))
    field(tab).fill(QUESTION)
    field(tab).press("Enter")
    tab.get_by_role("heading", name="Сервер не отвечает").wait_for()
    assert tab.get_by_text("nginx").count() == 0
    tab.unroute("**/*fragment=true*")
    tab.get_by_role("button", name="Повторить").click()
    wait_for(tab, SECTION)
    tab.close()


def test_feedback_that_does_not_arrive_leaves_the_answer(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}&region=moscow")
    tab.route("**/feedback*", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>nginx</h1>"))
    tab.get_by_role("button", name="Да", exact=True).click()
    tab.get_by_role("heading", name="Сервер не отвечает").wait_for()
    assert tab.get_by_text("nginx").count() == 0
    assert MOSCOW in answer(tab).inner_text()


def test_suggestions_by_keyboard_alone(tab: Any) -> None:
    tab.keyboard.type("акт", delay=10)
    options = tab.get_by_role("option")
    options.filter(has_text=SECTION).wait_for()
    assert field(tab).get_attribute("aria-expanded") == "true"
    for _ in range(options.count()):
        tab.keyboard.press("ArrowDown")
        active = tab.locator("[aria-selected=true]")
        assert active.get_attribute("id") == field(tab).get_attribute("aria-activedescendant")
        if active.inner_text() == SECTION:
            break
    tab.keyboard.press("Enter")
    wait_for(tab, SECTION)
    assert query(tab) == {"q": SECTION}
    assert field(tab).input_value() == SECTION
    assert field(tab).get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("way", ["Enter", "Escape"])
def test_suggestions_that_would_arrive_after_the_reader_moved_on_are_not_awaited(tab: Any, way: str) -> None:
    tab.route("**/api/v1/suggest?*", lambda route: None)  # never answered
    with tab.expect_event("requestfailed") as aborted:
        with tab.expect_request("**/api/v1/suggest?*"):
            field(tab).fill(QUESTION)
        tab.keyboard.press(way)
    assert "/suggest" in aborted.value.url
    if way == "Enter":
        wait_for(tab, SECTION)
    assert tab.evaluate("document.activeElement.id") == "q"
    assert tab.locator("[role=option]").count() == 0
    assert field(tab).get_attribute("aria-expanded") == "false"


def test_suggestions_are_of_the_chosen_region(tab: Any) -> None:
    with tab.expect_response(re.compile("/suggest")) as asked:
        tab.get_by_label("Казахстан").check()
        field(tab).type("а")
    assert "region=kazakhstan" in asked.value.url


def test_keys(tab: Any) -> None:
    tab.locator("body").click(position={"x": 2, "y": 400})
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "q"
    assert field(tab).input_value() == ""
    tab.keyboard.type("счет / акт")
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("Escape")
    assert not tab.get_by_role("listbox").is_visible()
    assert field(tab).input_value() == "счет / акт"
    tab.keyboard.press("ArrowDown")
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("ArrowUp")
    assert tab.locator("[aria-selected=true]").inner_text() == tab.get_by_role("option").last.inner_text()
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    assert field(tab).input_value() == ""
    tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()
    assert query(tab) == {}


def test_the_region_is_remembered_for_addresses_that_choose_none(tab: Any, site: Site) -> None:
    tab.get_by_label("Казахстан").check()
    tab.wait_for_url(re.compile("region=kazakhstan"))
    for address in (site.address, f"{site.address}?q={QUESTION}", f"{site.address}faq/qa-corporate"):
        tab.goto(address)
        tab.wait_for_url(re.compile("region=kazakhstan"))
    assert MOSCOW not in tab.locator("main").inner_text()
    tab.goto(f"{site.address}?q={QUESTION}&region=moscow")
    wait_for(tab, MOSCOW)
    assert query(tab) == {"q": QUESTION, "region": "moscow"}
    tab.get_by_role("group", name="Регион").get_by_label("Все").check()
    tab.wait_for_url(re.compile("q=[^&]*$"))
    tab.goto(f"{site.address}?q={QUESTION}")
    wait_for(tab, MOSCOW)
    assert query(tab) == {"q": QUESTION}


def test_a_shared_link_opens_the_same(tab: Any, browser: Any) -> None:
    tab.get_by_label("Казахстан").check()
    field(tab).type(QUESTION)
    field(tab).press("Enter")
    wait_for(tab, KAZAKHSTAN)
    mine, address = answer(tab).inner_text(), tab.url
    other = browser.new_page(locale="ru-RU")
    other.goto(address)
    assert answer(other).inner_text() == mine
    assert field(other).input_value() == QUESTION
    other.close()


def test_back_and_forward(tab: Any) -> None:
    asked = "акт сверки за квартал"  # not word for word, so that more is named below
    field(tab).fill(asked)
    field(tab).press("Enter")
    wait_for(tab, SECTION)
    tab.get_by_label("Москва").check()
    tab.wait_for_url(re.compile("region=moscow"))
    tab.locator("nav.questions a").first.click()
    tab.wait_for_function("() => document.activeElement.id === 'answer'")
    related = field(tab).input_value()
    assert related != asked

    tab.go_back()
    wait_for(tab, MOSCOW)
    assert (field(tab).input_value(), query(tab)) == (asked, {"q": asked, "region": "moscow"})
    tab.go_back()
    tab.wait_for_function("() => document.querySelector('[name=region][value=\"\"]').checked")
    assert query(tab) == {"q": asked}
    tab.go_back()
    tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()
    assert field(tab).input_value() == ""
    tab.go_forward()
    wait_for(tab, SECTION)


def test_each_question_is_one_step_back_and_is_kept_once(tab: Any, site: Site) -> None:
    before = len(site.asked())
    for text in ("акт сверки за квартал", QUESTION):
        field(tab).type(text)
        field(tab).press("Enter")
        tab.wait_for_function("text => document.title.startsWith(`${text} —`)", arg=text)
        field(tab).fill("")
    assert [row.query for row in site.asked()[before:]] == ["акт сверки за квартал", QUESTION]
    tab.go_back()
    tab.wait_for_function("() => document.title.startsWith('акт сверки за квартал')")
    tab.go_back()
    tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()


def test_the_link_that_is_copied_opens_the_section(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}&region=kazakhstan")
    answer(tab).get_by_role("link", name="Скопировать ссылку").click()
    answer(tab).get_by_role("link", name="Ссылка скопирована").wait_for()
    assert tab.locator("#said").inner_text() == "Ссылка скопирована"
    tab.goto(tab.evaluate("navigator.clipboard.readText()"))
    section = tab.locator(":target")
    assert section.locator("h2").inner_text().startswith(SECTION)
    assert KAZAKHSTAN in section.inner_text()
    assert MOSCOW not in tab.locator("main").inner_text()


def test_links_around_the_results_lead_on_from_what_is_shown(tab: Any) -> None:
    tab.get_by_label("Казахстан").check()
    field(tab).type(QUESTION)
    field(tab).press("Enter")
    wait_for(tab, KAZAKHSTAN)
    assert tab.get_by_role("link", name="Все вопросы").get_attribute("href").endswith("/faq?region=kazakhstan")
    tab.get_by_role("link", name="EN", exact=True).click()
    tab.get_by_label("Your question").wait_for()
    assert query(tab) == {"q": QUESTION, "region": "kazakhstan", "lang": "en"}
    field(tab).fill("реквизиты")
    field(tab).press("Enter")
    tab.get_by_label("Kazakhstan").and_(tab.get_by_role("radio")).wait_for()
    tab.wait_for_url(re.compile("lang=en"))


def test_offline_says_so_and_goes_on_by_itself(browser: Any, site: Site) -> None:
    context = browser.new_context(locale="ru-RU")
    tab = context.new_page()
    tab.goto(site.address)
    context.set_offline(True)
    field(tab).fill(QUESTION)
    field(tab).press("Enter")
    tab.get_by_role("heading", name="Нет связи с сервером").wait_for()
    assert "Нет связи" in tab.locator("#said").inner_text()
    tab.get_by_role("button", name="Повторить").click()
    tab.get_by_role("heading", name="Нет связи с сервером").wait_for()
    context.set_offline(False)
    wait_for(tab, SECTION)
    context.close()


@pytest.mark.parametrize(("status", "said"), [(500, "У нас что-то сломалось"), (429, "Слишком много вопросов подряд")])
def test_an_error_of_the_server_is_told(browser: Any, site: Site, status: int, said: str) -> None:
    """What the server renders for it is shown as it comes."""
    tab = browser.new_page(locale="ru-RU")
    tab.goto(site.address)
    body = f'<section class="state card"><h2>{said}</h2></section>'
    ours = {"Content-Type": "text/html", "Otvet-Fragment": "true"}
    tab.route(re.compile("fragment="), lambda route: route.fulfill(status=status, headers=ours, body=body))
    field(tab).fill(QUESTION)
    field(tab).press("Enter")
    tab.locator("#results").get_by_role("heading", name=said).wait_for()
    assert said in tab.locator("#said").inner_text()
    tab.close()


def test_whom_the_variant_did_not_help_is_shown_the_other_there_and_then(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}&region=moscow")
    tab.locator(".feedback summary").click()
    tab.get_by_role("button", name="Не мой случай").click()
    tab.locator(".thanks").get_by_role("link", name="Казахстан").click()
    wait_for(tab, KAZAKHSTAN)
    assert query(tab) == {"q": QUESTION, "region": "kazakhstan"}


def test_whom_the_answer_did_not_help_is_given_a_letter(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}&region=moscow")
    tab.locator(".feedback summary").click()
    tab.get_by_role("button", name="Непонятно").click()
    letter = tab.locator(".thanks").get_by_role("link").first
    letter.wait_for()
    assert letter.get_attribute("href").startswith("mailto:")
    assert quote(QUESTION) in letter.get_attribute("href")
    assert MOSCOW in answer(tab).inner_text()


def test_the_first_line_of_an_answer_is_seen_on_a_phone(browser: Any, site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="ru-RU")
    tab = context.new_page()
    for asked in (f"{QUESTION}&region=moscow", f"{QUESTION}, проект в Алматы", QUESTION):
        tab.goto(f"{site.address}?q={asked}")
        line = tab.locator("article.answer .body li, article.answer .body p").first.bounding_box()
        assert line["y"] + 24 < 640, asked
    context.close()

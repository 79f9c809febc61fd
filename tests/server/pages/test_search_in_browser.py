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
def test_the_answer_of_the_other_region_is_one_click_away(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}&region=kazakhstan")
    answer(tab).get_by_role("link", name="Москва").click()
    wait_for(tab, MOSCOW)
    assert query(tab) == {"q": QUESTION, "region": "moscow"}
    assert tab.get_by_label("Москва").is_checked()


@either
def test_a_region_read_from_the_question_can_be_taken_off(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}, проект в Алматы")
    wait_for(tab, KAZAKHSTAN)
    chip = tab.locator(".chips li")
    assert "Регион: Казахстан" in chip.inner_text()
    assert "«в Алматы»" in chip.inner_text() or "«Алматы»" in chip.inner_text()
    chip.get_by_role("link", name="Убрать: Регион: Казахстан").click()
    wait_for(tab, MOSCOW)
    assert chip.count() == 0
    assert query(tab)["infer"] == "false"
    tab.goto(tab.url)  # as a link that was shared
    wait_for(tab, MOSCOW)
    assert chip.count() == 0


@either
def test_a_conflict_is_told_and_its_other_side_is_one_click_away(tab: Any, site: Site) -> None:
    tab.goto(f"{site.address}?q={QUESTION}, проект в Казахстане&region=moscow")
    wait_for(tab, MOSCOW)
    tab.locator(".notice.region_conflict").get_by_role("link", name="Казахстан").click()
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
    assert state.get_by_role("heading").inner_text() == "В этом FAQ ответа нет"
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


def test_the_answer_comes_while_typing(tab: Any) -> None:
    field(tab).type(QUESTION, delay=20)
    tab.locator(f".found[data-title^='{QUESTION} ']").wait_for()
    wait_for(tab, SECTION)
    assert query(tab) == {"q": QUESTION}
    assert tab.title() == f"{QUESTION} — Вопросы и ответы"
    assert tab.evaluate("document.activeElement.id") == "q"
    assert re.fullmatch(rf"Найдено \d ответ(а|ов)\. Первый: {re.escape(SECTION)}", tab.locator("#said").inner_text())


def test_only_the_last_of_what_was_typed_is_shown(tab: Any) -> None:
    """Though the answer to an earlier text takes longer than that to a later one."""
    late: list[Any] = []

    def hold(route: Any) -> None:
        late.append(route) if quote("реквизиты") in route.request.url else route.continue_()

    tab.route("**/*partial=true", hold)
    with tab.expect_request("**/*partial=true"):
        field(tab).fill("реквизиты")
    field(tab).fill(QUESTION)
    wait_for(tab, SECTION)
    assert len(late) == 1
    late[0].continue_()
    tab.wait_for_timeout(200)
    assert answer(tab).locator("h2").inner_text() == SECTION


def test_what_is_taken_back_while_its_answer_is_awaited_is_not_shown(tab: Any) -> None:
    field(tab).fill(QUESTION)
    wait_for(tab, SECTION)
    late: list[Any] = []
    tab.route("**/*fragment=true*", lambda route: late.append(route))
    with tab.expect_request("**/*fragment=true*"):
        field(tab).fill("реквизиты")
    field(tab).fill(QUESTION)
    tab.wait_for_timeout(200)
    assert len(late) > 1
    for route in late:
        route.continue_()
    wait_for(tab, SECTION)
    assert query(tab) == {"q": QUESTION}


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


@pytest.mark.parametrize("way", ["Enter", "Escape", "back"])
def test_suggestions_that_arrive_after_the_reader_moved_on_stay_closed(tab: Any, way: str) -> None:
    late: list[Any] = []
    tab.route("**/api/v1/suggest?*", lambda route: late.append(route))
    with tab.expect_request("**/api/v1/suggest?*"):
        field(tab).fill(QUESTION)
    wait_for(tab, SECTION)
    tab.evaluate("history.back()") if way == "back" else tab.keyboard.press(way)
    if way != "Enter":
        tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()
    for route in late:
        route.continue_()
    tab.wait_for_timeout(300)
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


def test_suggestions_leave_when_typing_rests(tab: Any) -> None:
    field(tab).type(QUESTION)
    tab.get_by_role("option").first.wait_for()
    tab.get_by_role("listbox").wait_for(state="hidden")
    assert answer(tab).locator("h2").inner_text() == SECTION


def test_the_region_is_remembered_and_a_shared_link_says_its_own(tab: Any, site: Site) -> None:
    tab.get_by_label("Казахстан").check()
    tab.wait_for_url(re.compile("region=kazakhstan"))
    tab.goto(site.address)
    tab.wait_for_url(re.compile("region=kazakhstan"))
    assert tab.get_by_label("Казахстан").is_checked()
    tab.goto(f"{site.address}?q={QUESTION}")
    assert query(tab) == {"q": QUESTION}
    assert tab.get_by_role("group", name="Регион").get_by_label("Все").is_checked()
    assert MOSCOW in answer(tab).inner_text()


def test_a_shared_link_opens_the_same(tab: Any, browser: Any) -> None:
    tab.get_by_label("Казахстан").check()
    field(tab).type(QUESTION)
    wait_for(tab, KAZAKHSTAN)
    mine, address = answer(tab).inner_text(), tab.url
    other = browser.new_page(locale="ru-RU")
    other.goto(address)
    assert answer(other).inner_text() == mine
    assert field(other).input_value() == QUESTION
    other.close()


def test_back_and_forward(tab: Any) -> None:
    field(tab).fill(QUESTION)
    field(tab).press("Enter")
    wait_for(tab, SECTION)
    tab.get_by_label("Москва").check()
    tab.wait_for_url(re.compile("region=moscow"))
    tab.locator("nav.questions a").first.click()
    tab.wait_for_function("() => document.activeElement.id === 'answer'")
    related = field(tab).input_value()
    assert related != QUESTION

    tab.go_back()
    wait_for(tab, MOSCOW)
    assert (field(tab).input_value(), query(tab)) == (QUESTION, {"q": QUESTION, "region": "moscow"})
    tab.go_back()
    tab.wait_for_function("() => document.querySelector('[name=region][value=\"\"]').checked")
    assert query(tab) == {"q": QUESTION}
    tab.go_back()
    tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()
    assert field(tab).input_value() == ""
    tab.go_forward()
    wait_for(tab, SECTION)


def test_what_is_typed_is_one_step_back_and_one_question(tab: Any, site: Site) -> None:
    before = len(site.asked())
    for text in ("акт сверки", "акт сверки за квартал", QUESTION):
        field(tab).fill(text)
        tab.wait_for_url(
            re.compile(f"q={re.escape(tab.evaluate('encodeURIComponent', text)).replace('%20', '(%20|[+])')}$")
        )
        wait_for(tab, "акт")
    assert len(site.asked()) == before
    with tab.expect_response(lambda response: "fragment" in response.url and "partial" not in response.url):
        field(tab).press("Enter")
    assert [row.query for row in site.asked()[before:]] == [QUESTION]
    tab.go_back()
    tab.get_by_role("heading", name="На что здесь есть ответ").wait_for()


def test_an_answer_left_standing_counts_as_asked(tab: Any, site: Site) -> None:
    before = len(site.asked())
    with tab.expect_response(lambda response: "fragment" in response.url and "partial" not in response.url):
        field(tab).fill(QUESTION)
    assert [row.query for row in site.asked()[before:]] == [QUESTION]


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
    wait_for(tab, KAZAKHSTAN)
    assert tab.get_by_role("link", name="Все вопросы").get_attribute("href").endswith("/faq?region=kazakhstan")
    tab.get_by_role("link", name="EN", exact=True).click()
    tab.get_by_label("Your question").wait_for()
    assert query(tab) == {"q": QUESTION, "region": "kazakhstan", "lang": "en"}
    field(tab).fill("реквизиты")
    tab.get_by_label("Kazakhstan").and_(tab.get_by_role("radio")).wait_for()
    tab.wait_for_url(re.compile("lang=en"))


def test_offline_says_so_and_goes_on_by_itself(browser: Any, site: Site) -> None:
    context = browser.new_context(locale="ru-RU")
    tab = context.new_page()
    tab.goto(site.address)
    context.set_offline(True)
    field(tab).fill(QUESTION)
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
    tab.route(re.compile("fragment="), lambda route: route.fulfill(status=status, content_type="text/html", body=body))
    field(tab).fill(QUESTION)
    tab.locator("#results").get_by_role("heading", name=said).wait_for()
    assert said in tab.locator("#said").inner_text()
    tab.close()

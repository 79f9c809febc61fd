"""A content with facets of its own, city and way of delivery, in a real browser: on the page and in the widget."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from index.search import Searcher
from tests.browser import needs_chromium
from tests.foreign import Shop, answer, ask, shop_of
from tests.site import Site, bundled_site

pytestmark = needs_chromium
WAIT, KAZAN, MOSCOW = "Сколько ждать заказ?", "через 3 рабочих дня", "в тот же день"
UNDECIDED = "Хочу отменить заказ, уже заплатила"
BEFORE, AFTER = "Как отменить заказ до оплаты?", "Как отменить заказ после оплаты?"


@pytest.fixture(scope="module")
def faq(store: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with bundled_site(store, tmp_path_factory.mktemp("traffic") / "traffic.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def host(store: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(store, tmp_path_factory.mktemp("traffic") / "traffic.db") as opened:
        yield opened


@pytest.fixture
def open_tab(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a tab; in the end, none of their consoles has a complaint."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(address: str, **options: Any) -> Any:
        contexts.append(browser.new_context(locale="ru-RU", reduced_motion="reduce", **options))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def menu(tab: Any, label: str) -> Any:
    return tab.locator("details.menu").filter(has_text=label)


def choose(tab: Any, label: str, value: str) -> None:
    menu(tab, label).locator("summary").click()
    menu(tab, label).get_by_label(value, exact=True).check()


def shown(tab: Any, label: str) -> str:
    text: str = menu(tab, label).locator("summary").inner_text()
    return " ".join(text.split())


# The page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_choose_a_city_and_a_way(open_tab: Callable[..., Any], faq: Site, script: bool) -> None:
    tab = open_tab(faq.address, java_script_enabled=script)
    assert shown(tab, "Город") == "Город: все"
    tab.locator("#q").fill(WAIT)
    choose(tab, "Город", "Казань")
    tab.locator("#q").press("Enter")
    tab.locator("article.answer").filter(has_text=KAZAN).filter(has_not_text=MOSCOW).wait_for()
    assert shown(tab, "Город") == "Город: Казань"
    assert shown(tab, "Способ получения") == "Способ получения: все"
    tab.locator("#q").fill("Сколько стоит доставка?")
    choose(tab, "Способ получения", "Самовывоз")
    tab.locator("#q").press("Enter")
    tab.locator("article.answer").filter(has_text="в магазине можно бесплатно").wait_for()
    assert "city=kazan" in tab.url
    assert "way=pickup" in tab.url


def test_a_menu_by_keyboard_alone(open_tab: Callable[..., Any], faq: Site) -> None:
    tab = open_tab(f"{faq.address}?q={WAIT}")
    tab.get_by_role("button", name="Найти").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    for _ in range(3):  # from the last option on to the first, and to the third
        tab.keyboard.press("ArrowDown")
    tab.locator("article.answer").filter(has_text=KAZAN).filter(has_not_text=MOSCOW).wait_for()
    assert tab.get_by_role("group", name="Город").get_by_role("radio", name="Казань").is_checked()
    tab.keyboard.press("Escape")
    assert tab.locator("details[open].menu").count() == 0
    assert tab.evaluate("document.activeElement.localName") == "summary"


def test_a_menu_closes_when_something_is_chosen_or_the_reader_goes_elsewhere(
    open_tab: Callable[..., Any], faq: Site
) -> None:
    tab = open_tab(faq.address)
    opened = tab.locator("details[open].menu")
    ways: list[Callable[[], None]] = [
        lambda: menu(tab, "Город").get_by_label("Казань").check(),
        lambda: tab.locator("#q").click(),
        lambda: menu(tab, "Способ получения").locator("summary").click(),
    ]
    for leave in ways:
        menu(tab, "Город").locator("summary").click()
        assert opened.count() == 1
        leave()
        tab.wait_for_function("() => !document.querySelector('details.menu[open]')?.textContent.includes('Казань')")


def test_the_choice_is_remembered_for_every_facet(open_tab: Callable[..., Any], faq: Site) -> None:
    tab = open_tab(faq.address)
    choose(tab, "Город", "Казань")
    choose(tab, "Способ получения", "Курьер")
    tab.wait_for_url("**/?city=kazan&way=courier")
    tab.locator("header a[href$='/faq?city=kazan&way=courier']").wait_for()
    tab.goto(faq.address)
    tab.wait_for_url("**/?city=kazan&way=courier")
    assert (shown(tab, "Город"), shown(tab, "Способ получения")) == ("Город: Казань", "Способ получения: Курьер")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_several_cities_of_an_address_stay_chosen_until_one_is(
    open_tab: Callable[..., Any], faq: Site, script: bool
) -> None:
    tab = open_tab(f"{faq.address}?q={WAIT}&city=moscow&city=kazan", java_script_enabled=script)
    found = tab.locator("article.answer")
    assert shown(tab, "Город") == "Город: Москва, Казань"
    choose(tab, "Способ получения", "Курьер")
    tab.locator("#q").press("Enter")
    tab.wait_for_url("**/*way=courier*")
    assert shown(tab, "Город") == "Город: Москва, Казань"
    found.filter(has_text=KAZAN).filter(has_text=MOSCOW).filter(has_not_text="на следующий день").wait_for()
    choose(tab, "Город", "Казань")
    tab.locator("#q").press("Enter")
    found.filter(has_text=KAZAN).filter(has_not_text=MOSCOW).wait_for()


def test_a_city_chosen_among_all_questions_is_remembered_too(open_tab: Callable[..., Any], faq: Site) -> None:
    tab = open_tab(f"{faq.address}faq/delivery")
    menu(tab, "Город").locator("summary").click()
    menu(tab, "Город").get_by_role("link", name="Казань").click()
    tab.wait_for_url("**/faq/delivery?city=kazan")
    assert KAZAN in tab.locator("main").inner_text()
    assert MOSCOW not in tab.locator("main").inner_text()
    tab.goto(faq.address)
    tab.wait_for_url("**/?city=kazan")


def test_one_thing_is_asked_back_at_a_time(open_tab: Callable[..., Any], faq: Site) -> None:
    tab = open_tab(f"{faq.address}?q=В какие часы можно получить заказ?")
    notice = tab.locator(".notice")
    assert notice.count() == 1
    assert notice.inner_text().startswith("Ответ зависит от города. Выберите свой:")
    notice.get_by_role("link", name="Казань").click()
    tab.locator(".notice").filter(has_text="Ответ зависит от способа получения.").wait_for()
    assert shown(tab, "Город") == "Город: Казань"


def test_of_two_near_sections_neither_is_called_the_answer(open_tab: Callable[..., Any], faq: Site) -> None:
    tab = open_tab(f"{faq.address}?q={UNDECIDED}")
    which = tab.get_by_role("region", name="Уточните, о чём вопрос")
    assert sorted(which.locator(".rows > details > summary").all_inner_texts()) == sorted([BEFORE, AFTER])
    assert tab.locator("article.answer, .status").count() == 0
    which.get_by_text(AFTER).click()
    body = which.locator("details[open] .body")
    assert body.is_visible()
    which.locator("details[open]").get_by_role("button", name="Да", exact=True).click()
    which.get_by_text("Спасибо").wait_for()


# The widget


def test_the_widget_has_an_attribute_for_each_facet(open_tab: Callable[..., Any], host: Shop) -> None:
    tab = open_tab(host.page('city="kazan" way="mars"'))
    assert (shown(tab, "Город"), shown(tab, "Способ получения")) == ("Город: Казань", "Способ получения: все")
    ask(tab, WAIT)
    answer(tab).filter(has_text=KAZAN).filter(has_not_text=MOSCOW).wait_for()
    choose(tab, "Город", "Москва")
    answer(tab).filter(has_text=MOSCOW).wait_for()
    element = tab.locator("otvet-search")
    assert element.get_attribute("city") == "moscow"
    element.evaluate("one => one.setAttribute('city', 'kazan')")
    answer(tab).filter(has_text=KAZAN).wait_for()
    assert shown(tab, "Город") == "Город: Казань"
    choose(tab, "Город", "Все")
    answer(tab).filter(has_text=MOSCOW).wait_for()
    assert element.get_attribute("city") is None


def test_several_values_in_an_attribute_are_an_option_beside_each_and_all(
    open_tab: Callable[..., Any], host: Shop
) -> None:
    tab = open_tab(host.page('city="moscow,kazan"'))
    element = tab.locator("otvet-search")
    assert shown(tab, "Город") == "Город: Москва, Казань"
    ask(tab, WAIT)
    answer(tab).filter(has_text=KAZAN).filter(has_not_text="на следующий день").wait_for()
    choose(tab, "Город", "Казань")
    answer(tab).filter(has_text=KAZAN).filter(has_not_text=MOSCOW).wait_for()
    assert element.get_attribute("city") == "kazan"
    element.evaluate("one => one.setAttribute('city', '-kazan')")
    answer(tab).filter(has_text=MOSCOW).filter(has_not_text=KAZAN).wait_for()
    assert shown(tab, "Город") == "Город: не Казань"
    choose(tab, "Город", "Все")
    answer(tab).filter(has_text=KAZAN).wait_for()
    assert element.get_attribute("city") is None
    assert shown(tab, "Город") == "Город: все"


def test_a_value_that_the_widget_asks_for_is_asked_with(open_tab: Callable[..., Any], host: Shop) -> None:
    tab = open_tab(host.page(""))
    ask(tab, WAIT)
    notice = tab.locator("otvet-search .notice")
    notice.wait_for()
    assert notice.inner_text().startswith("Ответ зависит от города. Выберите свой:")
    notice.get_by_role("button", name="Казань").click()
    answer(tab).filter(has_text=KAZAN).filter(has_not_text=MOSCOW).wait_for()
    assert tab.locator("otvet-search").get_attribute("city") == "kazan"
    assert notice.count() == 0


def test_the_widget_opens_the_section_that_is_meant_and_calls_none_the_answer(
    open_tab: Callable[..., Any], host: Shop
) -> None:
    tab = open_tab(host.page(""))
    ask(tab, UNDECIDED)
    which = tab.get_by_role("region", name="Уточните, о чём вопрос")
    which.wait_for()
    assert sorted(which.locator(".rows > details > summary").all_inner_texts()) == sorted([BEFORE, AFTER])
    assert tab.locator("otvet-search :is(article, .status)").count() == 0
    said = tab.get_by_role("status").inner_text()
    assert said.startswith("Уточните, о чём вопрос — ")
    assert "Найден" not in said
    which.get_by_text(AFTER).click()
    assert which.locator("details[open] .body").is_visible()
    which.locator("details[open]").get_by_role("button", name="Да", exact=True).click()
    which.get_by_text("Спасибо").wait_for()


# Every state fits and is for everyone


def menu_open(tab: Any) -> None:
    menu(tab, "Способ получения").locator("summary").click()


def which_open(tab: Any) -> None:
    tab.locator("summary").filter(has_text=AFTER).click()


STATES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "menu": (f"?q={WAIT}&city=spb", menu_open),
    "which": (f"?q={UNDECIDED}", which_open),
    "faq": ("faq/delivery?city=kazan&way=locker", menu_open),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1000, "light")], ids=["narrow-dark", "wide-light"])
def test_a_state_fits_and_is_for_everyone(
    open_tab: Callable[..., Any], faq: Site, state: str, width: int, scheme: str
) -> None:
    address, act = STATES[state]
    tab = open_tab(faq.address + address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    act(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")
    found = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1000, "light")], ids=["narrow-dark", "wide-light"])
def test_the_widget_fits_and_is_for_everyone(open_tab: Callable[..., Any], host: Shop, width: int, scheme: str) -> None:
    css = ":root { color-scheme: light dark; } body { background: light-dark(#fff, #111); }"
    tab = open_tab(host.page('city="kazan"', css=css), viewport={"width": width, "height": 800}, color_scheme=scheme)
    ask(tab, UNDECIDED)
    tab.get_by_role("region", name="Уточните, о чём вопрос").wait_for()
    which_open(tab)
    menu_open(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")
    found = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()

"""Every state of the page, light and dark, wide and narrow: nothing scrolls sideways, axe finds nothing to mend."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.app import create_app
from tests.browser import needs_chromium
from tests.hand_service import by_hand
from tests.site import Site, served

pytestmark = needs_chromium
QUESTION = "акт сверки"


def opened(path: str) -> Callable[[Any, str], None]:
    def at(tab: Any, address: str) -> None:
        tab.goto(address + path)

    return at


def suggesting(tab: Any, address: str) -> None:
    tab.goto(address)
    tab.locator("#q").type("акт", delay=10)
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("ArrowDown")


def loading(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.route("**/*fragment=true*", lambda route: None)  # never answered
    tab.locator("#q").fill("реквизиты")
    tab.locator("#results[aria-busy=true]").wait_for()
    tab.wait_for_timeout(500)


def complaining(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.locator(".feedback summary").click()


def thanked(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.get_by_role("button", name="Да", exact=True).click()
    tab.locator(".thanks").wait_for()


def thanked_on_a_page(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.evaluate("document.querySelector('.feedback').submit()")  # past the script
    tab.get_by_role("link", name="Вернуться к ответу").wait_for()


def offline(tab: Any, address: str) -> None:
    tab.goto(address)
    tab.context.set_offline(True)
    tab.locator("#q").fill(QUESTION)
    tab.get_by_role("button", name="Повторить").wait_for()


STATES: dict[str, Callable[[Any, str], None]] = {
    "empty": opened(""),
    "answer": opened(f"?q={QUESTION}&region=kazakhstan"),
    "every-region": opened(f"?q={QUESTION}"),
    "inferred": opened(f"?q={QUESTION}, проект в Алматы&scheme=prepaid"),
    "conflict": opened(f"?q={QUESTION}, проект в Казахстане&region=moscow"),
    "repaired": opened("?q=frn cdthrb"),
    "no-answer": opened("?q=кто выиграл чемпионат мира по футболу"),
    "long-word": opened("?q=" + "щ" * 400),
    "error": opened("?q=" + "a" * 1001),
    "not-found": opened("nothing"),
    "english": opened(f"?q={QUESTION}&lang=en"),
    "kazakh": opened(f"?q={QUESTION}&region=kazakhstan&lang=kk"),
    "faq": opened("faq?region=moscow"),
    "suggesting": suggesting,
    "loading": loading,
    "complaining": complaining,
    "thanked": thanked,
    "thanked-on-a-page": thanked_on_a_page,
    "offline": offline,
}


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture(params=[(320, "dark"), (1280, "light")], ids=["narrow-dark", "wide-light"])
def tab(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="ru-RU", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_a_state_fits_and_is_for_everyone(tab: Any, axe: Any, site: Site, state: str) -> None:
    STATES[state](tab, site.address)
    width = tab.evaluate("innerWidth")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.run(tab)
    assert found.violations_count == 0, found.generate_report()


def test_the_contents_of_many_pages_fit_and_are_for_everyone(tab: Any, axe: Any) -> None:
    with served(create_app(by_hand())) as address:
        tab.goto(f"{address}faq")
        assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")
        found = axe.run(tab)
    assert found.violations_count == 0, found.generate_report()


def test_the_focus_can_be_seen_wherever_it_goes(browser: Any, site: Site) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(f"{site.address}?q={QUESTION}&region=kazakhstan")
    seen = set()
    for _ in range(30):
        tab.keyboard.press("Tab")
        name, outlined = tab.evaluate(
            """() => {
              const at = document.activeElement;
              const around = [at, at.nextElementSibling, at.closest(".field")].filter(Boolean);
              const ring = around.some((one) => parseFloat(getComputedStyle(one).outlineWidth) >= 2
                && getComputedStyle(one).outlineStyle !== "none");
              return [at.outerHTML.slice(0, 120), ring];
            }"""
        )
        if name.startswith("<body"):
            break
        assert outlined, name
        seen.add(name)
    assert len(seen) > 20
    tab.close()


def test_print_leaves_the_answer_alone(browser: Any, site: Site) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(f"{site.address}?q={QUESTION}&region=kazakhstan")
    tab.emulate_media(media="print")
    assert tab.locator("article.answer .body").is_visible()
    for part in (".ask", ".feedback", ".languages", "nav.questions"):
        assert not tab.locator(part).first.is_visible()
    tab.close()

"""Every state of the widget, and the page that shows it: light and dark, wide and narrow, for everyone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_chromium
from tests.foreign import Shop, answer, ask, field

pytestmark = needs_chromium
QUESTION = "акт сверки"
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"


def typing(tab: Any) -> None:
    field(tab).type("акт", delay=10)
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("ArrowDown")


def asking(question: str) -> Callable[[Any], None]:
    def act(tab: Any) -> None:
        ask(tab, question)
        tab.locator("otvet-search .results .title").wait_for()

    return act


def unfolded(tab: Any) -> None:
    asking(QUESTION)(tab)
    for summary in tab.locator("otvet-search summary").all():
        summary.press("Enter")  # a menu that is open may lie over the next one


def broken(tab: Any) -> None:
    tab.route("**/api/v1/search?*", lambda route: route.abort())
    asking(QUESTION)(tab)


STATES: dict[str, Callable[[Any], None]] = {
    "empty": lambda tab: field(tab).wait_for(),
    "typing": typing,
    "answer": asking("реквизиты"),
    "conflict": asking(f"{QUESTION}, проект в Москве"),
    "repaired": asking("frn cdthrb"),
    "no-answer": asking("ыыыы щщщщ"),
    "unfolded": unfolded,
    "broken": broken,
}


@pytest.fixture(params=[(280, "dark"), (1000, "light")], ids=["narrow-dark", "wide-light"])
def dressed(request: pytest.FixtureRequest, browser: Any) -> Iterator[tuple[Any, str]]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="ru-RU", reduced_motion="reduce"
    )
    yield context.new_page(), scheme
    context.close()


def violations(tab: Any) -> list[tuple[str, Any, Any]]:
    """The violations that axe finds: rule and place. Its own report cannot name places in a shadow tree."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(tab).response["violations"]
    return [(rule["id"], node["target"], node["any"]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("state", STATES)
def test_a_state_fits_and_is_for_everyone(dressed: tuple[Any, str], shop: Shop, state: str) -> None:
    tab, scheme = dressed
    tab.goto(shop.page(css=":root { color-scheme: light dark; } body { background: light-dark(#fff, #111); }"))
    STATES[state](tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")
    card = tab.locator("otvet-search .field").evaluate("one => getComputedStyle(one).backgroundColor")
    assert card == ("rgb(28, 32, 37)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert violations(tab) == []


def test_what_can_be_done_with_an_answer_stands_apart(browser: Any, shop: Shop) -> None:
    tab = browser.new_page(viewport={"width": 1000, "height": 800})
    tab.goto(shop.page())
    unfolded(tab)
    for foot in tab.locator("otvet-search .foot").all():
        first, second = (one.bounding_box() for one in foot.locator("a, button").all()[:2])
        assert first["x"] + first["width"] + 8 < second["x"]
    tab.close()


def test_before_the_script_comes_there_is_a_link(browser: Any, shop: Shop) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(shop.page())
    assert tab.get_by_role("link", name="Вопросы и ответы").is_visible()
    context.close()


# The page that shows it


def test_the_widgets_page_says_what_to_copy_as_it_is_tried(browser: Any, shop: Shop) -> None:
    tab = browser.new_page(locale="ru-RU")
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{shop.faq.address}widget?region=moscow")
    ask(tab, QUESTION)
    answer(tab).filter(has_text=MOSCOW).wait_for()
    assert "otvet:answer" in tab.locator("#heard output").inner_text()
    tab.get_by_label("region", exact=True).select_option("kazakhstan")
    answer(tab).filter(has_text=KAZAKHSTAN).wait_for()
    origin = shop.faq.address.rstrip("/")
    code = tab.locator("pre code").first
    assert f'<otvet-search endpoint="{origin}" region="kazakhstan" lang="ru">' in code.inner_text()
    assert f'<script type="module" src="{origin}/widget.js">' in code.inner_text()
    tab.get_by_label("Ссылки, главная кнопка").fill("#ff0000")
    assert tab.locator("#looks").inner_text() == "otvet-search {\n  --otvet-accent: #ff0000;\n}"
    background = tab.get_by_role("button", name="Найти").evaluate("one => getComputedStyle(one).backgroundColor")
    assert background == "rgb(255, 0, 0)"
    assert complaints == []
    tab.close()


def test_the_widgets_page_fits_and_is_for_everyone(dressed: tuple[Any, str], shop: Shop) -> None:
    tab, _ = dressed
    tab.goto(f"{shop.faq.address}widget")
    field(tab).wait_for()
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")
    assert violations(tab) == []


def test_every_property_is_on_the_page_and_in_the_docs(browser: Any, shop: Shop) -> None:
    tab = browser.new_page()
    tab.goto(f"{shop.faq.address}widget")
    known = tab.evaluate(
        "import('/static/0/widget/style.js').then(({ COLOURS, MEASURES }) => Object.keys({ ...COLOURS, ...MEASURES }))"
    )
    shown = tab.locator("td:first-child code").all_inner_texts()
    tab.close()
    named = {f"--otvet-{name}" for name in known}
    assert named == {name for name in shown if name.startswith("--otvet-")}
    docs = (Path(__file__).parents[3] / "docs" / "widget.md").read_text(encoding="utf-8")
    assert named == set(re.findall(r"^\| `(--otvet-[a-z-]+)`", docs, re.MULTILINE))

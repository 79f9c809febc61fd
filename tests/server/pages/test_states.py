"""Every state of the page, light and dark, wide and narrow: nothing scrolls sideways, axe finds no violations."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.app import create_app
from server.resources import Resources
from server.settings import Settings
from tests.browser import needs_chromium
from tests.hand_service import ACT, FACET_LABELS, FACETS, by_hand
from tests.site import Site, served
from traffic.record import Feedback, QueryRecord

pytestmark = needs_chromium
QUESTION = "акт сверки"
KEY = "correct-horse-battery"


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
    tab.locator("#q").press("Enter")
    tab.locator("article.answer .status").wait_for(state="hidden")
    tab.wait_for_function(
        "() => document.getAnimations().every((one) => one.playState === 'finished' || !one.transitionProperty)"
    )


def complaining(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.locator(".feedback summary").click()


def ready(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}&region=moscow")
    tab.locator(".ready summary").click()


def unchanged(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}&region=moscow")
    tab.goto(tab.locator("a.copy").first.evaluate("link => link.href"))
    tab.locator("p.seal").wait_for()


def changed(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}&region=moscow")
    sealed = tab.locator("a.copy").first.evaluate("link => link.href")
    tab.goto(re.sub(r"(seen=\d+\.[\w-]{4}\.)[\w-]{4}\.[\w-]{4}", r"\1AAAA.AAAA", sealed))
    tab.locator(".seal.changed").wait_for()


def thanked(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.get_by_role("button", name="Да", exact=True).click()
    tab.locator(".thanks").wait_for()


def thanked_on_a_page(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}")
    tab.evaluate("document.querySelector('.feedback').submit()")  # past the script
    tab.get_by_role("link", name="Вернуться к ответу").wait_for()


def given_a_letter(tab: Any, address: str) -> None:
    tab.goto(f"{address}?q={QUESTION}&region=moscow")
    tab.locator(".feedback summary").click()
    tab.get_by_role("button", name="Непонятно").click()
    tab.locator(".thanks").wait_for()


def offline(tab: Any, address: str) -> None:
    tab.goto(address)
    tab.context.set_offline(True)
    tab.locator("#q").fill(QUESTION)
    tab.locator("#q").press("Enter")
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
    "error": opened("?q=" + "a" * 10_001),
    "letter": opened("letter"),
    "reply": opened(f"?region=kazakhstan&q=Здравствуйте! {QUESTION}? Кто выиграл чемпионат мира? " + "Так. " * 200),
    "comparison": opened("differs/region/qa-corporate.md%23kak_poluchit_akt_sverki_za_nuzhnyy_period"),
    "not-found": opened("nothing"),
    "english": opened(f"?q={QUESTION}&lang=en"),
    "kazakh": opened(f"?q={QUESTION}&region=kazakhstan&lang=kk"),
    "faq": opened("faq?region=moscow"),
    "suggesting": suggesting,
    "loading": loading,
    "complaining": complaining,
    "ready-letter": ready,
    "unchanged-since": unchanged,
    "changed-since": changed,
    "gone-since": opened("faq/qa-corporate?region=moscow&seen=20260101.AAAA.AAAA"),
    "thanked": thanked,
    "given-a-letter": given_a_letter,
    "thanked-on-a-page": thanked_on_a_page,
    "offline": offline,
}


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture(params=[(280, "dark"), (1280, "light")], ids=["narrow-dark", "wide-light"])
def tab(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="ru-RU", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


STICKS_OUT = """() => [...document.querySelectorAll("form :is(input, select, textarea, button), .tiles small")]
  .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
  .filter((one) => {
    if (one.matches("small")) return one.scrollWidth > one.clientWidth;
    const [own, around] = [one, one.closest("label, form")].map((box) => box.getBoundingClientRect().right);
    return own > Math.min(around, innerWidth - 16) + 1;
  })
  .map((one) => one.outerHTML)"""


def check(tab: Any, axe: Any) -> None:
    """Nothing scrolls sideways or sticks out of its form, and axe finds no violations."""
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.evaluate("innerWidth")
    assert tab.evaluate(STICKS_OUT) == []
    found = axe.run(tab)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("state", STATES)
def test_a_state_fits_and_is_for_everyone(tab: Any, axe: Any, site: Site, state: str) -> None:
    STATES[state](tab, site.address)
    check(tab, axe)


def test_the_contents_of_many_pages_fit_and_are_for_everyone(tab: Any, axe: Any) -> None:
    with served(create_app(by_hand())) as address:
        tab.goto(f"{address}faq")
        check(tab, axe)


# Admin pages and the API docs


WORDS = ["пароль", "квоту", "бэкап", "тариф", "домен", "диск", "сеть", "ключ", "лимит", "почту", "ы" * 60]
"""More than a list shows at once, and one that no line holds."""


@pytest.fixture(scope="module")
def owners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with an owners' side, where a few days' questions are kept."""
    now = datetime.now(UTC)
    settings = Settings(rate=0, owner_key=KEY, traffic=tmp_path_factory.mktemp("traffic") / "traffic.sqlite")
    service = replace(
        by_hand(),
        facets=FACETS | {"payer": {"company": "Юридические лица и предприниматели"}},
        facet_labels=FACET_LABELS | {"payer": "Плательщик"},
    )
    with Resources.of(settings) as resources, served(create_app(service, resources=resources)) as address:
        assert resources.traffic is not None
        for number, word in enumerate(WORDS):
            at, query = now - timedelta(days=number % 4), f"сбросить {word}"
            for status in ("answered", "unsure", "no_answer"):
                resources.traffic.keep(QueryRecord(at, query, query, {"region": "moscow"}, status, (), None, "hand-1"))
            resources.traffic.keep(QueryRecord(at, f"как {query}", query, {}, "no_answer", (), None, "hand-1"))
            resources.traffic.keep(Feedback(at, query, {}, ACT, number % 2 == 0, "", 0.5, "hand-1"))
            resources.traffic.keep(Feedback(at, query, {}, ACT, False, "outdated", 0.5, "hand-1"))
        resources.traffic.flush()
        yield address


def signing_in(key: str) -> Callable[[Any, str], None]:
    def act(tab: Any, address: str) -> None:
        tab.goto(f"{address}insights")
        tab.get_by_label("Ключ").fill(key)
        tab.keyboard.press("Enter")
        tab.get_by_role("alert").or_(tab.get_by_role("button", name="Выйти")).wait_for()

    return act


def unfolded(tab: Any, address: str) -> None:
    signing_in(KEY)(tab, address)
    tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def nothing_asked(tab: Any, address: str) -> None:
    signing_in(KEY)(tab, address)
    tab.goto(f"{address}insights?from=2020-01-01&to=2020-01-07")


OWNERS: dict[str, Callable[[Any, str], None]] = {
    "login": opened("login"),
    "wrong-key": signing_in("wrong"),
    "insights": signing_in(KEY),
    "insights-unfolded": unfolded,
    "insights-empty": nothing_asked,
    "docs": opened("docs"),
}


@pytest.mark.parametrize("state", OWNERS)
def test_a_state_of_the_owners_side_fits_and_is_for_everyone(tab: Any, axe: Any, owners: str, state: str) -> None:
    OWNERS[state](tab, owners)
    check(tab, axe)


# The keyboard


RING = """() => {
  const at = document.activeElement;
  const around = [at, at.nextElementSibling, at.closest(".field")].filter(Boolean);
  const ring = around.some((one) => parseFloat(getComputedStyle(one).outlineWidth) >= 2
    && getComputedStyle(one).outlineStyle !== "none");
  return [at.outerHTML.slice(0, 120), ring];
}"""
"""What has the focus, and whether a ring is drawn around it."""


@pytest.mark.parametrize(
    ("go", "stops"),
    [
        pytest.param(opened(f"?q={QUESTION}&region=kazakhstan"), 14, id="answer"),
        pytest.param(opened("faq?region=moscow"), 15, id="faq"),
        pytest.param(opened("login"), 2, id="login"),
        pytest.param(signing_in(KEY), 20, id="insights"),
        pytest.param(opened("docs"), 15, id="docs"),
    ],
)
def test_the_focus_can_be_seen_wherever_it_goes(
    browser: Any, owners: str, go: Callable[[Any, str], None], stops: int
) -> None:
    tab = browser.new_page(locale="ru-RU")
    go(tab, owners)
    seen = set()
    for _ in range(30):
        tab.keyboard.press("Tab")
        name, ring = tab.evaluate(RING)
        if not name.startswith("<body"):  # between the last stop and the first
            assert ring, name
            seen.add(name)
    assert len(seen) >= stops
    tab.close()


def test_a_value_read_from_the_question_stays_in_its_place_and_keeps_its_way_back(browser: Any, site: Site) -> None:
    for scripted in (True, False):
        context = browser.new_context(
            viewport={"width": 360, "height": 800}, locale="ru-RU", java_script_enabled=scripted
        )
        tab = context.new_page()
        tab.goto(f"{site.address}?q={QUESTION}, проект в Москве")
        switch = tab.locator("[data-facet=region] .switch")
        assert switch.inner_text().split() == ["Москва", "из", "вопроса", "×", "Казахстан", "Все"]
        value, way_back = (switch.locator(part).bounding_box() for part in (".read", ".off"))
        assert value["x"] < way_back["x"] < value["x"] + value["width"]
        assert value["y"] <= way_back["y"] < value["y"] + value["height"]
        context.close()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            f"?q={QUESTION}&region=kazakhstan",
            [QUESTION, "Казахстан", f"q={QUESTION.replace(' ', '+')}&region=kazakhstan"],
        ),
        ("faq/qa-corporate?region=moscow", ["Москва", "region=moscow"]),
    ],
    ids=["answer", "faq"],
)
def test_print_has_what_the_controls_say_and_no_controls(browser: Any, site: Site, path: str, said: list[str]) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(site.address + path)
    assert not tab.locator(".printed").first.is_visible()
    tab.emulate_media(media="print")
    assert tab.locator(".body").first.is_visible()
    text = tab.locator("main").inner_text()
    for one in [*said, f"{datetime.now():%d.%m.%Y}"]:
        assert one in text
    for part in (".ask", ".facets", ".feedback", ".languages", "nav.questions"):
        assert tab.locator(part).filter(visible=True).count() == 0
    tab.close()

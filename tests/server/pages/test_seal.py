"""The seal of a shared link: what has become of the answer for its reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Answer
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import live, load
from otvet.wiring import service_of
from server.app import create_app
from server.pages.seal import MOST_LINES, Since, read, sealed, since
from server.reload import Reloader
from tests.browser import needs_chromium
from tests.hand_service import ACT, section
from tests.site import served

FACETS = """[branch]
label = { ru = "Филиал" }
values.north = { label = { ru = "Северный" }, names = ["Северный"] }
values.south = { label = { ru = "Южный" }, names = ["Южный"] }
"""
PAGE = """# Клиника

## Как попасть на приём?

1. Позвоните в регистратуру.
1. Придите в филиал:

   - Северный: с 8 до 20 часов;
   - Южный: с 9 до 18 часов.

1. Возьмите полис.
"""


def answer(text: str) -> Answer:
    found = section(ACT, {"region": "moscow"})
    assert found
    return replace(found, text=text)


def since_then(before: str, after: str) -> Since:
    seal = read(sealed(answer(before)))
    assert seal
    return since(seal, [answer(after)])


# What a seal says

LINES = st.lists(st.text("аб1. -\u00a0", min_size=1, max_size=6).filter(str.strip), max_size=8).map("\n".join)


@given(LINES)
def test_what_has_not_changed_is_said_to_be_the_same(text: str) -> None:
    assert since_then(text, text) == Since(date.today(), "same", ACT)


@pytest.mark.parametrize(
    ("before", "after", "now", "removed"),
    [
        ("Первая.\nВторая.", "Первая.\nДругая.", ("Другая.",), 0),
        ("Первая.\nВторая.", "Первая.", (), 1),
        ("1. Первая.\n2. Вторая.", "1. Новая.\n2. Первая.\n3. Вторая.", ("Новая.",), 0),
        ("- до 5 дней", "- до 7 дней", ("до 7 дней",), 0),
    ],
    ids=["reworded", "removed", "another-number", "item"],
)
def test_what_has_changed_is_said_line_by_line(before: str, after: str, now: tuple[str, ...], removed: int) -> None:
    assert since_then(before, after) == Since(date.today(), "changed", ACT, now, removed)


@given(LINES, LINES)
def test_only_what_the_answer_says_now_is_shown(before: str, after: str) -> None:
    said = " ".join(after.replace("\u00a0", " ").split())
    for line in since_then(before, after).now:
        assert " ".join(line.split()) in said


@pytest.mark.parametrize("more", [1, 500])
def test_of_a_long_answer_it_is_only_said_that_it_has_changed(more: int) -> None:
    long = "\n".join(f"Строка {number}." for number in range(MOST_LINES + more))
    assert since_then(long, f"{long}\nЕщё.") == Since(date.today(), "changed", ACT)
    assert since_then(long, long).state == "same"
    assert len(sealed(answer(long))) < 25


def test_an_answer_that_is_not_there_for_this_choice_is_gone() -> None:
    seal = read(sealed(answer("Текст.")))
    assert seal
    assert since(seal, [replace(answer("Текст."), id="qa-corporate.md#other")]).state == "gone"


@pytest.mark.parametrize("text", ["", "20260101", "20261301.aaaa.aaaa.", "20260101.aaaa.aaaa.aa", "x" * 5000])
def test_what_is_no_seal_is_not_read(text: str) -> None:
    assert read(text) is None


@given(st.text())
def test_any_text_may_stand_in_an_address(text: str) -> None:
    read(text)


# With a rebuilt index


class Clinic:
    """Pages with a facet of their own, their index, and what serves it."""

    def __init__(self, folder: Path) -> None:
        self.content, self.index = folder / "content", folder / "index"
        self.content.mkdir()
        (self.content / "facets.toml").write_text(FACETS, encoding="utf-8")
        self.write(PAGE)

    def write(self, text: str) -> None:
        (self.content / "visit.md").write_text(text, encoding="utf-8")
        build(self.content, self.index, HashEncoder(), default_facets=self.content / "facets.toml")

    def opened(self) -> tuple[str, Flask]:
        searcher = Searcher(load(self.index, open_bundle), HashEncoder())
        return searcher.info.generation, create_app(service_of(searcher))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[tuple[Clinic, Reloader, str]]:
    made = Clinic(tmp_path)
    app = Reloader(lambda: live(made.index), made.opened)
    with served(app) as address:
        yield made, app, address


@pytest.fixture(params=["script", "no-script"])
def tab(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=request.param == "script", locale="ru-RU")
    yield context.new_page()
    context.close()


def shared_link(tab: Any, address: str, branch: str) -> str:
    tab.goto(f"{address}?q=Как попасть на приём&branch={branch}")
    link = tab.get_by_role("link", name="Скопировать ссылку").first
    return address.rstrip("/") + str(link.get_attribute("href"))


def opened(tab: Any, address: str) -> None:
    tab.goto("about:blank")  # an address that differs in nothing but its fragment is not asked for again
    tab.goto(address)


@needs_chromium
def test_who_opens_a_shared_link_sees_what_has_changed_for_its_reader(
    tab: Any, clinic: tuple[Clinic, Reloader, str]
) -> None:
    content, app, address = clinic
    north, south = (shared_link(tab, address, branch) for branch in ("north", "south"))
    day = f"{date.fromisoformat(parse_qs(urlsplit(north).query)['seen'][0].partition('.')[0]):%d.%m.%Y}"
    assert parse_qs(urlsplit(north).query)["branch"] == ["north"]
    opened(tab, north)
    assert tab.locator(":target .seal").inner_text() == f"Без изменений с {day}"

    content.write(PAGE.replace("с 9 до 18", "с 10 до 17"))
    assert app.refresh()
    opened(tab, north)
    assert tab.locator(":target .seal").inner_text() == f"Без изменений с {day}"
    opened(tab, south)
    told = tab.locator(":target .seal").inner_text()
    assert f"Ответ изменился с {day}" in told
    assert "с 10 до 17" in told
    assert "полис" not in told

    content.write(PAGE.replace("1. Возьмите полис.\n", ""))
    assert app.refresh()
    opened(tab, south)
    assert "Убрана 1 строка." in tab.locator(":target .seal").inner_text()

    content.write(PAGE.replace("## Как попасть на приём?", "## Как записаться?"))
    assert app.refresh()
    opened(tab, north)
    assert f"от {day}, для вашего выбора больше нет" in tab.locator("main").inner_text()


@needs_chromium
@pytest.mark.parametrize("tab", ["script"], indirect=True)
def test_the_remembered_choice_is_not_told_of_a_change(tab: Any, clinic: tuple[Clinic, Reloader, str]) -> None:
    _, _, address = clinic
    everyone = shared_link(tab, address, "")
    tab.goto(f"{address}faq/visit")
    tab.get_by_role("link", name="Южный").click()
    tab.wait_for_url("**branch=south*")
    tab.goto(everyone)
    tab.wait_for_url("**branch=south*")
    assert tab.locator(".seal").count() == 0

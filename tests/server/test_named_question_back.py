"""The name of a contrast set, wherever readers are asked back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index.result import Query
from index.search import Searcher
from otvet.main import main
from otvet.script import Asker
from otvet.wiring import service_of
from server.app import create_app
from server.mcp.text import of_found
from server.mcp.tools import fitted
from tests.browser import needs_chromium
from tests.declared_contrasts import NAME, NAMED, SERVICES, STATEMENT, TITLES, UNDECIDED, searcher_of
from tests.foreign import Shop, shop_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("named")


@pytest.fixture(scope="module")
def named(folder: Path) -> Searcher:
    return searcher_of(folder, NAMED)


@pytest.fixture(scope="module")
def host(named: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(named, tmp_path_factory.mktemp("traffic") / "traffic.db") as opened:
        yield opened


def test_the_page_and_the_api_ask_it(named: Searcher) -> None:
    web = create_app(service_of(named)).test_client()
    page = web.get("/", query_string={"q": UNDECIDED, "lang": "en"}).text
    assert f'<h2 id="answer" tabindex="-1" lang="ru">{NAME}</h2>' in page
    assert f'data-said="{NAME} — ' in page
    found = web.get("/api/v1/search", query_string={"q": UNDECIDED}).json
    assert found is not None
    assert found["ask"]["name"] == NAME
    assert {one["id"] for one in found["ask"]["choices"]} == {STATEMENT, SERVICES}


def test_scripts_and_agents_get_it(named: Searcher) -> None:
    aside = Asker(service_of(named)).plainly({"q": UNDECIDED}).aside
    assert f"{NAME} «{TITLES[STATEMENT]}» or «{TITLES[SERVICES]}»" in aside
    found = fitted(named(Query(UNDECIDED, {})), most=3, budget=1000)
    assert f"ask the user which is meant, «{NAME}»:\n- {TITLES[STATEMENT]}" in of_found(found)


def test_the_list_of_contrasts_has_it_above_the_sections(named: Searcher, folder: Path) -> None:
    listed = CliRunner().invoke(main, ["index", "--contrasts", "--out", str(folder / "index")]).stdout
    rows = [f"{section}  {title}" for section, title in TITLES.items()]
    assert listed.splitlines() == [f"# {NAME}", *rows]


@needs_chromium
def test_the_widget_asks_it(browser: Any, host: Shop) -> None:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(host.page('lang="en"'))
    tab.get_by_role("combobox").fill(UNDECIDED)
    tab.get_by_role("combobox").press("Enter")
    which = tab.get_by_role("region", name=NAME)
    which.wait_for()
    assert which.get_by_role("heading").get_attribute("lang") == "ru"
    assert sorted(which.locator("summary:visible").all_inner_texts()) == sorted(TITLES.values())
    assert tab.get_by_role("status").inner_text().startswith(f"{NAME} — ")

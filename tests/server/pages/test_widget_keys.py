"""Keys that a reader presses in the widget, on a page that has shortcuts of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import needs_chromium
from tests.foreign import Shop, field

pytestmark = needs_chromium

SHORTCUTS = """() => {
  window.seen = [];
  for (const kind of ["keydown", "keypress", "keyup"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.matches("input, textarea, select")) return;
      window.seen.push(event.key);
      if (event.key !== "Tab") event.preventDefault();
    });
  }
}"""
"""As documentation themes have them: any key, unless it comes from a field."""


@pytest.fixture(scope="module")
def opened(browser: Any, shop: Shop) -> Iterator[Any]:
    tab = browser.new_page(locale="ru-RU")
    tab.goto(shop.page())
    field(tab).wait_for()
    tab.evaluate(SHORTCUTS)
    yield tab
    tab.close()


@pytest.fixture
def tab(opened: Any) -> Any:
    opened.evaluate("window.seen = []")
    field(opened).fill("")
    field(opened).focus()
    return opened


@pytest.mark.parametrize("typed", ["/sfpn", "акт", "?.,g[]", "а б", "1+1=2", "@Ж№"])
def test_what_is_typed_arrives_and_no_shortcut_takes_it(tab: Any, typed: str) -> None:
    tab.keyboard.type(typed)
    assert field(tab).input_value() == typed
    assert tab.evaluate("window.seen") == []


def test_keys_that_edit_and_move_edit_and_move(tab: Any) -> None:
    tab.keyboard.type("актs")
    for key in ("Backspace", "Home", "Delete", "End", "ArrowLeft", "Control+a", "ArrowRight", "Shift+S"):
        tab.keyboard.press(key)
    assert field(tab).input_value() == "ктS"
    assert tab.evaluate("window.seen") == []


def test_the_page_sees_tab_and_an_escape_that_the_widget_has_no_use_for(tab: Any) -> None:
    tab.keyboard.press("Escape")
    tab.keyboard.press("Tab")
    assert {"Escape", "Tab"} <= set(tab.evaluate("window.seen"))


def test_the_pages_own_shortcuts_work_outside(tab: Any) -> None:
    tab.get_by_role("button", name="Корзина").focus()
    tab.keyboard.press("s")
    assert set(tab.evaluate("window.seen")) == {"s"}


def test_a_widget_that_is_in_no_page_yet_can_be_asked(tab: Any) -> None:
    found = tab.evaluate(
        """async () => {
          const made = document.createElement("otvet-search");
          made.ask("акт");
          document.body.append(made);
          const value = made.shadowRoot.querySelector("input").value;
          made.remove();
          return value;
        }"""
    )
    assert found == "акт"

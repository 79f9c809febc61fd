"""A page can pin the widget: what the snippet says is what is served, and a browser refuses anything else."""

import hashlib
import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from tests.browser import needs_chromium
from tests.hand_service import by_hand
from tests.site import served

SITE = "http://localhost"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(create_app(by_hand())) as found:
        yield found


def pinned(page: str) -> str:
    """The snippet of the page, as it is copied."""
    found = re.search(r'<code id="pinned">(.*?)</code>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def digest(file: bytes) -> str:
    return f"sha384-{b64encode(hashlib.sha384(file).digest()).decode()}"


def test_every_hash_in_the_snippet_is_that_of_the_file_as_it_is_served() -> None:
    client: FlaskClient = create_app(by_hand()).test_client()
    snippet = pinned(client.get("/widget").text)
    said = json.loads(snippet.partition("\n")[2].partition("</script>")[0])["integrity"]
    said |= dict(re.findall(r'src="([^"]+)" integrity="([^"]+)"', snippet))
    script = client.get("/widget.js").text
    assert {f"/{path}" for path in re.findall(r'"\./(widget/[^"]+)"', script)} == {
        path.removeprefix(SITE) for path in said if not path.endswith("/widget.js")
    }
    for path, hashed in said.items():
        with client.get(path.removeprefix(SITE)) as response:
            assert digest(response.data) == hashed, path


@needs_chromium
@pytest.mark.parametrize(("damage", "defined"), [("", True), ("A", False)], ids=["unchanged", "changed"])
def test_a_browser_takes_the_pinned_script_and_no_other(browser: Any, address: str, damage: str, defined: bool) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}widget")
    snippet = pinned(tab.content())
    if damage:
        snippet = snippet.replace('integrity="sha384-', f'integrity="sha384-{damage}')
    tab.goto(f"{address}robots.txt")  # any page of an origin
    tab.set_content(f"<!doctype html>{snippet}<otvet-search><a href='/'>FAQ</a></otvet-search>")
    if defined:
        tab.wait_for_function("() => Boolean(customElements.get('otvet-search'))")  # after all modules
    else:
        tab.wait_for_function("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('widget.js'))")
        assert tab.evaluate("customElements.get('otvet-search')") is None
        assert tab.get_by_role("link", name="FAQ").is_visible()
    tab.close()


@needs_chromium
def test_the_icon_is_fetched_once_however_much_is_asked(browser: Any) -> None:
    app, fetched = create_app(by_hand()), list[str]()

    def counting(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        fetched.append(str(environ["PATH_INFO"]))
        return app(environ, start)

    with served(counting) as site:
        tab = browser.new_page(locale="ru-RU")
        tab.goto(site)
        for question in ("акт сверки за период", "оплатить счёт", "тенге"):
            tab.locator("#q").fill(question)
            tab.locator("#q").press("Enter")
            tab.locator("#results:not([aria-busy=true]) .found").wait_for()
            tab.wait_for_function("document.title.startsWith(document.querySelector('#q').value)")
        tab.goto(f"{site}faq/qa-corporate")
        tab.reload()
        tab.close()
    assert sum("icon" in path for path in fetched) == 1

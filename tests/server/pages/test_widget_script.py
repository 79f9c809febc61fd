"""The widget's script, as it is sent: small, kept by browsers, open to any site, with all its words."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.pages.search import STATES
from server.pages.widget import STATUSES, TEXTS, attribute, parts
from tests.hand_service import by_hand, not_ready


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


@pytest.fixture(scope="module")
def modules(client: FlaskClient) -> dict[str, str]:
    """Path of each module that the script imports → its text."""
    found: dict[str, str] = {}
    for path in re.findall(r'"\./(widget/[^"]+)"', client.get("/widget.js").text):
        with client.get(f"/{path}") as response:
            found[f"/{path}"] = response.get_data(as_text=True)
    return found


def test_all_that_one_tag_loads_is_below_30_kb(client: FlaskClient, modules: dict[str, str]) -> None:
    sent = [client.get("/widget.js").text, *modules.values()]
    assert len(sent) == 1 + len(parts())
    assert sum(len(gzip.compress(text.encode())) for text in sent) < 30_000


def test_modules_import_one_another_and_nothing_else(modules: dict[str, str]) -> None:
    names = {f"./{path.rpartition('/')[2]}" for path in modules}
    for text in modules.values():
        assert set(re.findall(r'from "([^"]+)"', text)) <= names


def test_any_site_may_load_it_and_browsers_keep_it(client: FlaskClient, modules: dict[str, str]) -> None:
    for path, kept in [("/widget.js", "max-age=3600"), *((path, "immutable") for path in modules)]:
        with client.get(path) as response:
            assert response.content_type == "text/javascript; charset=utf-8"
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert kept in response.headers["Cache-Control"]
            tag = response.headers["ETag"]
        with client.get(path, headers={"If-None-Match": tag}) as again:
            assert again.status_code == 304


def test_a_module_at_an_address_of_an_earlier_release_is_not_kept(client: FlaskClient) -> None:
    with client.get("/widget/0123456789ab/element.js") as response:
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/widget/x/nothing.js", "/widget/x/..%2Fpage.js", "/widget/x/element.css"])
def test_nothing_else_is_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_it_has_the_words_that_it_says_and_no_others(modules: dict[str, str]) -> None:
    code = "\n".join(modules.values())
    states = STATES | {503: "busy"}  # whoever has the widget does not wait for the first index
    by_status = {f"{states[status]}{end}" for status in STATUSES for end in ("", "_hint")} | {"offline_hint"}
    written = {key for key in TEXTS if re.search(rf'"{key}"', code)}
    assert set(re.findall(r'\bt\("(\w+)"', code)) <= set(TEXTS)
    assert written | by_status == set(TEXTS)


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        ("region", "region"),
        ("data-center", "data-center"),
        ("role", "facet-role"),
        ("lang", "facet-lang"),
        ("Plan", "facet-plan"),
        ("2fa", "facet-2fa"),
    ],
)
def test_a_facets_attribute_is_its_name_unless_html_has_one(facet: str, expected: str) -> None:
    assert attribute(facet) == expected


def test_without_an_index_there_is_none() -> None:
    response = create_app(not_ready()).test_client().get("/widget.js")
    assert (response.status_code, response.headers["Cache-Control"]) == (503, "no-cache")

"""The documentation page: whole, of the description alone, its commands true."""

import shlex
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from server.api.docs import written
from server.app import create_app
from tests.hand_service import by_hand, not_ready


class Texts(HTMLParser):
    """Texts of elements by tag, ids and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        self.links |= {value for name in ("href", "src") if (value := given.get(name))}

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> Texts:
    page = Texts()
    page.feed(client.get("/docs").text)
    return page


def test_every_endpoint_and_model_of_the_description_is_there(client: FlaskClient, page: Texts) -> None:
    spec = client.get("/openapi.json").json
    assert spec
    codes = {text for tag, text in page.texts if tag == "code"}
    assert {f"{method.upper()} {path}" for path, methods in spec["paths"].items() for method in methods} <= codes
    assert {f"m-{name}" for name in spec["components"]["schemas"]} <= page.ids


def test_nothing_on_it_comes_from_elsewhere_and_every_link_leads_somewhere(client: FlaskClient, page: Texts) -> None:
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids
        else:
            with client.get(link) as response:
                assert response.status_code == 200


def test_its_commands_are_answered(client: FlaskClient, page: Texts) -> None:
    commands = [shlex.split(text) for tag, text in page.texts if tag == "code" and text.startswith("curl ")]
    assert len(commands) == 12
    for command in commands:
        url = next(word for word in command if word.startswith("http://localhost/"))
        data = [word for flag, word in pairwise(command) if flag == "--data-urlencode"]
        body = next((word for flag, word in pairwise(command) if flag == "--json"), None)
        response = client.open(
            url.removeprefix("http://localhost").replace("#", "%23"),
            method="POST" if body else "GET",
            query_string=dict(pair.split("=", 1) for pair in data) or None,
            data=body,
            content_type="application/json",
        )
        assert response.status_code in (200, 202), response.text


def test_without_an_index_it_is_there_too() -> None:
    assert create_app(not_ready()).test_client().get("/docs").status_code == 200


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "maxLength": 5}, "string up to 5 characters"),
        ({"type": "integer", "minimum": 1.0, "maximum": 50}, "integer 1…50"),
        ({"enum": ["moscow", "kazakhstan"]}, '"moscow" | "kazakhstan"'),
        ({"const": "ok"}, '"ok"'),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Answer"}}, "Answer[]"),
        ({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}]}, "[integer, integer]"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "{name: string}"),
        ({}, "any"),
    ],
)
def test_a_schema_is_written_in_a_line(schema: dict[str, object], line: str) -> None:
    assert written(schema) == line

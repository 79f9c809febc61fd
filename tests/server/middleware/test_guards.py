"""Abuse, one guard at a time: what an attacker sends, and that nothing comes of it."""

import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from otvet.wiring import service_of
from server.app import create_app
from server.limits import Limits
from server.middleware.owner_auth import COOKIE, DEVICE
from server.middleware.security_headers import HEADERS
from server.resources import Resources
from server.settings import Settings
from server.wsgi import waitress_channel
from tests.conftest import FAQ
from tests.hand_service import ACT, by_hand, search
from tests.site import served

KEY = "correct-horse-battery"
PROBLEM = "application/problem+json"
SHOP, EVIL = "https://shop.example.kz", "https://evil.example"
XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</textarea></title><svg/onload=alert(1)>",
]
CRLF = "а\r\nSet-Cookie: owned=1\r\n\r\n<html>"


def app_with(**settings: object) -> Flask:
    return create_app(by_hand(), resources=Resources.of(replace(Settings(rate=0), **settings)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return app_with(cors_origins=frozenset({SHOP}), owner_key=KEY).test_client()


@contextmanager
def running(app: Flask, *, proxies: int = 0) -> Iterator[tuple[str, int]]:
    """Host and port of an application that answers."""
    with served(app, proxies=proxies) as address:
        host, port = urlsplit(address).netloc.split(":")
        yield host, int(port)


# Scripts that somebody writes where text belongs


HOSTILE = """
# <img src=x onerror=alert(1)>

## Что такое <script>alert('title')</script>?

Ссылка [сюда](javascript:alert(1)), <script>alert('body')</script> и <img src=x onerror=alert('img')>.

<iframe src="https://evil.example"></iframe> <a href="#" onclick="alert(1)">нажми</a> <style>*{display:none}</style>

| таблица | <svg onload=alert(1)> |
|---|---|
| `<script>` | <form action="https://evil.example"><input></form> |
"""


def handlers(html: str) -> list[str]:
    """Whatever in a page would run: scripts of no file of ours, handlers, addresses that are code, foreign frames."""
    found = Tags()
    found.feed(html)
    return [
        f"<{tag} {name}={value}>"
        for tag, attributes in found.tags
        for name, value in [("", ""), *attributes.items()]
        if name.startswith("on")
        or name == "style"
        or (name in ("href", "src", "action") and re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE))
        or (not name and tag in ("iframe", "object", "embed", "style", "base"))
        or (not name and tag == "script" and not attributes.get("src", "").startswith("/static/"))
    ]


class Tags(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def test_a_script_in_the_content_reaches_no_reader(tmp_path: Path) -> None:
    (tmp_path / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    encoder = HashEncoder()
    build(tmp_path / "hostile.md", tmp_path / "index", encoder, default_facets=FAQ / "facets.toml")
    client = create_app(service_of(Searcher(load(tmp_path / "index", open_bundle), encoder))).test_client()
    listed = client.get("/api/v1/sections").json
    assert listed
    for row in listed["sections"]:
        section = client.get(f"/api/v1/sections/{quote(row['id'], safe='')}").json
        assert section
        assert handlers(section["html"]) == []
        assert handlers(client.get("/", query_string={"q": row["section"][:500]}).text) == []
    assert handlers(client.get("/").text) == []


@pytest.mark.parametrize("text", XSS)
def test_a_script_in_the_query_or_region_is_shown_as_text(client: FlaskClient, text: str) -> None:
    for query in ({"q": text}, {"q": "акт", "region": text}, {text: "акт"}):
        response = client.get("/", query_string=query)
        assert handlers(response.text) == []
        assert "49" not in re.findall(r"\b49\b", response.text)
    for path in ("search", "suggest"):
        response = client.get(f"/api/v1/{path}", query_string={"q": text})
        assert response.content_type == "application/json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("text", XSS)
def test_a_script_in_feedback_is_kept_as_text_and_never_sent_back(tmp_path: Path, text: str) -> None:
    with Resources.of(Settings(rate=0, traffic=tmp_path / "traffic.sqlite")) as resources:
        client = create_app(by_hand(), resources=resources).test_client()
        said = client.post("/api/v1/feedback", json={"query": text, "section": ACT, "helpful": True})
        assert said.json == {"kept": True}
        for field in ("section", "reason", "generation"):
            refused = client.post("/api/v1/feedback", json={"query": "а", "section": ACT, "helpful": True, field: text})
            assert (refused.status_code, refused.content_type) == (404 if field == "section" else 400, PROBLEM)
        form = client.post("/feedback", data={"q": text, "section": ACT, "helpful": "true", "region": "moscow"})
        assert form.status_code == 200
        assert handlers(form.text) == []


def test_no_page_holds_a_script_or_style_of_its_own(client: FlaskClient) -> None:
    for path in ("/", "/?q=акт", "/?q=бегемот", "/faq", "/docs", "/login", "/nothing"):
        assert handlers(client.get(path, follow_redirects=True).text) == []
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


# Headers that somebody writes where text belongs


@pytest.mark.parametrize(
    "path",
    [
        f"/?q={quote(CRLF)}",
        f"/?q=a&region={quote(CRLF)}",
        f"/api/v1/search?q={quote(CRLF)}",
        f"/api/v1/suggest?q=a&region={quote(CRLF)}",
        f"/api/v1/sections/{quote(CRLF)}",
        f"/{quote(CRLF)}",
        f"/login?next={quote('/' + CRLF)}",
        f"/faq/{quote(CRLF)}",
    ],
)
def test_line_breaks_in_an_address_make_no_header(path: str) -> None:
    with running(app_with(owner_key=KEY)) as at:
        connection = http.client.HTTPConnection(*at, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.getheader("Set-Cookie") is None
        assert response.getheader("X-Frame-Options") == "DENY"
        connection.close()


def test_line_breaks_in_feedback_make_no_header(client: FlaskClient) -> None:
    for field in ("query", "section", "reason", "generation"):
        said = {"query": "а", "section": ACT, "helpful": True, field: CRLF}
        assert "Set-Cookie" not in client.post("/api/v1/feedback", json=said).headers
    signed_in = client.post("/login", data={"key": KEY, "next": "/insights" + CRLF})
    assert signed_in.headers["Location"] == "/insights"
    assert [cookie.partition("=")[0] for cookie in signed_in.headers.getlist("Set-Cookie")] == [COOKIE, DEVICE]


# Too much, too often, too slowly


@pytest.mark.parametrize(("size", "says"), [(300_000, "larger than 262144 bytes"), (3_000_000, "exceeds max_body")])
def test_a_body_too_large_is_refused_before_it_is_read(size: int, says: str) -> None:
    with running(app_with()) as at, socket.create_connection(at, timeout=10) as connection:
        head = f"POST /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {size}"
        connection.sendall(head.encode() + b"\r\n\r\n" + (b" " * size if size < waitress_channel.BODY_BYTES else b""))
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert (response.status, response.getheader("Content-Type")) == (413, PROBLEM)
        assert says in json.loads(response.read())["detail"]


def test_what_is_not_http_gets_a_problem_document() -> None:
    with running(app_with()) as at, socket.create_connection(at, timeout=10) as connection:
        connection.sendall(b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n")
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert (response.status, response.getheader("Content-Type")) == (400, PROBLEM)
        assert HEADERS.items() <= dict(response.getheaders()).items()


def test_a_client_that_asks_too_often_is_told_when_to_come_back() -> None:
    client = app_with(rate=0.5, burst=3).test_client()
    assert [client.get("/api/v1/suggest?q=а").status_code for _ in range(4)] == [200, 200, 200, 429]
    for path, kind in (("/api/v1/search?q=а", PROBLEM), ("/?q=а", "text/html; charset=utf-8")):
        refused = client.get(path)
        assert (refused.status_code, refused.content_type, refused.headers["Retry-After"]) == (429, kind, "2")
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/v1/suggest?q=а", environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_a_page_with_the_widget_counts_as_one_request() -> None:
    client = app_with(rate=0.1, burst=2).test_client()
    modules = re.findall(r"/widget/[\w/]+\.js", client.get("/widget.js").text)
    assert len(modules) > 5
    for module in modules:
        with client.get(module) as response:
            assert response.status_code == 200
    assert [client.get("/api/v1/suggest?q=а").status_code for _ in range(2)] == [200, 429]


def test_each_question_of_a_batch_counts() -> None:
    client = app_with(rate=0.1, burst=10).test_client()
    batch = {"queries": [{"q": "а"}] * 8}
    assert [client.post("/api/v1/search", json=batch).status_code for _ in range(2)] == [200, 429]


def test_a_client_cannot_pass_for_another_by_a_header() -> None:
    client = app_with(rate=0.1, burst=1).test_client()
    statuses = [client.get("/docs", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(3)]
    assert statuses == [200, 429, 429]


@pytest.mark.parametrize(("proxies", "statuses"), [(0, [200, 429, 429]), (1, [200, 200, 429])])
def test_behind_a_proxy_the_client_is_whom_the_proxy_names(proxies: int, statuses: list[int]) -> None:
    found = []
    with running(app_with(rate=0.1, burst=1), proxies=proxies) as at:
        for forwarded in ("198.51.100.1, 203.0.113.1", "198.51.100.1, 203.0.113.2", "198.51.100.2, 203.0.113.2"):
            connection = http.client.HTTPConnection(*at, timeout=10)
            connection.request("GET", "/docs", headers={"X-Forwarded-For": forwarded})
            found.append(connection.getresponse().status)
            connection.close()
    assert found == statuses


def test_a_batch_that_takes_too_long_is_broken_off() -> None:
    def slow(query: object) -> object:
        time.sleep(0.03)
        return search(query)  # type: ignore[arg-type]

    service = replace(by_hand(), search=slow)  # type: ignore[arg-type]
    client = create_app(service, limits=Limits(batch_seconds=0.05)).test_client()
    refused = client.post("/api/v1/search", json={"queries": [{"q": "а"}] * 32})
    assert (refused.status_code, refused.content_type, refused.headers["Retry-After"]) == (503, PROBLEM, "5")
    assert refused.json
    assert re.fullmatch(
        r"Only the first [12] queries were answered within 0\.05 s; send fewer at once\.", refused.json["detail"]
    )


# Other sites


def test_a_named_site_may_call_the_api(client: FlaskClient) -> None:
    preflight = client.options(
        "/api/v1/search",
        headers={
            "Origin": SHOP,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == SHOP
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    for path, status in (("/api/v1/search?q=а", 200), ("/api/v1/search?q=", 400), ("/api/v1/nothing", 404)):
        response = client.get(path, headers={"Origin": SHOP})
        assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (status, SHOP)
        assert "Origin" in response.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", [EVIL, "null", SHOP + ".evil.example", "http://shop.example.kz", SHOP.upper(), SHOP + ":8443"]
)
def test_any_other_site_may_not(client: FlaskClient, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for response in (
        client.options("/api/v1/search", headers=asked),
        client.get("/api/v1/search?q=а", headers=asked),
        client.post("/api/v1/feedback", json={}, headers=asked),
    ):
        assert [name for name in response.headers.keys() if name.startswith("Access-Control")] == []  # noqa: SIM118
        assert "Origin" in response.headers["Vary"]


def test_only_the_api_is_opened_to_named_sites(client: FlaskClient) -> None:
    for path in ("/", "/docs", "/metrics", "/login", "/openapi.json"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": SHOP}).headers


@pytest.mark.parametrize("path", ["/feedback", "/login", "/logout"])
def test_a_form_from_another_site_is_refused(client: FlaskClient, path: str) -> None:
    data = {"q": "а", "section": ACT, "helpful": "true", "key": KEY}
    assert client.post(path, data=data, headers={"Origin": EVIL}).status_code == 403
    assert client.post(path, data=data, headers={"Origin": "null"}).status_code == 403
    assert client.post(path, data=data, headers={"Origin": "http://localhost"}).status_code in (200, 303)


def test_the_api_takes_no_form(client: FlaskClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        body = json.dumps({"query": "а", "section": ACT, "helpful": True})
        assert client.post("/api/v1/feedback", data=body, content_type=kind).status_code == 415


# Admin pages


def secret() -> Response:
    return Response("secret")


@pytest.fixture
def guarded() -> Flask:
    resources = Resources.of(Settings(rate=0, owner_key=KEY))
    app = create_app(by_hand(), resources=resources)
    app.add_url_rule("/insights/test", "insights_test", resources.owners.only(secret))
    return app


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"Basic {KEY}",
        KEY,
        "Bearer ключ",
        f"Bearer {KEY.upper()}",
    ],
)
def test_a_wrong_key_opens_nothing(guarded: Flask, header: str) -> None:
    headers = [("Authorization", header.encode().decode("latin-1"))] if header else []
    response = guarded.test_client().get("/insights/test", headers=headers)
    assert (response.status_code, response.content_type) == (401, PROBLEM)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="owners"'
    assert "secret" not in response.text


def test_the_key_opens_and_nothing_of_it_is_cached(guarded: Flask) -> None:
    response = guarded.test_client().get("/insights/test", headers={"Authorization": f"Bearer {KEY}"})
    assert (response.status_code, response.text, response.headers["Cache-Control"]) == (200, "secret", "no-store")


def test_a_browser_signs_in_once_and_out_again(guarded: Flask) -> None:
    client = guarded.test_client()
    html = {"Accept": "text/html"}
    sent_on = client.get("/insights/test?week=1", headers=html)
    assert (sent_on.status_code, sent_on.headers["Location"]) == (303, "/login?next=%2Finsights%2Ftest%3Fweek%3D1")
    form = client.get(sent_on.headers["Location"])
    assert 'value="/insights/test?week=1"' in form.text
    wrong = client.post("/login", data={"key": "wrong", "next": "/insights/test"})
    assert (wrong.status_code, "Set-Cookie" in wrong.headers) == (403, False)
    right = client.post("/login", data={"key": KEY, "next": "/insights/test?week=1"})
    assert (right.status_code, right.headers["Location"]) == (303, "/insights/test?week=1")
    cookie = right.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert KEY not in cookie
    assert client.get("/insights/test", headers=html).text == "secret"
    client.post("/logout")
    assert client.get("/insights/test", headers=html).status_code == 303


@pytest.mark.parametrize(
    "cookie", ["", ".", "9999999999.", "9999999999." + "0" * 64, "x.y", "9" * 3000, "Im93bmVyIg.aauZkg." + "A" * 43]
)
def test_a_cookie_that_is_not_ours_opens_nothing(guarded: Flask, cookie: str) -> None:
    client = guarded.test_client()
    client.set_cookie(COOKIE, cookie)
    assert client.get("/insights/test").status_code == 401


def test_a_cookie_dies_with_its_key(guarded: Flask) -> None:
    client = guarded.test_client()
    client.post("/login", data={"key": KEY})
    cookie = client.get_cookie(COOKIE)
    assert cookie
    other = app_with(owner_key=KEY + "2").test_client()
    other.set_cookie(COOKIE, cookie.value)
    assert (client.get("/insights").status_code, other.get("/insights").status_code) == (200, 401)


@pytest.mark.parametrize(
    "after", ["https://evil.example", "//evil.example", "/\\evil.example", "insights", "", "/\x00"]
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, after: str) -> None:
    assert client.post("/login", data={"key": KEY, "next": after}).headers["Location"] == "/insights"


def test_without_a_key_the_owners_side_is_shut() -> None:
    resources = Resources.of(Settings(rate=0))
    app = create_app(by_hand(), resources=resources)
    app.add_url_rule("/insights/test", "insights_test", resources.owners.only(secret))
    client = app.test_client()
    for response in (
        client.get("/insights/test", headers={"Authorization": "Bearer "}),
        client.get("/insights/test", headers={"Accept": "text/html"}),
        client.get("/login"),
        client.post("/login", data={"key": ""}),
    ):
        assert (response.status_code, response.content_type) == (403, PROBLEM)
        assert response.json
        assert response.json["detail"] == "Admin pages are disabled; set OTVET_OWNER_KEY to enable them."

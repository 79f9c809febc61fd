"""Headers that depend on the request or the response."""

import pytest

from server.app import create_app
from tests.hand_service import by_hand

ADDRESSES = [
    "/", "/?q=акт", "/faq", "/faq/billing/pay", "/faq/billing/pay.md", "/llms.txt", "/sitemap.xml", "/robots.txt",
    "/static/0/page.css", "/static/0/page.js", "/metrics", "/no-such-page", "/docs",
]  # fmt: skip
PROGRAMS = ["/api/v1/search?q=акт", "/api/v1/search", "/api/v1/sections", "/openapi.json", "/healthz"]


@pytest.mark.parametrize(("scheme", "expected"), [("http", None), ("https", "max-age=31536000")])
def test_a_browser_keeps_to_tls_once_it_has_come_over_tls(scheme: str, expected: str | None) -> None:
    response = create_app(by_hand()).test_client().get("/", base_url=f"{scheme}://localhost")
    assert response.headers.get("Strict-Transport-Security") == expected


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_text_says_its_charset(address: str) -> None:
    with create_app(by_hand()).test_client().get(address) as response:  # closed: a static file is open
        assert "charset=utf-8" in response.content_type.lower()


@pytest.mark.parametrize("address", PROGRAMS)
def test_json_is_sent_as_json(address: str) -> None:
    response = create_app(by_hand()).test_client().get(address)
    assert response.mimetype in ("application/json", "application/problem+json")
    assert response.get_json(force=True) is not None

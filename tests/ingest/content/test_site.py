from pathlib import Path
from typing import Any

import pytest

from ingest.content.site import Site, read_site
from ingest.errors import BadFacets

SITE = Site("https://help.example/docs", "/ru/faq")


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("pay.md", "https://help.example/docs/ru/faq/pay"),
        ("billing/pay.md", "https://help.example/docs/ru/faq/billing/pay"),
        ("billing/billing.md", "https://help.example/docs/ru/faq/billing"),
        ("billing/index.md", "https://help.example/docs/ru/faq/billing"),
        ("index.md", "https://help.example/docs/ru/faq/index"),
    ],
)
def test_page_url(page: str, url: str) -> None:
    assert SITE.page_url(page) == url
    assert Site().page_url(page) == url.removeprefix("https://help.example/docs/ru/faq/")


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/ru/contacts", "https://help.example/docs/ru/contacts"),
        ("#scheta", "https://help.example/docs/ru/faq/billing/pay#scheta"),
        ("../../report", "https://help.example/docs/ru/faq/report"),
        ("../refund#card", "https://help.example/docs/ru/faq/billing/refund#card"),
        ("https://a.example/b", "https://a.example/b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("//cdn.example/x", "//cdn.example/x"),
        ("", "https://help.example/docs/ru/faq/billing/pay"),
    ],
)
def test_where_a_link_leads(href: str, target: str) -> None:
    assert SITE.link("billing/pay.md", href) == target
    assert Site().link("billing/pay.md", href) == href


@pytest.mark.parametrize("href", ["http://[", "http://[::1", "//[x", "\\\\x", "?a=b", "%zz"])
def test_no_link_makes_it_fail(href: str) -> None:
    assert isinstance(SITE.link("pay.md", href), str)


def test_read_site() -> None:
    site = read_site(Path("f.toml"), {"base_url": "https://a.example/", "pages": "ru/"})
    assert site == Site("https://a.example", "/ru")
    assert read_site(Path("f.toml"), {}) == Site()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (3, 'f.toml: [site] is not a table of strings; write base_url = "https://…" and pages = "/…".'),
        ({"pages": 3}, 'f.toml: [site] is not a table of strings; write base_url = "https://…" and pages = "/…".'),
    ],
)
def test_a_bad_site_is_refused(table: Any, message: str) -> None:
    with pytest.raises(BadFacets) as refused:
        read_site(Path("f.toml"), table)
    assert str(refused.value) == message

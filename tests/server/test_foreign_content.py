"""A content of somebody else's, indexed with the default facets: nothing served leads to the bundled FAQ's owner."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from ingest.content.facets import Facets, read_facets
from otvet.wiring import service_of
from server.app import create_app
from tests.conftest import FAQ

PAGES = {
    "shop-faq.md": "## Как оплатить заказ?\n\n- в регионе Москва — картой;\n- в регионе Казахстан — в тенге.\n",
    "deep/return.md": "# Возврат\n\nНапишите [нам](/ru/help) или смотрите [заказы](../shop-faq).\n",
}
ADDRESSES = [
    "/?q=как+оплатить+заказ",
    "/?q=вернуть+деньги&region=kazakhstan",
    "/?q=погода+на+марсе",
    "/?q=погода&region=moscow",
    "/faq",
    "/faq/shop-faq",
    "/faq/shop-faq?region=moscow",
    "/faq/deep/return",
    "/widget",
    "/widget.js",
    "/docs",
    "/openapi.json",
    "/llms.txt",
    "/llms.txt?region=moscow",
    "/llms-full.txt",
    "/faq/shop-faq.md",
    "/faq/deep/return.md",
    "/sitemap.xml",
    "/robots.txt",
    "/api/v1/search?q=оплатить+заказ",
    "/api/v1/search?q=погода&abstain=false",
    "/api/v1/search?q=погода&region=kazakhstan",
    "/api/v1/suggest?q=как",
    "/api/v1/sections",
    "/api/v1/sections/deep/return.md%23vozvrat",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    content, index = tmp_path_factory.mktemp("shop"), tmp_path_factory.mktemp("index")
    for name, text in PAGES.items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    encoder = HashEncoder()
    build(content, index, encoder, default_facets=FAQ / "facets.toml")
    return create_app(service_of(Searcher(load(index, open_bundle), encoder))).test_client()


def told_of_the_owner(facets: Facets) -> Iterator[str]:
    """Every address and label by which facets.toml leads to the owner of its site."""
    yield facets.site.base_url
    yield urlsplit(facets.site.base_url).netloc
    yield facets.site.pages
    for contact in facets.contacts:
        yield contact.url
        yield contact.url.removeprefix("mailto:")
        yield from contact.label.values()


def test_no_contact_of_the_bundled_faq_is_served(client: FlaskClient) -> None:
    owners = sorted(set(told_of_the_owner(read_facets(FAQ / "facets.toml"))))
    assert len(owners) >= 12
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert [text for text in owners if text in response.text] == [], address

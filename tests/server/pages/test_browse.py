"""The whole FAQ to read: per region, each section under an address of its own."""

import pytest
from flask.testing import FlaskClient

from index.search import Searcher
from otvet.wiring import service_of
from server.app import create_app
from tests.hand_service import WRITTEN, by_hand, not_ready


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


@pytest.fixture(scope="module")
def bundled(searcher: Searcher) -> FlaskClient:
    return create_app(service_of(searcher)).test_client()


def shown(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.text


def test_the_contents_name_every_section_once_and_lead_to_it(client: FlaskClient) -> None:
    text = shown(client, "/faq?region=kazakhstan")
    for row in WRITTEN:
        page, _, anchor = row.id.partition("#")
        address = f"/faq/{page.removesuffix('.md')}?region=kazakhstan#{anchor}"
        assert text.count(f'<li><a href="{address}">') == 1


def test_a_section_of_another_region_is_not_named(client: FlaskClient) -> None:
    assert "Можно ли платить в тенге?" in shown(client, "/faq/billing/pay")
    for address in ("/faq?region=moscow", "/faq/billing/pay?region=moscow"):
        assert "Можно ли платить в тенге?" not in shown(client, address)


def test_a_page_shows_each_section_projected_under_its_anchor(client: FlaskClient) -> None:
    text = shown(client, "/faq/qa-corporate?region=kazakhstan")
    assert '<section class="entry card" id="kak_poluchit_akt">' in text
    assert "docs@example.kz" in text
    assert "docs@example.ru" not in text
    assert 'href="/faq/qa-corporate?region=moscow">Москва</a>' in text
    assert 'href="/faq/qa-corporate?region=kazakhstan" aria-current="true">Казахстан</a>' in text


def test_the_address_of_a_section_is_what_the_search_gives_to_copy(client: FlaskClient) -> None:
    answer = shown(client, "/?q=акт сверки за период&region=kazakhstan")
    assert '<a class="copy" href="/faq/qa-corporate?region=kazakhstan&amp;seen=' in answer
    assert '#kak_poluchit_akt" data-said' in answer


def test_hostile_titles_are_only_text(client: FlaskClient) -> None:
    for address in ("/faq", "/faq/hostile"):
        text = shown(client, address)
        assert "&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;" in text
        assert "<script>" not in text


@pytest.mark.parametrize("address", ["/faq/nothing", "/faq/", "/faq/billing", "/faq/..%2fqa-corporate"])
def test_an_unknown_page_is_not_found(client: FlaskClient, address: str) -> None:
    assert "Такой страницы нет" in shown(client, address, 404)


@pytest.mark.parametrize("address", ["/faq?region=mars", "/faq/qa-corporate?region=mars"])
def test_an_unknown_region_is_told(client: FlaskClient, address: str) -> None:
    assert "Такого значения нет: Регион «mars»" in shown(client, address, 400)


def test_without_an_index_it_asks_to_wait() -> None:
    assert "Поиск ещё запускается" in shown(create_app(not_ready()).test_client(), "/faq", 503)


def test_a_content_of_one_page_is_that_page(bundled: FlaskClient) -> None:
    response = bundled.get("/faq?region=moscow&lang=en")
    assert (response.status_code, response.location) == (302, "/faq/qa-corporate?region=moscow&lang=en")


@pytest.mark.parametrize(
    ("region", "own", "foreign"),
    [("moscow", "docs_vktech@vk.company", "qazcloud"), ("kazakhstan", "accountvk@qazcloud.kz", "docs_vktech")],
)
def test_the_bundled_faq_says_nothing_of_the_other_region(
    bundled: FlaskClient, region: str, own: str, foreign: str
) -> None:
    text = shown(bundled, f"/faq/qa-corporate?region={region}")
    assert text.count('<section class="entry card"') == 13
    assert own in text
    assert foreign not in text

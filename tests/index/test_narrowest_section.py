"""Of sections that ask the same the narrowest that holds for the reader goes first, over a real index and HTTP."""

import pytest
from flask.testing import FlaskClient

from index.build import build
from index.encoders.hash import HashEncoder
from index.result import AskSection, Query, Result
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from otvet.wiring import service_of
from server.app import create_app

FACETS = """
[city]
label = { ru = "Город" }
headings = true
values.moscow = { label = { ru = "Москва" }, names = ["Москва"] }
values.kazakhstan = { label = { ru = "Казахстан" }, names = ["Казахстан"] }
values.almaty = { label = { ru = "Алматы" }, names = ["Алматы"], within = "kazakhstan" }
values.astana = { label = { ru = "Астана" }, names = ["Астана"], within = "kazakhstan" }
"""

HEADINGS = """## Как оплатить доставку заказа в Казахстане?

Оплатить доставку заказа можно картой: как оплатить, скажет курьер.

## Как оплатить доставку заказа в Алматы?

Наличными в пункте выдачи.

## Как вернуть заказ в Алматы?

Вернуть заказ можно в пункте выдачи.

## Как обменять заказ в Казахстане?

Обменять заказ можно почтой.
"""
COUNTRY, TOWN = "Как оплатить доставку заказа в Казахстане?", "Как оплатить доставку заказа в Алматы?"

PAGES = {
    "country.md": "# Казахстан\n\n## Как получить чек?\n\nКак получить чек: чек придёт в письме, получить его легко.\n",
    "town.md": "# Алматы\n\n## Как получить чек?\n\nНа кассе.\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("narrowest")
    content = folder / "content"
    content.mkdir()
    for name, text in {"facets.toml": FACETS, "headings-faq.md": HEADINGS, **PAGES}.items():
        (content / name).write_text(text, encoding="utf-8")
    encoder = HashEncoder()
    build(content, folder / "index", encoder, default_facets=content / "facets.toml")
    return Searcher(load(folder / "index", open_bundle), encoder)


@pytest.fixture(scope="module")
def web(shop: Searcher) -> FlaskClient:
    return create_app(service_of(shop)).test_client()


def asked(shop: Searcher, text: str, **facets: str) -> Result:
    return shop(Query(text, facets, limit=4, abstain=False))


def codes(result: Result) -> list[str]:
    return [notice.code for notice in result.notices]


PAY, RECEIPT = "как оплатить доставку заказа картой", "как получить чек в письме"
CASES = [
    pytest.param(PAY, "almaty", "Наличными в пункте выдачи.", [], id="headings-narrowest"),
    pytest.param(PAY, "astana", "Оплатить доставку", ["broader_city"], id="headings-fall-back"),
    pytest.param(PAY, "kazakhstan", "Оплатить доставку", [], id="headings-all-of-it"),
    pytest.param(RECEIPT, "almaty", "На кассе.", [], id="pages-narrowest"),
    pytest.param(RECEIPT, "astana", "Как получить чек: чек придёт", ["broader_city"], id="pages-fall-back"),
    pytest.param(RECEIPT, "kazakhstan", "Как получить чек: чек придёт", [], id="pages-all-of-it"),
]


def test_by_words_alone_the_broader_section_is_nearer(shop: Searcher) -> None:
    assert asked(shop, PAY).answers[0].section == COUNTRY
    assert asked(shop, RECEIPT).answers[0].page == "country.md"


@pytest.mark.parametrize(("question", "city", "text", "notices"), CASES)
def test_search_puts_the_narrowest_first(
    shop: Searcher, question: str, city: str, text: str, notices: list[str]
) -> None:
    result = asked(shop, question, city=city)
    assert result.answers[0].text.startswith(text)
    assert [code for code in codes(result) if code.endswith("_city")] == notices
    assert not isinstance(result.ask, AskSection) or TOWN not in [one.label for one in result.ask.choices[1:]]


@pytest.mark.parametrize(("question", "city", "text", "notices"), CASES)
def test_the_api_puts_the_narrowest_first(
    web: FlaskClient, question: str, city: str, text: str, notices: list[str]
) -> None:
    found = web.get("/api/v1/search", query_string={"q": question, "city": city, "abstain": "false"}).json
    assert found is not None
    assert found["answers"][0]["text"].startswith(text)
    assert [one["code"] for one in found["notices"] if one["code"].endswith("_city")] == notices


@pytest.mark.parametrize("city", ["almaty", "astana"])
def test_the_question_may_say_the_city_itself(shop: Searcher, city: str) -> None:
    name = {"almaty": "в Алматы", "astana": "в Астане"}[city]
    first = asked(shop, f"{PAY} {name}").answers[0]
    assert first.section == {"almaty": TOWN, "astana": COUNTRY}[city]


def test_a_narrower_section_on_something_else_stays_behind(shop: Searcher) -> None:
    assert (
        asked(shop, "как обменять заказ почтой", city="almaty").answers[0].section == "Как обменять заказ в Казахстане?"
    )


def test_confidence_never_rises_down_the_list(shop: Searcher) -> None:
    for city in ("almaty", "astana", "kazakhstan"):
        sure = [answer.confidence for answer in asked(shop, PAY, city=city).answers]
        assert sure == sorted(sure, reverse=True)

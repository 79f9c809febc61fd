"""Sections whose headings say whom they hold for, from ``facets.toml`` to the API."""

from pathlib import Path
from urllib.parse import quote

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.heading_scopes import with_heading_scopes
from index.result import Query, Result
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from ingest.content.facets import Facets, read_facets
from ingest.section import Section
from otvet.wiring import service_of
from server.app import create_app

FACETS = """
[buyer]
label = { ru = "Покупатель" }
headings = true
[buyer.query]
exhaustive = true
owners = ["фирм*", "компани*", "company"]
things = ["зарегистр*", "резидент*"]
[buyer.values.home]
label = { ru = "Из Казахстана" }
countries = ["KZ"]
[buyer.values.abroad]
label = { ru = "Из других стран" }
countries_except = ["KZ"]

[way]
label = { ru = "Способ получения" }
headings = true
[way.values.courier]
label = { ru = "Курьер" }
names = ["курьер", "курьером", "курьеру"]
[way.values.pickup]
label = { ru = "Самовывоз" }
names = ["самовывоз", "самовывоза", "самовывозом"]

[city]
label = { ru = "Город" }
[city.values.perm]
label = { ru = "Пермь" }
names = ["Пермь", "Перми"]
[city.values.omsk]
label = { ru = "Омск" }
names = ["Омск", "Омске"]
"""

HOME, ABROAD = "Компания из Казахстана, как оплатить заказ?", "Компания не из Казахстана, как оплатить заказ?"
COURIER, PICKUP = "Сколько ждать заказ курьером?", "Сколько ждать заказ при самовывозе, самовывозом?"
PERM, ANY = "Где магазин в Перми?", "Как отменить заказ?"
TITLES = [HOME, ABROAD, COURIER, PICKUP, PERM, ANY]
SCOPES = {
    HOME: ("buyer", "home"),
    ABROAD: ("buyer", "abroad"),
    COURIER: ("way", "courier"),
    PICKUP: ("way", "pickup"),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("shop")
    content = folder / "content"
    content.mkdir()
    (content / "facets.toml").write_text(FACETS, encoding="utf-8")
    page = "".join(f"## {title}\n\nОтвет на вопрос о заказе номер {at}.\n\n" for at, title in enumerate(TITLES))
    (content / "orders-faq.md").write_text(page, encoding="utf-8")
    encoder = HashEncoder()
    build(content, folder / "index", encoder, default_facets=content / "facets.toml")
    return Searcher(load(folder / "index", open_bundle), encoder)


def asked(shop: Searcher, text: str, **facets: str) -> Result:
    return shop(Query(text, facets, limit=3, abstain=False))


def named(result: Result) -> list[str]:
    """Every section that a result names, as an answer or as related."""
    return [answer.section for answer in result.answers] + [related.section for related in result.related]


def contradicted(facet: str, value: str) -> set[str]:
    return {title for title, (of, own) in SCOPES.items() if of == facet and own != value}


def test_a_heading_scopes_its_section_where_the_facet_says_so(shop: Searcher) -> None:
    scopes = {section.title: section.scopes for section in shop.bundle.sections}
    assert scopes == {title: (frozenset({SCOPES[title]}),) if title in SCOPES else () for title in TITLES}


VALUES = [("buyer", "home"), ("buyer", "abroad"), ("way", "courier"), ("way", "pickup")]


@pytest.mark.parametrize(("facet", "value"), VALUES)
def test_search_names_no_section_whose_heading_contradicts_the_reader(shop: Searcher, facet: str, value: str) -> None:
    for title in TITLES:
        found = named(asked(shop, title, **{facet: value}))
        assert not contradicted(facet, value) & set(found)
        assert title in found or title in contradicted(facet, value)


@pytest.mark.parametrize(("facet", "value"), VALUES)
def test_the_api_lists_and_opens_only_what_holds(shop: Searcher, facet: str, value: str) -> None:
    client = create_app(service_of(shop)).test_client()
    listed = client.get("/api/v1/sections", query_string={facet: value}).json
    assert listed is not None
    assert [row["section"] for row in listed["sections"]] == [
        title for title in TITLES if title not in contradicted(facet, value)
    ]
    for section in shop.bundle.sections:
        opened = client.get(f"/api/v1/sections/{quote(section.id)}", query_string={facet: value})
        assert opened.status_code == (404 if section.title in contradicted(facet, value) else 200)


def test_without_a_choice_every_section_is_listed(shop: Searcher) -> None:
    assert [section.title for section in shop.sections({})] == TITLES


@pytest.mark.parametrize(
    ("question", "first", "absent"),
    [
        pytest.param("фирма из Алматы, оплатить заказ", HOME, ABROAD, id="a-city-of-the-country"),
        pytest.param("фирма из Германии, оплатить заказ", ABROAD, HOME, id="every-other-country"),
        pytest.param("фирма не из Казахстана, оплатить заказ", ABROAD, HOME, id="ruled-out"),
        pytest.param("ждать заказ курьером", COURIER, PICKUP, id="names"),
    ],
)
def test_a_question_chooses_by_headings_too(shop: Searcher, question: str, first: str, absent: str) -> None:
    found = named(asked(shop, question))
    assert found[0] == first
    assert absent not in found


def of_heading(title: str, *scopes: frozenset[tuple[str, str]]) -> Section:
    return Section("faq.md#a", "faq.md", "a", title, (), (0, 2), (), scopes)


@pytest.fixture
def facets(tmp_path: Path) -> Facets:
    (tmp_path / "facets.toml").write_text(FACETS, encoding="utf-8")
    return read_facets(tmp_path / "facets.toml")


def test_what_is_written_around_a_section_outweighs_its_heading(facets: Facets) -> None:
    tab = frozenset({("way", "pickup")})
    assert with_heading_scopes([of_heading(COURIER, tab)], facets)[0].scopes == (tab,)


def test_sections_that_were_read_before_stay_as_they_are(facets: Facets) -> None:
    once = with_heading_scopes([of_heading(title) for title in TITLES], facets)
    assert with_heading_scopes(once, facets) == once


def test_no_heading_is_read_where_no_facet_asks_for_it() -> None:
    assert with_heading_scopes([of_heading(HOME)], Facets()) == [of_heading(HOME)]

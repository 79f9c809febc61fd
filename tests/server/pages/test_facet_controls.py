"""The controls of the facets: what is chosen in them, what they look like, and that their words are the content's."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from index.search import Searcher
from otvet.wiring import service_of
from server.app import create_app
from server.pages.facet_controls import depends, facet_controls, named
from server.translations import LANGUAGES, Translator
from tests.hand_service import by_hand

RUSSIAN = Translator("ru")


@pytest.fixture(scope="module")
def client(store: Searcher) -> FlaskClient:
    return create_app(service_of(store)).test_client()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("", "", id="all"),
        pytest.param("kazan", "Казань", id="one"),
        pytest.param("kazan,moscow", "Казань, Москва", id="several"),
        pytest.param("-moscow", "не Москва", id="all-but-one"),
        pytest.param("spb,kazan,-kazan", "Санкт-Петербург, Казань (не Казань)", id="of-which-one-is-excluded"),
        pytest.param("mars", "", id="unknown"),
    ],
)
def test_a_choice_in_words(store: Searcher, statement: str, expected: str) -> None:
    assert named(statement, service_of(store).facets["city"], RUSSIAN) == expected


def test_a_short_first_facet_is_a_row_and_the_others_are_menus() -> None:
    controls = facet_controls(by_hand(), {"scheme": "prepaid"}, RUSSIAN)
    assert [(one.label, one.segments) for one in controls] == [("Регион", True), ("Схема оплаты", False)]
    assert [one.chosen.label if one.chosen else None for one in controls] == [None, "Предоплата"]


def test_a_first_facet_that_a_phone_has_no_room_for_is_a_menu(store: Searcher) -> None:
    controls = facet_controls(service_of(store), {}, RUSSIAN)
    assert [(one.label, one.segments) for one in controls] == [("Город", False), ("Способ получения", False)]


def test_a_content_that_differs_by_nothing_has_no_controls() -> None:
    client = create_app(replace(by_hand(), offered=())).test_client()
    for address in ("/", "/faq"):
        assert '<div class="facets">' not in client.get(address).text


@pytest.mark.parametrize(
    ("given", "value", "label"),
    [
        ("city=moscow&city=kazan", "moscow,kazan", "Москва, Казань"),
        ("city=moscow,kazan", "moscow,kazan", "Москва, Казань"),
        ("city=-moscow", "-moscow", "не Москва"),
    ],
)
def test_a_choice_of_several_is_an_option_beside_each_and_all(
    client: FlaskClient, given: str, value: str, label: str
) -> None:
    text = client.get(f"/?q=сколько+ждать+заказ&{given}").text
    assert f"<span>Город<i>:</i></span> <b>{label}</b>" in text
    assert f'class="several"><input type="radio" name="city" value="{value}" checked><span>{label}</span>' in text
    for other in ("moscow", "spb", "kazan", ""):
        assert f'<input type="radio" name="city" value="{other}">' in text
    assert "через 3 рабочих дня" in text


def test_from_several_values_links_lead_to_one_and_to_all(client: FlaskClient) -> None:
    text = client.get("/faq?city=moscow&city=kazan&way=courier").text
    assert '<a href="/faq?city=moscow&amp;way=courier">Москва</a>' in text
    assert '<a href="/faq?city=moscow%2Ckazan&amp;way=courier" aria-current="true">Москва, Казань</a>' in text
    assert '<a href="/faq?way=courier">Все</a>' in text
    assert '<a href="/faq?city=moscow%2Ckazan">Все</a>' in text


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("Город", "ru", "Ответ зависит от города. Выберите свой:"),
        ("Способ получения", "ru", "Ответ зависит от способа получения. Выберите свой:"),
        ("Схема оплаты", "ru", "Ответ зависит от схемы оплаты. Выберите свою:"),
        ("Город", "en", "The answer depends on your choice (City). Choose yours:"),
    ],
)
def test_the_question_for_a_value_is_of_the_facets_label(label: str, language: str, expected: str) -> None:
    assert depends(label, Translator(language, {"Город": {"en": "City"}})) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address",
    [
        "/?",
        "/?q=сколько+ждать+заказ&",
        "/?q=сколько+ждать+заказ&city=kazan&",
        "/?q=погода&city=kazan&",
        "/faq?",
        "/widget?",
    ],
)
def test_a_content_without_regions_says_nothing_of_them(client: FlaskClient, address: str, language: str) -> None:
    text = client.get(f"{address}lang={language}").text
    assert "Город" in text
    for word in ("регион", "аймақ", "аймағ", "region"):
        assert word not in text.lower()


def test_nor_does_the_widget(client: FlaskClient) -> None:
    text = client.get("/widget.js").text.lower()
    assert "город" in text
    assert "регион" not in text


def test_the_form_sends_every_facet(client: FlaskClient) -> None:
    text = client.get("/?q=сколько+стоит+доставка&way=pickup&city=").text
    assert "Забрать заказ в магазине можно бесплатно" in text
    assert "350 рублей" not in text
    assert '<input type="radio" name="city" value="" checked>' in text

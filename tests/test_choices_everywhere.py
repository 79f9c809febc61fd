"""A tree, a class of countries, an exclusion, two values, an audience: from facets.toml to every place of use."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from index.build import build
from index.encoders.protocol import Encoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from otvet.main import main
from otvet.wiring import service_of
from server.app import create_app
from server.mcp.server import create_server
from tests.conftest import FAQ
from tests.server.mcp.test_server import Agent, connected

FACETS = """
[city]
label = { ru = "Город" }
values.moscow = { label = { ru = "Москва" }, names = ["Москва"] }
values.kazakhstan = { label = { ru = "Казахстан" }, names = ["Казахстан"] }
values.almaty = { label = { ru = "Алматы" }, names = ["Алматы"], within = "kazakhstan" }
values.astana = { label = { ru = "Астана" }, names = ["Астана"], within = "kazakhstan" }

[payer]
label = { ru = "Покупатель" }
values.person = { label = { ru = "Частное лицо" }, names = ["Частное лицо"] }
values.company = { label = { ru = "Компания" }, names = ["Компания"] }

[origin]
label = { ru = "Страна" }
headings = true
values.home = { label = { ru = "Россия" }, countries = ["RU"] }
values.foreign = { label = { ru = "Другая страна" }, countries_except = ["RU"] }
query = { owners = ["компани*"], exhaustive = true }

[audience.kz-company]
label = { ru = "Компания в Алматы" }
city = "almaty"
payer = "company"
"""


def tab_set(**panels: str) -> str:
    names = "".join(f"<tab>{name}</tab>" for name in panels)
    return (
        f"<tabs><tablist>{names}</tablist>"
        + "".join(f"<tabpanel>\n\n{text}\n\n</tabpanel>" for text in panels.values())
        + "</tabs>\n"
    )


PAGE = f"""## Сколько стоит доставка заказа?

{tab_set(Москва="Доставка — 100 рублей.", Казахстан="Доставка — 900 тенге.", Алматы="Доставка — 500 тенге.")}

## Как вернуть товар?

{tab_set(Москва="Приезжайте на Арбат.", Казахстан="Отправьте почтой в Караганду.")}

## Чем оплатить заказ?

- Частное лицо: картой.
- Компания: по счёту.

## Мы компания не из РФ, как заключить договор?

Договор подписывают в посольстве.

## Мы компания из РФ, как заключить договор?

Договор подписывают через Диадок.
"""
DELIVERY = "сколько стоит доставка заказа"


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    content, folder = tmp_path_factory.mktemp("content"), tmp_path_factory.mktemp("index")
    (content / "facets.toml").write_text(FACETS, encoding="utf-8")
    (content / "faq.md").write_text(PAGE, encoding="utf-8")
    build(content, folder, encoder, default_facets=FAQ / "facets.toml")
    return folder


@pytest.fixture(scope="module")
def here(encoder: Encoder, index: Path) -> Searcher:
    return Searcher(load(index, open_bundle), encoder)


@pytest.fixture(scope="module")
def web(here: Searcher) -> FlaskClient:
    return create_app(service_of(here)).test_client()


@pytest.fixture(scope="module")
def agent(here: Searcher) -> Iterator[Agent]:
    with connected(create_server(service_of(here))) as client:
        yield client


CASES = [
    pytest.param({"city": "moscow"}, ["100 рублей"], id="one"),
    pytest.param({"city": "almaty"}, ["500 тенге"], id="the-narrowest-wins"),
    pytest.param({"city": "astana"}, ["900 тенге"], id="what-is-broader-holds"),
    pytest.param({"city": "kazakhstan"}, ["500 тенге", "900 тенге"], id="a-broader-choice"),
    pytest.param({"city": "moscow,astana"}, ["100 рублей", "900 тенге"], id="two"),
    pytest.param({"city": "-moscow"}, ["500 тенге", "900 тенге"], id="exclusion"),
    pytest.param({"city": "kazakhstan,-almaty"}, ["900 тенге"], id="all-of-it-but-one"),
    pytest.param({"audience": "kz-company"}, ["500 тенге"], id="audience"),
]
PRICES = ["100 рублей", "500 тенге", "900 тенге"]


def prices(text: str) -> list[str]:
    return [price for price in PRICES if price in text]


@pytest.mark.parametrize(("chosen", "expected"), CASES)
def test_the_api_gives_what_the_choice_lets_in(web: FlaskClient, chosen: dict[str, str], expected: list[str]) -> None:
    parts = [(facet, part) for facet, text in chosen.items() for part in text.split(",")]
    for query in (parts, list(chosen.items())):  # a parameter repeated, and its values joined
        response = web.get("/api/v1/search", query_string=[("q", DELIVERY), *query])
        assert response.status_code == 200, response.text
        assert prices(response.get_json()["answers"][0]["text"]) == expected
    body = {"queries": [{"q": DELIVERY, **chosen}]}
    (result,) = web.post("/api/v1/search", json=body).get_json()["results"]
    assert prices(json.dumps(result["answers"], ensure_ascii=False)) == expected
    section = web.get("/api/v1/sections/faq.md%23skolko_stoit_dostavka_zakaza", query_string=chosen).get_json()
    assert prices(section["text"]) == expected


@pytest.mark.parametrize(("chosen", "expected"), CASES)
def test_the_page_shows_what_the_choice_lets_in(web: FlaskClient, chosen: dict[str, str], expected: list[str]) -> None:
    page = web.get("/", query_string={"q": DELIVERY, **chosen}).text
    assert prices(page[page.index("<article") : page.index("</article>")]) == expected
    assert prices(web.get("/faq/faq.md", query_string=chosen).text) == expected


@pytest.mark.parametrize(("chosen", "expected"), CASES)
def test_the_command_line_gives_what_the_choice_lets_in(
    index: Path, chosen: dict[str, str], expected: list[str]
) -> None:
    options = [f"--facet={facet}={part}" for facet, text in chosen.items() for part in text.split(",")]
    found = CliRunner().invoke(main, ["search", DELIVERY, "--index", str(index), *options, "--json"])
    assert found.exit_code == 0, found.output
    assert prices(json.loads(found.stdout)["answers"][0]["text"]) == expected


@pytest.mark.parametrize(("chosen", "expected"), CASES)
def test_an_agent_is_given_what_the_choice_lets_in(agent: Agent, chosen: dict[str, str], expected: list[str]) -> None:
    given, text = agent.given("search_faq", query=DELIVERY, **chosen)
    assert prices(text) == expected
    assert prices(json.dumps(given["answers"], ensure_ascii=False)) == expected


@pytest.mark.parametrize(
    ("query", "value", "expected"),
    [
        pytest.param("сколько стоит доставка заказа в Алматы", "almaty", ["500 тенге"], id="one"),
        pytest.param("сколько стоит доставка заказа везде, кроме Москвы", "-moscow", ["500 тенге", "900 тенге"],
                     id="not"),
        pytest.param("сколько стоит доставка заказа в Москве или Астане", "moscow,astana", ["100 рублей", "900 тенге"],
                     id="either"),
    ],
)  # fmt: skip
def test_the_words_of_a_question_choose_alike(web: FlaskClient, query: str, value: str, expected: list[str]) -> None:
    result = web.get("/api/v1/search", query_string={"q": query}).get_json()
    assert result["query"]["facets"]["city"]["value"] == value
    assert prices(result["answers"][0]["text"]) == expected


@pytest.mark.parametrize(
    ("query", "expected"), [("мы компания не из РФ, как заключить договор", "посольстве"),
                            ("немецкая компания, как заключить договор", "посольстве"),
                            ("мы компания из Москвы, как заключить договор", "Диадок")]
)  # fmt: skip
def test_a_class_of_countries_chooses_the_section(web: FlaskClient, query: str, expected: str) -> None:
    result = web.get("/api/v1/search", query_string={"q": query}).get_json()
    assert expected in result["answers"][0]["text"]
    assert len({"посольстве", "Диадок"} & set(json.dumps(result, ensure_ascii=False).split())) <= 1


def codes(web: FlaskClient, **asked: str) -> dict[str, str]:
    notices = web.get("/api/v1/search", query_string=asked).get_json()["notices"]
    return {notice["code"]: notice["message"] for notice in notices}


def test_a_fallback_to_a_broader_value_is_told(web: FlaskClient) -> None:
    told = "Отдельного ответа для города Астана нет; показан ответ для города Казахстан."
    assert codes(web, q="как вернуть товар", city="astana")["broader_city"] == told
    assert "broader_city" not in codes(web, q=DELIVERY, city="almaty")
    assert "broader_city" not in codes(web, q="как вернуть товар", city="kazakhstan")


def test_a_question_may_narrow_a_choice_and_not_leave_it(web: FlaskClient) -> None:
    narrowed = web.get("/api/v1/search", query_string={"q": f"{DELIVERY} в Алматы", "city": "kazakhstan"}).get_json()
    assert narrowed["query"]["facets"]["city"] == {"value": "almaty", "source": "query", "evidence": "Алматы"}
    assert prices(narrowed["answers"][0]["text"]) == ["500 тенге"]
    left = web.get("/api/v1/search", query_string={"q": f"{DELIVERY} в Москве", "city": "kazakhstan"}).get_json()
    assert prices(left["answers"][0]["text"]) == ["500 тенге", "900 тенге"]
    assert [notice["code"] for notice in left["notices"]] == ["city_conflict"]


def test_the_answer_is_asked_back_only_while_no_value_is_chosen(web: FlaskClient) -> None:
    def ask(**asked: str) -> Any:
        return web.get("/api/v1/search", query_string=asked).get_json()["ask"]

    assert [one["label"] for one in ask(q=DELIVERY)["values"]] == ["Москва", "Казахстан", "Алматы", "Астана"]
    assert ask(q=DELIVERY, city="moscow,kazakhstan") is None


def test_no_variant_is_marked_that_only_some_of_the_chosen_readers_have(web: FlaskClient) -> None:
    def marked(**asked: str) -> str:
        (answer, *_) = web.get("/api/v1/search", query_string=asked).get_json()["answers"]
        return "".join(answer["text"][span["start"] : span["end"]] for span in answer["spans"])

    assert marked(q=DELIVERY, city="almaty") == "Доставка — 500 тенге."
    assert marked(q=DELIVERY, city="kazakhstan") == ""
    assert marked(q=DELIVERY, city="-moscow") == ""


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ([("city", "-mars")], "city '-mars' is unknown; choose from moscow, kazakhstan, almaty, astana."),
        (
            [("city", "almaty"), ("city", "mars")],
            "city 'mars' is unknown; choose from moscow, kazakhstan, almaty, astana.",
        ),
        ([("city", "")], "city '' is unknown; choose from moscow, kazakhstan, almaty, astana."),
        ([("audience", "kz-company,x")], "audience 'kz-company,x' is unknown; choose from kz-company."),
    ],
)
def test_what_is_unknown_in_a_choice_is_named(web: FlaskClient, given: list[tuple[str, str]], detail: str) -> None:
    response = web.get("/api/v1/search", query_string=[("q", DELIVERY), *given])
    assert response.status_code == 400
    assert [error["detail"] for error in response.get_json()["errors"]] == [detail]

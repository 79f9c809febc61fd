"""What a question says of the reader's region, scheme and payer."""

import gc
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bench.infer import read_labelled
from index.query import facet_lexicon as facet_words
from index.query.facet_inference import infer
from ingest.content.facets import Facets, read_facets
from ingest.errors import BadFacets

ROOT = Path(__file__).parents[3]
FACETS = read_facets(ROOT / "faq" / "facets.toml")
LABELLED = read_labelled(ROOT / "eval" / "questions" / "facets.jsonl")


def said(query: str, facet: str = "region") -> tuple[str, str, str] | None:
    found = infer(query, FACETS).get(facet)
    return None if found is None else (found.value, found.evidence, found.strength)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("проект в регионе Казахстан, где акт", ("kazakhstan", "Казахстан", "lead"), id="lead"),
        pytest.param("сверка по московским проектам", ("moscow", "московским", "lead"), id="adjective"),
        pytest.param("аккаунт казахстанский, где счёт", ("kazakhstan", "казахстанский", "lead"), id="adjective-last"),
        pytest.param("как оплатить в Казахстане", ("kazakhstan", "Казахстане", "name"), id="name"),
        pytest.param("Алматыда отырмыз, шарт керек", ("kazakhstan", "Алматыда", "name"), id="kazakh-city"),
        pytest.param("оплата в МАСКВЕ", ("moscow", "МАСКВЕ", "name"), id="misspelt"),
        pytest.param("пополнил на 5000 тг", ("kazakhstan", "5000 тг", "hint"), id="money-after-a-number"),
        pytest.param("вход через kz.mcs.mail.ru", ("kazakhstan", "kz.mcs.mail.ru", "hint"), id="longest-address"),
        pytest.param("https://mcs.mail.ru/app не грузится", ("moscow", "mcs.mail.ru", "hint"), id="address-in-a-url"),
        pytest.param("hb.kz-ast.example.ru отвечает 403", ("kazakhstan", "hb.kz-ast.example.ru", "hint"), id="zone"),
        pytest.param("договор с ООО «ВК»", ("moscow", "ООО «ВК", "hint"), id="company-in-quotes"),
        pytest.param("реквизиты вашей казахстанской компании", ("kazakhstan", "казахстанской", "name"), id="provider"),
    ],
)
def test_a_question_says_its_region(query: str, expected: tuple[str, str, str]) -> None:
    assert said(query) == expected


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("проект в регионе Казахстан, платим рублями", "kazakhstan", id="lead-beats-money"),
        pytest.param("Казахстан, оплата рублями", "kazakhstan", id="name-beats-money"),
        pytest.param("офис у нас в Москве, проект в Казахстане", "kazakhstan", id="project-beats-office"),
        pytest.param("ТОО из Астаны, но проект в московском регионе", "moscow", id="project-beats-home"),
        pytest.param("карта казахстанского банка, регион Москва", "moscow", id="region-beats-card"),
        pytest.param("не в Москве, а в Казахстане", "kazakhstan", id="ruled-out-and-put-right"),
        pytest.param("не mcs.mail.ru, а kz.mcs.mail.ru", "kazakhstan", id="address-put-right"),
    ],
)
def test_what_is_said_of_the_project_wins(query: str, value: str) -> None:
    found = said(query)
    assert found is not None
    assert found[0] == value


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("мы компания не из РФ", id="home"),
        pytest.param("мы из Алматы", id="home-city"),
        pytest.param("компания в России", id="company"),
        pytest.param("у нас ТОО, нужен счёт", id="form-of-company"),
        pytest.param("юрлицо-резидент РФ", id="resident"),
        pytest.param("карта казахстанского банка", id="card"),
        pytest.param("оплата через kaspi.kz", id="bank-address"),
        pytest.param("юридический адрес в Москве", id="legal-address"),
        pytest.param("г. Москва, ул. Мира", id="city"),
        pytest.param("поддержка до 18 по Москве", id="hours"),
        pytest.param("студенты в Москве не видят портал", id="strangers"),
        pytest.param("cdn для регионов России", id="cdn"),
        pytest.param("перенести проект из Москвы в Казахстан", id="move"),
        pytest.param("хотим переехать в Казахстан", id="move-to"),
        pytest.param("жобаны Қазақстанға көшіру", id="move-in-kazakh"),
        pytest.param("чем отличаются тарифы в Казахстане", id="difference"),
        pytest.param("регион Москва или Казахстан", id="both-in-question"),
        pytest.param("два проекта, в Москве и в Казахстане", id="both"),
        pytest.param("не казахстан", id="ruled-out"),
        pytest.param("доступно только в Москве?", id="restriction"),
        pytest.param("можно ли платить в тенге", id="whether-a-currency-is-taken"),
        pytest.param("рубли или тенге", id="two-currencies"),
        pytest.param("напишите в тг", id="messenger"),
        pytest.param("какой регион выбрать", id="the-word-alone"),
        pytest.param("письмо на support@mcs.mail.ru", id="support-of-all-regions"),
        pytest.param("купить домен .kz", id="domain-zone"),
        pytest.param("бакет moscow-data", id="part-of-a-name"),
        pytest.param("", id="nothing"),
    ],
)
def test_in_doubt_no_region_is_inferred(query: str) -> None:
    assert said(query) is None


@pytest.mark.parametrize(
    ("query", "facet", "expected"),
    [
        pytest.param("работаем по предоплате", "scheme", ("prepaid", "предоплате", "name"), id="scheme"),
        pytest.param("платим потом по счёту", "scheme", ("postpaid", "платим потом", "hint"), id="scheme-hint"),
        pytest.param("Не по предоплате работаем", "scheme", ("postpaid", "Не по предоплате", "name"), id="one-of-two"),
        pytest.param("предоплата емес", "scheme", ("postpaid", "предоплата", "name"), id="one-of-two-in-kazakh"),
        pytest.param("предоплата не подходит", "scheme", None, id="unwanted-is-not-ruled-out"),
        pytest.param("перейти на постоплату", "scheme", None, id="scheme-change"),
        pytest.param("чем предоплата отличается от постоплаты", "scheme", None, id="schemes-compared"),
        pytest.param("я физлицо", "payer", ("individual", "физлицо", "name"), id="payer"),
        pytest.param("я не юрлицо", "payer", None, id="neither-person-nor-company"),
        pytest.param("реквизиты вашего юрлица", "payer", None, id="provider-does-not-pay"),
        pytest.param("сменить физлицо на юрлицо", "payer", None, id="payer-change"),
        pytest.param("ИП, где акты", "payer", None, id="sole-trader"),
        pytest.param("компания сменила имя", "payer", None, id="company-is-everyone"),
    ],
)
def test_scheme_and_payer_are_read_alike(query: str, facet: str, expected: tuple[str, str, str] | None) -> None:
    assert said(query, facet) == expected


WORDS = ["не", "в", "из", "регион", "Москва", "Казахстане", "тенге", "shop.kz", "İ", "(", "5", "тг", "предоплате", "–"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
@settings(max_examples=300)
def test_any_text_gives_known_values_and_its_own_words(text: str) -> None:
    values = FACETS.values()
    for facet, inferred in infer(text, FACETS).items():
        assert inferred.value in values[facet]
        assert inferred.evidence
        assert inferred.evidence in text


@pytest.mark.parametrize("held", [False, True], ids=["dev", "held"])
def test_region_is_precise_and_found_on_the_labelled_questions(held: bool) -> None:
    pairs = [(infer(one.query, FACETS).get("region"), one.facets.get("region")) for one in LABELLED if one.held is held]
    right = sum(found is not None and found.value == label for found, label in pairs)
    assert right / sum(found is not None for found, _ in pairs) >= 0.98
    assert right / sum(label is not None for _, label in pairs) >= 0.90


def test_the_labelled_questions_are_hard_enough() -> None:
    assert len({one.query.casefold() for one in LABELLED}) == len(LABELLED) >= 360
    assert sum("region" not in one.facets for one in LABELLED) / len(LABELLED) >= 0.4


def test_a_call_takes_less_than_a_millisecond() -> None:
    infer("прогрев", FACETS)
    taken = []
    for one in LABELLED:
        start = perf_counter()
        infer(one.query, FACETS)
        taken.append(perf_counter() - start)
    assert median(taken) < 1e-3


@pytest.mark.parametrize(
    "text", ["проект в Казахстане " * 500, "тенге " * 1500, "ё" * 10_000], ids=["leads", "money", "word"]
)
def test_a_long_text_costs_no_more_than_its_length(text: str) -> None:
    start = perf_counter()
    infer(text, FACETS)
    assert perf_counter() - start < 0.5


def test_a_content_without_facets_says_nothing() -> None:
    assert infer("проект в Казахстане", Facets()) == {}


def test_compiled_words_go_with_their_facets() -> None:
    facets = Facets()
    infer("текст", facets)
    key = id(facets)
    assert key in facet_words._COMPILED
    del facets
    gc.collect()
    assert key not in facet_words._COMPILED


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param("query = 1", r"\[region\.query\] is not a table", id="no-table"),
        pytest.param('query = { thing = ["x"] }', r"\[region\.query\] has an unknown key 'thing'", id="unknown-key"),
        pytest.param('query = { things = "x" }', r"things in \[region\.query\] is not a list of words", id="no-list"),
        pytest.param('query = { things = ["*"] }', r"things in \[region\.query\] is not a list of", id="bare-star"),
        pytest.param('query = { exhaustive = "no" }', r"exhaustive in \[region\.query\] is not true", id="no-truth"),
        pytest.param("values.x.money = 5", r"money in \[region\.values\.x\] is not a list of words", id="money"),
    ],
)
def test_words_that_cannot_be_read_are_named(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "facets.toml"
    value = 'label = { ru = "Регион" }\nvalues.x.label = { ru = "Икс" }\nvalues.x.names = ["икс"]\n'
    path.write_text(f"[region]\n{value}{table}\n", encoding="utf-8")
    with pytest.raises(BadFacets, match=message):
        read_facets(path)

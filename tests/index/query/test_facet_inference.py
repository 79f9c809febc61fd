"""What a question says of the reader's region, scheme and payer; of residency see test_origin_reader."""

import gc
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bench.infer import read_labelled, said_of
from index.query import facet_lexicon as facet_words
from index.query.facet_inference import Inferred, infer
from ingest.content.facets import Facets, read_facets
from ingest.errors import BadFacets
from ingest.scope.choice import OTHER, stated

ROOT = Path(__file__).parents[3]
FACETS = read_facets(ROOT / "faq" / "facets.toml")
LABELLED = read_labelled(ROOT / "eval" / "questions" / "facets.jsonl")


def statement(facet: str, found: Inferred, facets: Facets = FACETS) -> str:
    known = facets.get(facet)
    assert known is not None
    return stated(known, found.values)


def said(query: str, facet: str = "region") -> tuple[str, str, str] | None:
    found = infer(query, FACETS).get(facet)
    return None if found is None else (statement(facet, found), found.evidence, found.strength)


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
        pytest.param("доступно только в Москве?", id="restriction"),
        pytest.param("можно ли платить в тенге", id="whether-a-currency-is-taken"),
        pytest.param("два проекта: один в Москве, другой в Казахстане", id="one-and-the-other"),
        pytest.param("часть серверов в Москве, часть в Казахстане", id="parts"),
        pytest.param("one project is in Moscow, the other in Kazakhstan", id="one-and-the-other-in-english"),
        pytest.param("проект в Казахстане, есть и второй проект, он в Москве", id="pronoun"),
        pytest.param("ранее проект был в Москве, теперь в Казахстане", id="before-and-now"),
        pytest.param("сервер был в Казахстане", id="before"),
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
        pytest.param("предоплата не подходит", "scheme", ("postpaid", "предоплата", "name"), id="unwanted"),
        pytest.param("перейти на постоплату", "scheme", None, id="scheme-change"),
        pytest.param("чем предоплата отличается от постоплаты", "scheme", None, id="schemes-compared"),
        pytest.param("я физлицо", "payer", ("individual", "физлицо", "name"), id="payer"),
        pytest.param("я не юрлицо", "payer", ("-company", "не юрлицо", "name"), id="neither-person-nor-company"),
        pytest.param("реквизиты вашего юрлица", "payer", None, id="provider-does-not-pay"),
        pytest.param("сменить физлицо на юрлицо", "payer", None, id="payer-change"),
        pytest.param("ИП, где акты", "payer", None, id="sole-trader"),
        pytest.param("компания сменила имя", "payer", None, id="company-is-everyone"),
    ],
)
def test_scheme_and_payer_are_read_alike(query: str, facet: str, expected: tuple[str, str, str] | None) -> None:
    assert said(query, facet) == expected


@pytest.mark.parametrize(
    ("query", "facet", "expected"),
    [
        pytest.param("не Казахстан", "region", ("moscow", "не Казахстан", "name"), id="not"),
        pytest.param("проект не в Казахстане, где акт", "region", ("moscow", "не в Казахстане", "name"), id="not-in"),
        pytest.param("not in Kazakhstan", "region", ("moscow", "not in Kazakhstan", "name"), id="not-in-english"),
        pytest.param("Қазақстан емес, акт қайда", "region", ("moscow", "Қазақстан", "name"), id="not-in-kazakh"),
        pytest.param("кроме Москвы, куда писать", "region", ("kazakhstan", "кроме Москвы", "name"), id="except"),
        pytest.param("исключая Москву", "region", ("kazakhstan", "исключая Москву", "name"), id="excluding"),
        pytest.param(
            "за исключением Москвы", "region", ("kazakhstan", "исключением Москвы", "name"), id="with-the-exception"
        ),
        pytest.param("Казахстан не нужен", "region", ("moscow", "Казахстан", "name"), id="unneeded"),
        pytest.param("вне Казахстана, куда писать", "region", ("moscow", "вне Казахстана", "name"), id="outside"),
        pytest.param("кроме предоплаты", "scheme", ("postpaid", "кроме предоплаты", "name"), id="except-a-scheme"),
        pytest.param("не по постоплате", "scheme", ("prepaid", "не по постоплате", "name"), id="not-a-scheme"),
    ],
)
def test_what_is_ruled_out_says_the_one_value_left(query: str, facet: str, expected: tuple[str, str, str]) -> None:
    assert said(query, facet) == expected
    assert infer(query, FACETS)[facet].by_exclusion


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("вне Москвы можно?", id="whether-one-may-do-without"),
        pytest.param("кроме Казахстана где ещё есть бэкапы", id="what-else-there-is"),
        pytest.param("без Москвы", id="without"),
        pytest.param("не только в Москве", id="not-only"),
        pytest.param("доступно только в Казахстане?", id="whether-it-is-only-there"),
        pytest.param("счёт не в рублях", id="other-currencies-than-the-regions"),
        pytest.param("Ресейден емес компания", id="not-from-in-kazakh"),
        pytest.param("иностранная компания, не Россия", id="not-the-country-of-a-foreign-company"),
        pytest.param("нет регистрации в РФ", id="country-without-registration"),
    ],
)
def test_a_region_that_is_not_the_projects_rules_none_out(query: str) -> None:
    assert said(query) is None


@pytest.mark.parametrize(
    ("query", "value"), [("проект только в Москве", "moscow"), ("проект только в Казахстане, где акт", "kazakhstan")]
)
def test_only_there_says_where(query: str, value: str) -> None:
    found = said(query)
    assert found is not None
    assert found[0] == value


def test_ruling_a_value_out_leaves_the_others_and_none_of_them_unless_one_always_holds(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    values = ["Казань", "Самара"]
    path.write_text(
        '[city]\nlabel = { ru = "Город" }\n'
        + "".join(
            f'[city.values.v{at}]\nlabel = {{ ru = "{name}" }}\nnames = ["{name}"]\n' for at, name in enumerate(values)
        ),
        encoding="utf-8",
    )
    assert infer("не Казань", read_facets(path))["city"].values == {"v1", OTHER}
    path.write_text(f"{path.read_text('utf-8')}[city.query]\nexhaustive = true\n", encoding="utf-8")
    assert infer("не Казань", read_facets(path))["city"].values == {"v1"}


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("сначала платим, потом пользуемся", "prepaid", id="pay-then-use"),
        pytest.param("сначала пользуемся, потом платим", "postpaid", id="use-then-pay"),
        pytest.param("сперва кладём деньги на баланс, потом работаем", "prepaid", id="money-then-work"),
        pytest.param("вносим деньги заранее", "prepaid", id="in-advance"),
        pytest.param("мы платим обычно в конце месяца", "postpaid", id="at-the-end-of-the-month"),
        pytest.param("счёт приходит за прошедший месяц", "postpaid", id="for-the-last-month"),
        pytest.param("we pay for it in advance", "prepaid", id="in-advance-in-english"),
        pytest.param("billed at the end of the month", "postpaid", id="at-the-end-in-english"),
        pytest.param("не сначала платим", "postpaid", id="pattern-ruled-out"),
    ],
)
def test_when_one_pays_says_the_scheme(query: str, value: str) -> None:
    found = said(query, "scheme")
    assert found is not None
    assert found[0] == value


@pytest.mark.parametrize("query", ["сначала отключили, потом включили", "конец месяца", "pay at the end"])
def test_half_of_a_pattern_says_nothing(query: str) -> None:
    assert said(query, "scheme") is None


WORDS = ["не", "в", "из", "регион", "Москва", "Казахстане", "тенге", "shop.kz", "İ", "(", "5", "тг", "предоплате", "–"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
@settings(max_examples=300)
def test_any_text_gives_known_values_and_its_own_words(text: str) -> None:
    values = FACETS.values()
    for facet, inferred in infer(text, FACETS).items():
        assert set() < inferred.values < {*values[facet], OTHER}
        assert inferred.evidence
        assert inferred.evidence in text


@pytest.mark.parametrize("held", [False, True], ids=["dev", "held"])
def test_region_is_precise_and_found_on_the_labelled_questions(held: bool) -> None:
    pairs = [
        (said_of(one.query, FACETS).get("region"), one.facets.get("region")) for one in LABELLED if one.held is held
    ]
    right = sum(found is not None and found == label for found, label in pairs)
    assert right / sum(found is not None for found, _ in pairs) >= 0.98
    assert right / sum(label is not None for _, label in pairs) >= 0.90


def test_the_labelled_questions_are_hard_enough() -> None:
    assert len({one.query.casefold() for one in LABELLED}) == len(LABELLED) >= 360
    assert sum("region" not in one.facets for one in LABELLED) / len(LABELLED) >= 0.4


@pytest.mark.parametrize(
    ("words", "count"), [("проект в Казахстане ", 125), ("тенге ", 400), ("ё", 2500)], ids=["leads", "money", "word"]
)
def test_a_text_four_times_as_long_costs_far_less_than_sixteen_times_as_much(words: str, count: int) -> None:
    def seconds(text: str) -> float:
        start = process_time()
        infer(text, FACETS)
        return process_time() - start

    infer(words, FACETS)
    short, long = (min(seconds(words * size) for _ in range(3)) for size in (count, 4 * count))
    assert long < 10 * short + 0.05


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
        pytest.param('headings = "yes"', r"headings in \[region\] is not true or false", id="headings"),
        pytest.param("values.x.patterns = 5", r"patterns in \[region\.values\.x\] is not a list", id="patterns"),
        pytest.param("values.x.money = 5", r"money in \[region\.values\.x\] is not a list of words", id="money"),
    ],
)
def test_words_that_cannot_be_read_are_named(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "facets.toml"
    value = 'label = { ru = "Регион" }\nvalues.x.label = { ru = "Икс" }\nvalues.x.names = ["икс"]\n'
    path.write_text(f"[region]\n{value}{table}\n", encoding="utf-8")
    with pytest.raises(BadFacets, match=message):
        read_facets(path)

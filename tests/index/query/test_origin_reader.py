"""Which questions say where the company that asks is from."""

from pathlib import Path
from time import process_time

import pytest

from index.query.facet_inference import infer
from ingest.content.facets import read_facets

FACETS = read_facets(Path(__file__).parents[3] / "faq" / "facets.toml")


def residency(query: str) -> str | None:
    found = infer(query, FACETS).get("residency")
    return None if found is None else "".join(found.values)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("компания из Германии, как подписать договор", "foreign", id="company-from"),
        pytest.param("ИП из Минска", "foreign", id="trader-from-a-city"),
        pytest.param("ООО из Москвы", "home", id="legal-form-from"),
        pytest.param("узбекская фирма хочет договор", "foreign", id="company-of-a-people"),
        pytest.param("наша российская организация", "home", id="home-people"),
        pytest.param("иностранная компания, как платить", "foreign", id="foreign"),
        pytest.param("отечественная компания", "home", id="domestic"),
        pytest.param("a company from Germany", "foreign", id="company-from-in-english"),
        pytest.param("an Uzbek company", "foreign", id="people-in-english"),
        pytest.param("foreign company, how do we pay", "foreign", id="foreign-in-english"),
        pytest.param("қазақстандық компания", "foreign", id="people-in-kazakh"),
        pytest.param("ресейлік ұйым", "home", id="home-people-in-kazakh"),
        pytest.param("минское ООО, как платить", "foreign", id="adjective-of-a-city"),
        pytest.param("питерское ООО", "home", id="adjective-of-a-short-name"),
        pytest.param("бухгалтерия ереванской компании", "foreign", id="adjective-of-a-capital"),
        pytest.param("университет в Томске хочет платить", "home", id="university"),
        pytest.param("контрагент из Китая", "foreign", id="counterparty"),
        pytest.param("LLC из Delaware", "foreign", id="state-where-companies-are-registered"),
        pytest.param(
            "юрлица любых стран, за исключением Российской Федерации", "foreign", id="exception-behind-a-comma"
        ),
        pytest.param("организации всех государств, кроме России", "foreign", id="all-but-home"),
    ],
)
def test_an_owner_beside_a_place_says_residency(query: str, value: str) -> None:
    assert residency(query) == value


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("зарегистрированы в Минске", "foreign", id="registered-in"),
        pytest.param("есть регистрация в России", "home", id="registration-in"),
        pytest.param("резидент РФ", "home", id="resident"),
        pytest.param("нерезидент РФ, как платить", "foreign", id="non-resident-of-home"),
        pytest.param("мы нерезиденты", "foreign", id="non-residents"),
        pytest.param("счёт фирме-нерезиденту", "foreign", id="non-resident-in-a-compound"),
        pytest.param("company registered in Kazakhstan", "foreign", id="registered-in-english"),
        pytest.param("we are a non-resident", "foreign", id="non-resident-in-english"),
        pytest.param("Қазақстанда тіркелген компания", "foreign", id="registered-in-kazakh"),
        pytest.param("Ресейде тіркелген ұйым", "home", id="registered-at-home-in-kazakh"),
        pytest.param("общество, внесённое в торговый реестр Германии", "foreign", id="entered-in-a-register"),
        pytest.param("сведения внесены в ЕГРЮЛ", "home", id="register-of-home"),
        pytest.param("состоим на налоговом учёте в Армении", "foreign", id="on-the-tax-register"),
        pytest.param("учредили фирму на Кипре", "foreign", id="founded"),
    ],
)
def test_a_registration_says_residency(query: str, value: str) -> None:
    assert residency(query) == value


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("мы из Казахстана, нужен договор", "foreign", id="we-are-from"),
        pytest.param("я из России", "home", id="i-am-from"),
        pytest.param("we are from Germany", "foreign", id="english"),
        pytest.param("біз Қазақстаннан, шарт керек", "foreign", id="kazakh"),
    ],
)
def test_who_speaks_says_residency(query: str, value: str) -> None:
    assert residency(query) == value


@pytest.mark.parametrize("form", ["GmbH", "LLP", "ТОО", "ЖШС", "ОсОО", "Inc", "OÜ", "Ltd", "BV"])
def test_a_legal_form_of_another_country_is_foreign(form: str) -> None:
    assert residency(f"у нас {form}, как оплатить счёт") == "foreign"


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("мы Acme LLC, как оплатить", id="speaker"),
        pytest.param("Acme LLC, нужен счёт на пополнение", id="by-itself"),
        pytest.param("Foo OÜ, как пополнить баланс", id="of-one-country"),
        pytest.param("для Globex Inc нужен счёт", id="for"),
        pytest.param("пишу от лица Hansen A/S, как платить", id="on-behalf"),
        pytest.param("я бухгалтер Northwind Ltd., как оплатить", id="accountant"),
        pytest.param("компания Kowalski Sp. z o.o., как оплатить", id="form-of-several-words"),
        pytest.param("Nordic AB, как заплатить", id="form-of-two-letters"),
        pytest.param("ТОО „Ромашка“, как оплатить", id="form-before-a-name-in-quotes"),
        pytest.param("we are Globex Ltd, how do we pay", id="english"),
    ],
)
def test_a_company_that_asks_by_its_name_is_from_where_its_legal_form_is(query: str) -> None:
    assert residency(query) == "foreign"


def test_a_place_says_more_than_a_legal_form() -> None:
    assert residency("LLC из Москвы") == "home"
    assert residency("у нас ПАО, как подписать договор") == "home"


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("лицензия Globex Inc у вас есть?", id="noun"),
        pytest.param("перенос с Hansen GmbH", id="noun-with-a-preposition"),
        pytest.param("клиент Acme LLC не может войти", id="customer"),
        pytest.param("реквизиты QazCloud LLP", id="provider"),
        pytest.param("we use Globex Inc products", id="verb"),
        pytest.param("can we pay by card too", id="word-in-small-letters"),
        pytest.param("AB тест на вашем облаке", id="abbreviation"),
        pytest.param("SA ключ как создать", id="abbreviation-at-the-beginning"),
    ],
)
def test_a_company_that_somebody_else_is_says_nothing(query: str) -> None:
    assert residency(query) is None


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("компания за рубежом, какой договор", "foreign", id="abroad"),
        pytest.param("фирма из-за границы", "foreign", id="from-abroad"),
        pytest.param("мы зарубежные, как нам оплатить", "foreign", id="speaker"),
        pytest.param("зарегистрированы за пределами России", "foreign", id="beyond-home"),
        pytest.param("our company is based abroad", "foreign", id="english"),
        pytest.param("шетелдік компания, қалай төлейміз", "foreign", id="kazakh"),
        pytest.param("біз Германияданбыз, шарт керек", "foreign", id="kazakh-with-its-speaker"),
        pytest.param("не зарубежная компания", "home", id="not-foreign"),
        pytest.param("компания не из-за рубежа", "home", id="not-from-abroad"),
        pytest.param("мы не за рубежом, а в России зарегистрированы", "home", id="registered-at-home"),
    ],
)
def test_an_owner_abroad_is_foreign(query: str, value: str) -> None:
    assert residency(query) == value


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("зарубежной картой можно платить?", id="card"),
        pytest.param("карта выпущена за рубежом", id="card-behind"),
        pytest.param("телефон зарубежный, не приходит код", id="telephone"),
        pytest.param("есть дата-центры за рубежом?", id="region"),
        pytest.param("сотрудники за границей, как им входить", id="people"),
        pytest.param("перевод денег за границу", id="direction"),
        pytest.param("у нас зарубежный поставщик", id="supplier"),
        pytest.param("АО Зарубежстрой, счёт", id="name-that-begins-alike"),
    ],
)
def test_something_else_abroad_says_nothing(query: str) -> None:
    assert residency(query) is None


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("мы, компания из Германии, хотим платить", "foreign", id="beside-the-speaker"),
        pytest.param("наше ООО, зарегистрированное в Минске, хочет платить", "foreign", id="registered"),
        pytest.param("наша фирма, расположенная в Ереване, хочет договор", "foreign", id="participle"),
        pytest.param("компания, которая находится в Твери, хочет счёт", "home", id="which"),
        pytest.param("наша компания, а она из Казахстана, хочет платить", "foreign", id="pronoun"),
        pytest.param("ООО «Вектор», г. Минск, как оплатить", "foreign", id="town"),
        pytest.param("ООО «Вектор» (Самара), как оплатить", "home", id="brackets-behind-a-name"),
        pytest.param("место регистрации — Кипр", "foreign", id="dash"),
        pytest.param("регистрация компании: Эстония", "foreign", id="colon"),
        pytest.param("our firm, which is located in Tbilisi, needs a contract", "foreign", id="english"),
    ],
)
def test_a_place_in_apposition_says_residency(query: str, value: str) -> None:
    assert residency(query) == value


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("компания, проект которой в Казахстане, как платит", id="project-behind-which"),
        pytest.param("сервер компании, расположенный в Казахстане", id="server-of-a-company"),
        pytest.param("банк нашей компании в Германии", id="bank-of-a-company"),
        pytest.param("сайт компании открывается из Германии медленно", id="site-of-a-company"),
        pytest.param("ваше ООО, зарегистрированное в Москве, как называется", id="provider"),
        pytest.param("ваша компания, которая находится в Казахстане", id="provider-behind-which"),
        pytest.param("мы, ООО, проект в Казахстане", id="project"),
        pytest.param("ООО, Минск, как оплатить", id="bare-town"),
        pytest.param("документы подписаны, Москва", id="no-owner"),
    ],
)
def test_a_place_beside_an_owner_and_of_something_else_says_nothing(query: str) -> None:
    assert residency(query) is None


@pytest.mark.parametrize("query", ["ООО «Минск», как оплатить", 'компания "Берлин", нужен акт', "фирма „Москва“, счёт"])
def test_a_place_in_the_name_of_a_company_says_nothing(query: str) -> None:
    assert residency(query) is None


@pytest.mark.parametrize(
    ("query", "value"),
    [
        pytest.param("мы не из РФ", "foreign", id="not-from"),
        pytest.param("мы не российская компания", "foreign", id="not-of-a-people"),
        pytest.param("наша компания не российская", "foreign", id="not-of-a-people-behind"),
        pytest.param("не являемся резидентами РФ", "foreign", id="not-residents"),
        pytest.param("нет регистрации в РФ", "foreign", id="no-registration"),
        pytest.param("мы не иностранная компания", "home", id="not-foreign"),
        pytest.param("we are not from Russia", "foreign", id="not-from-in-english"),
        pytest.param("Ресейден емес компания", "foreign", id="not-from-in-kazakh"),
        pytest.param("Ресейден тыс компаниямыз", "foreign", id="outside-in-kazakh"),
        pytest.param("Ресей резиденті емеспіз", "foreign", id="not-residents-in-kazakh"),
    ],
)
def test_what_is_ruled_out_says_the_other_residency(query: str, value: str) -> None:
    assert residency(query) == value


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("компания не из Германии", id="not-from-one-of-many-countries"),
        pytest.param("не узбекская компания", id="not-of-one-of-many-peoples"),
        pytest.param("нерезидент Казахстана", id="not-resident-in-one-of-many"),
    ],
)
def test_not_from_one_foreign_country_leaves_both(query: str) -> None:
    assert residency(query) is None


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("реквизиты вашей казахстанской компании", id="provider"),
        pytest.param("your Kazakh company", id="provider-in-english"),
        pytest.param("немецкий поставщик", id="supplier"),
        pytest.param("проект в Германии", id="project"),
        pytest.param("сервер в Казахстане", id="server"),
        pytest.param("карта немецкого банка", id="card"),
        pytest.param("a German bank card", id="card-in-english"),
        pytest.param("телефон казахстанский", id="telephone"),
        pytest.param("посетители из Германии", id="visitors"),
        pytest.param("наши клиенты из Казахстана", id="customers"),
        pytest.param("доставка из Минска", id="delivery"),
        pytest.param("оплата в Казахстане", id="place-alone"),
        pytest.param("у нас ООО", id="legal-form-of-home"),
        pytest.param("компания сменила имя", id="no-place"),
    ],
)
def test_what_is_not_the_askers_says_nothing(query: str) -> None:
    assert residency(query) is None


def test_one_question_says_where_the_company_and_where_the_project_is() -> None:
    found = infer("компания из РФ, проект в Казахстане", FACETS)
    assert {facet: set(one.values) for facet, one in found.items()} == {"region": {"kazakhstan"}, "residency": {"home"}}


def test_where_a_project_is_not_is_no_matter_of_where_the_company_is_from() -> None:
    found = infer("иностранная компания, проект не в Москве", FACETS)
    assert {facet: set(one.values) for facet, one in found.items()} == {
        "region": {"kazakhstan"},
        "residency": {"foreign"},
    }


def test_a_text_four_times_as_long_costs_far_less_than_sixteen_times_as_much() -> None:
    def seconds(size: int) -> float:
        start = process_time()
        assert residency("нерезидент РФ, " * size) == "foreign"
        return process_time() - start

    residency("компания из РФ")
    short, long = (min(seconds(size) for _ in range(3)) for size in (125, 500))
    assert long < 10 * short + 0.05

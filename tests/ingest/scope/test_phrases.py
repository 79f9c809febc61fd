import pytest

from ingest.fold import fold_phrase
from ingest.scope.phrases import announcement, beginning, closing, ending, label, mentions, merged, opening
from ingest.section import EVERYONE, Scope
from tests.pages import bundled_facets

MOSCOW: Scope = frozenset({("region", "moscow")})
KAZAKHSTAN: Scope = frozenset({("region", "kazakhstan")})
COMPANY: Scope = frozenset({("payer", "company")})
PREPAID: Scope = frozenset({("scheme", "prepaid")})


@pytest.mark.parametrize(
    ("text", "scope", "led"),
    [
        ("Москва", MOSCOW, False),
        ("Регион Москва", MOSCOW, True),
        ("Регион: Москва", MOSCOW, True),
        ("РЕГИОН\u00a0КАЗАХСТАН:", KAZAKHSTAN, True),
        ("Для региона «Казахстан»", KAZAKHSTAN, True),
        ("Работа по предоплате", PREPAID, True),
        ("Юридические лица", COMPANY, False),
        ("Для юридических лиц в регионе Москва", COMPANY | MOSCOW, True),
        ("Мәскеу", MOSCOW, False),
        ("Kazakhstan region", KAZAKHSTAN, False),
        ("Москва и Казахстан", EVERYONE, True),
        ("Москва, Казахстан", EVERYONE, True),
        ("Офис в Москве на Тверской", EVERYONE, False),
        ("Только в регионе Москва", EVERYONE, False),
        ("Регион", EVERYONE, False),
        ("Linux", EVERYONE, False),
        ("из России", EVERYONE, False),
        ("резидент РФ", EVERYONE, False),
        ("Подмосква", EVERYONE, False),
        ("moscow.example", EVERYONE, False),
        ("", EVERYONE, False),
    ],
)
def test_label(text: str, scope: Scope, led: bool) -> None:
    found, spoken = label(text, bundled_facets())
    assert found == scope
    assert not scope or spoken is led


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("в регионе Москва — по адресу a@b.example;", MOSCOW),
        ("В регионе Казахстан — по адресу a@b.example.", KAZAKHSTAN),
        ("На территории Казахстана — откройте сайт в регионе Казахстан.", KAZAKHSTAN),
        ("Для региона Москва: 10 ГБ.", MOSCOW),
        ("Москва: 10 ГБ.", MOSCOW),
        ("Москва – 10 ГБ.", MOSCOW),
        ("(Для юридических лиц-резидентов РФ в регионе Москва) Укажите счет.", COMPANY | MOSCOW),
        ("(В регионе Казахстан) Позвоните.", KAZAKHSTAN),
        ("(кроме региона Москва) Позвоните.", EVERYONE),
        ("(если платите картой) Позвоните.", EVERYONE),
        ("Если ваш проект в регионе Казахстан, договор другой.", KAZAKHSTAN),
        ("Если работаете по предоплате, запросите счет.", PREPAID),
        ("Пример адреса для региона Москва: a.example", MOSCOW),
        ("Пример адреса только для региона Москва: a.example", EVERYONE),
        ("В регионе Москва — рубли, в регионе Казахстан — тенге.", EVERYONE),
        ("Если проект в регионе Москва, платите в рублях, а если проект в регионе Казахстан — в тенге.", EVERYONE),
        ("Только в регионе Москва: рубли.", EVERYONE),
        ("Компания из Казахстана — нерезидент.", EVERYONE),
        ("регион: Москва или Казахстан — укажите.", EVERYONE),
        ("Если компания не из РФ, заключите договор.", EVERYONE),
        ("Адрес msk.example — для испытаний.", EVERYONE),
        ("Цены в Москве высоки.", EVERYONE),
    ],
)
def test_opening(text: str, scope: Scope) -> None:
    assert opening(text, bundled_facets())[0] == scope


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("a.example — домен региона Россия;", MOSCOW),
        ("a.example — домен региона Казахстан.", KAZAKHSTAN),
        ("a.example — для испытаний", EVERYONE),
        ("Сказано — в регионе Москва — и сделано", EVERYONE),
        ("a.example", EVERYONE),
    ],
)
def test_closing(text: str, scope: Scope) -> None:
    assert closing(text, bundled_facets()) == scope


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("в регионе Москва пишите в чат", MOSCOW),
        ("в регионе Москва пишите в чат, а в регионе Казахстан — на почту", EVERYONE),
        ("Москва пишет в чат", EVERYONE),
        ("пишите в регионе Москва", EVERYONE),
        ("только в регионе Москва", EVERYONE),
    ],
)
def test_beginning(text: str, scope: Scope) -> None:
    assert beginning(text, bundled_facets()) == scope


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Эндпоинты региона Москва", MOSCOW),
        ("Пример вывода для региона Казахстан", KAZAKHSTAN),
        ("Недоступно в регионе Казахстан", EVERYONE),
        ("Отличия региона Москва от региона Казахстан", EVERYONE),
        ("Офис в Москве", EVERYONE),
    ],
)
def test_ending(text: str, scope: Scope) -> None:
    assert ending(text, bundled_facets()) == scope


@pytest.mark.parametrize(
    ("text", "scope", "on"),
    [
        ("Далее приведены лимиты для региона Москва.", MOSCOW, True),
        ("Лимит можно поднять. Ниже лимиты для региона Казахстан.", KAZAKHSTAN, True),
        ("Ниже лимиты для региона Казахстан:", KAZAKHSTAN, False),
        ("В регионе Москва можно:", MOSCOW, False),
        ("В регионе Москва можно.", EVERYONE, False),
        ("Сервис недоступен в регионе Казахстан:", EVERYONE, False),
        ("Ниже лимиты для региона Москва и для региона Казахстан.", EVERYONE, True),
        ("Далее приведены лимиты.", EVERYONE, False),
    ],
)
def test_announcement(text: str, scope: Scope, on: bool) -> None:
    found, reaches = announcement(text, bundled_facets())
    assert found == scope
    assert not scope or reaches is on


def test_mentions_stand_where_they_are_and_the_longest_wins() -> None:
    folded = fold_phrase("В **регионе** Москва и «Республике Казахстан»")
    found = mentions(folded, bundled_facets())
    assert [(one.value, folded[one.start : one.end], one.lead, one.strong) for one in found] == [
        ("moscow", "в регионе москва", "в регионе", True),
        ("kazakhstan", "республике казахстан", "", False),
    ]


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        pytest.param(MOSCOW, EVERYONE, MOSCOW, id="outer-alone"),
        pytest.param(EVERYONE, MOSCOW, MOSCOW, id="inner-alone"),
        pytest.param(MOSCOW, COMPANY, MOSCOW | COMPANY, id="both-facets"),
        pytest.param(MOSCOW | KAZAKHSTAN, MOSCOW, MOSCOW, id="narrower"),
        pytest.param(MOSCOW, KAZAKHSTAN, KAZAKHSTAN, id="contradiction-inner-stands"),
    ],
)
def test_merged(outer: Scope, inner: Scope, expected: Scope) -> None:
    assert merged(outer, inner) == expected

"""The letter that an answer tells its reader to write."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letter.to_write import LONGEST_HREF, letter_to_write, mailto
from index.result import LetterToWrite
from ingest.render.text import plain_text
from ingest.scope.choice import allowed
from ingest.scope.project import project
from ingest.section import Chosen
from tests.pages import SIGNS, bundled_facets, generated, section_of, tabs

FACETS = bundled_facets()
BY_REGION = """1. Попросите акт у бухгалтерии:

   - в регионе Москва — по адресу akt@moscow.test.ru;
   - в регионе Казахстан — по адресу akt@almaty.test.kz.

1. В письме назовите:

   - название компании;
   - период.
"""


def letter(text: str, chosen: Chosen | None = None) -> LetterToWrite | None:
    choice = allowed(chosen or {}, FACETS)
    projected = project(section_of(f"## Как получить?\n\n{text}"), choice)
    return letter_to_write(projected, choice) if projected else None


@pytest.mark.parametrize(
    ("text", "to", "checklist"),
    [
        pytest.param(
            "Напишите на help@shop.test.ru и укажите номер заказа.", "help@shop.test.ru", ["номер заказа"], id="and"
        ),
        pytest.param(
            "Чтобы вернуть товар, отправьте письмо на `back@shop.test.ru`, укажите:\n\n- номер заказа;\n- причину.",
            "back@shop.test.ru",
            ["номер заказа", "причину"],
            id="list",
        ),
        pytest.param(
            "Напишите в [поддержку](mailto:Help@shop.test.ru). Приложите фото и опишите поломку.",
            "help@shop.test.ru",
            ["фото", "поломку"],
            id="link-then-a-sentence",
        ),
        pytest.param(
            "1. Отправьте заявку на a@shop.test.ru.\n1. Укажите в заявке адрес доставки, чтобы мы нашли заказ.",
            "a@shop.test.ru",
            ["адрес доставки"],
            id="next-step-names-the-letter",
        ),
        pytest.param(
            "Укажите в письме на a@shop.test.ru, за какой месяц нужен счёт.",
            "a@shop.test.ru",
            ["за какой месяц нужен счёт"],
            id="one-verb",
        ),
        pytest.param(
            "Необходимо направить запрос на a@shop.test.ru. В запросе нужно указать ИНН, после чего мы ответим.",
            "a@shop.test.ru",
            ["ИНН"],
            id="must",
        ),
        pytest.param(
            "Please write to desk@clinic.test.org and specify:\n\n- your full name\n- the branch",
            "desk@clinic.test.org",
            ["your full name", "the branch"],
            id="english-list",
        ),
        pytest.param(
            "Contact the dean's office at dean@uni.test.org. Include your student number in the letter.",
            "dean@uni.test.org",
            ["your student number"],
            id="english-sentence",
        ),
        pytest.param(
            "help@shop.test.kz мекенжайына жазыңыз. Хатта тапсырыс нөмірін көрсетіңіз.",
            "help@shop.test.kz",
            ["тапсырыс нөмірін"],
            id="kazakh",
        ),
        pytest.param(
            "help@shop.test.kz поштасына хат жіберіңіз. Хатта көрсетіңіз:\n\n- тапсырыс нөмірі;\n- телефон.",
            "help@shop.test.kz",
            ["тапсырыс нөмірі", "телефон"],
            id="kazakh-list",
        ),
    ],
)
def test_where_an_answer_says_what_to_write_and_to_whom_the_letter_is_ready(
    text: str, to: str, checklist: list[str]
) -> None:
    found = letter(text)
    assert found is not None
    assert (found.to, found.subject, list(found.checklist)) == (to, "Как получить?", checklist)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Напишите на help@shop.test.ru.", id="nothing-to-state"),
        pytest.param("Напишите в чат и укажите номер заказа.", id="no-address"),
        pytest.param("Не пишите на help@shop.test.ru, укажите номер заказа в чате.", id="negated"),
        pytest.param(
            "Напишите нам: ответ придёт с адреса a@shop.test.ru. Укажите номер.", id="where-letters-come-from"
        ),
        pytest.param("Напишите на a@shop.test.ru или b@shop.test.ru и укажите номер заказа.", id="two-addresses"),
        pytest.param(
            "Напишите на a@shop.test.ru и укажите номер. Или напишите на b@shop.test.ru и укажите телефон.",
            id="two-letters",
        ),
        pytest.param(
            "Мошенники просят: напишите на evil@shop.test.ru и укажите номер карты. Не отвечайте им.", id="deceit"
        ),
        pytest.param("Укажите в письме номер на a@shop.test.ru1 или позвоните.", id="something-goes-on-behind-it"),
        pytest.param("Отправьте приглашение на user@example.com и укажите роль.", id="placeholder"),
        pytest.param("Напишите на a@shop.test.ru.\n\nУкажите в настройках часовой пояс.", id="another-paragraph"),
        pytest.param("Напишите на a@shop.test.ru. В теме письма укажите номер заказа.", id="a-subject-of-ones-own"),
        pytest.param("```\nНапишите на a@shop.test.ru и укажите номер.\n```", id="code"),
        pytest.param("Сообщите о поломке на портале или по почте a@shop.test.ru.", id="what-it-is-about"),
        pytest.param(
            "a@shop.test.kz мекенжайынан хат келеді, жауап жазыңыз. Хатта нөмірді көрсетіңіз.", id="kazakh-from"
        ),
        pytest.param("You don't have to write to old@shop.test.ru, state the order.", id="english-negation"),
        pytest.param("There is no need to write to old@shop.test.ru; state the order.", id="no-need"),
        pytest.param(
            "It is not necessary to send a letter to old@shop.test.ru. Specify the order.", id="not-necessary"
        ),
        pytest.param(
            "Не обязательно нужно написать на old@shop.test.ru и указать заказ. Укажите заказ.", id="optional"
        ),
        pytest.param("Не верьте письмам «напишите на evil@shop.test.ru и укажите номер карты».", id="quoted"),
        pytest.param("Напишите менеджеру (его адрес не old@shop.test.ru) и укажите заказ.", id="no-address"),
    ],
)
def test_where_that_is_not_plain_no_letter_is_offered(text: str) -> None:
    assert letter(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "If you did not receive the act please write to help@shop.test.ru and state the order.",
        "Если акт не пришёл, напишите на help@shop.test.ru и укажите заказ.",
        "Напишите на help@shop.test.ru и укажите заказ. Не указывайте пароль.",
    ],
)
def test_what_is_not_so_elsewhere_does_not_take_a_letter_back(text: str) -> None:
    found = letter(text)
    assert found is not None
    assert found.to == "help@shop.test.ru"


def test_a_long_text_without_an_address_is_read_in_time_that_grows_with_it_alone() -> None:
    assert letter(f"Напишите нам:\n\n- {'a' * 200_000}") is None


def test_the_subject_that_an_answer_asks_for_is_the_letters() -> None:
    found = letter("Напишите на a@shop.test.ru с темой «Возврат товара» и укажите номер.\n\nВ письме укажите ИНН.")
    assert found is not None
    assert (found.subject, found.checklist) == ("Возврат товара", ("ИНН",))


@pytest.mark.parametrize(
    ("chosen", "to"),
    [({"region": "moscow"}, "akt@moscow.test.ru"), ({"region": "kazakhstan"}, "akt@almaty.test.kz"), ({}, None)],
)
def test_the_address_is_the_readers_own_and_none_as_long_as_it_is_open(chosen: Chosen, to: str | None) -> None:
    found = letter(BY_REGION, chosen)
    assert (found and found.to) == to
    assert not found or found.checklist == ("название компании", "период")


def test_a_letter_that_only_some_of_the_readers_write_is_not_offered_to_all() -> None:
    one, two = (f"Напишите на {name}@shop.test.ru и укажите ИНН." for name in "ab")
    prepaid = tabs("Предоплата", "Постоплата", one, "Ждите счёта.")
    assert letter(prepaid) is None
    assert letter(prepaid, {"scheme": "postpaid"}) is None
    assert letter(prepaid, {"scheme": "prepaid"}) is not None
    assert letter(tabs("Москва", "Казахстан", one, two), {"scheme": "prepaid"}) is None


def test_the_link_opens_the_letter_as_it_is() -> None:
    found = letter(BY_REGION, {"region": "moscow"})
    assert found is not None
    address = urlsplit(found.href)
    fields = parse_qs(address.query, strict_parsing=True)
    assert (address.scheme, address.path) == ("mailto", found.to)
    assert fields["subject"] == [found.subject]
    assert fields["body"] == ["название компании: \r\nпериод: "]


def test_a_letter_that_no_mail_program_would_open_goes_without_its_body() -> None:
    assert "body" not in mailto("a@b.test.ru", "Тема", ["очень длинное " * 40])
    assert "body" in mailto("a@b.test.ru", "Тема", ["номер"])


# Whatever is written

WRITTEN = st.lists(
    st.sampled_from(
        [
            *(
                "Напишите на m@a.test.ru",
                "Отправьте запрос на k@b.test.kz",
                "укажите номер",
                "Укажите в письме:",
                "- имя",
            ),
            *("- в регионе Москва — по адресу m@a.test.ru;", "- в регионе Казахстан — по адресу k@b.test.kz.", "\n\n"),
            *(
                "1. В запросе сообщите:",
                "   - период;",
                ". ",
                "(В регионе Казахстан) ",
                "Только в регионе Москва ",
                "\n",
            ),
            *(
                "<tabs><tablist><tab>Москва</tab><tab>Казахстан</tab></tablist><tabpanel>\n\n",
                "\n\n</tabpanel>\n",
                "</tabs>\n",
            ),
            *(
                "Напишите бухгалтерам:\n\n",
                "хатта нөмірді көрсетіңіз",
                "write to m@a.test.ru, specify ",
                "<tabpanel>\n\n",
            ),
        ]
    ),
    max_size=14,
).map("".join)


@generated
@given(WRITTEN, st.sampled_from([{}, {"region": "moscow"}, {"region": "kazakhstan"}]))
def test_everything_in_a_letter_stands_in_what_the_reader_sees(text: str, chosen: dict[str, str]) -> None:
    choice = allowed(chosen, FACETS)
    projected = project(section_of(f"## Как?\n\n{text}"), choice)
    found = letter_to_write(projected, choice) if projected else None
    if found:
        assert projected is not None
        seen = " ".join(plain_text(projected.blocks).text.lower().split())
        assert found.to in seen
        assert all(word in seen for point in found.checklist for word in re.findall(r"\w+", point.lower()))


@generated
@given(SIGNS, st.text(max_size=30))
def test_no_text_breaks_the_reading(signs: str, more: str) -> None:
    found: Any = letter(f"Напишите на a@b.test.ru {signs} укажите {more}".replace("#", ""))
    assert found is None or (len(found.href) <= LONGEST_HREF and found.checklist)

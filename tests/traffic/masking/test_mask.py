"""Masking: what is personal goes, what was asked stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.masking import HELD, outcome, rates, read
from traffic.masking.mask import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("акт на ivan.petrov+vk@mail.example.ru не пришёл", "акт на [почта] не пришёл", id="e-mail"),
        pytest.param("почта иван @ пример.рф", "почта [почта]", id="e-mail-cyrillic-spaced"),
        pytest.param("ivan собака mail точка ru занята", "[почта] занята", id="e-mail-in-words"),
        pytest.param("ivan(at)mail.ru занята", "[почта] занята", id="e-mail-at-in-brackets"),
        pytest.param("i@xn--80a1acny.xn--p1ai", "[почта]", id="e-mail-punycode"),
        pytest.param("позвоните +7 (727) 123-45-67", "позвоните [телефон]", id="phone-international"),
        pytest.param("мой номер 8 999 123 45 67?", "мой номер [телефон]?", id="phone-domestic"),
        pytest.param("8 (7172) 55-44-33, Астана", "[телефон], Астана", id="phone-kazakhstan"),
        pytest.param("8 029 123 45 67 Минск", "[телефон] Минск", id="phone-belarus"),
        pytest.param("тел. 123-45-67 доб. 12", "тел. [телефон] доб. [номер]", id="phone-in-town"),
        pytest.param("тел восемь девятьсот три 765 43 21 вот", "тел [телефон] вот", id="phone-in-words"),
        pytest.param("карта 4111 1111 1111 1111 не проходит", "карта [карта] не проходит", id="card"),
        pytest.param("карта 4111111111111111", "карта [карта]", id="card-together"),
        pytest.param("4111-1111\u00a01111-1111", "[карта]", id="card-dashes-no-break-space"),
        pytest.param("4111\u200b1111\u200d1111\u20601111", "[карта]", id="card-zero-width"),
        pytest.param("ИНН 7707083893 и КПП 770701001", "ИНН [номер] и КПП [номер]", id="inn"),
        pytest.param("ИНН/КПП 7707083893/770701001", "ИНН/КПП [номер]/[номер]", id="inn-slash"),
        pytest.param("мой ИНН 500100732259", "мой ИНН [номер]", id="inn-of-a-person"),
        pytest.param("СНИЛС 112-233-445 95", "СНИЛС [номер]", id="snils"),
        pytest.param("БИН 123456789012", "БИН [номер]", id="bin"),
        pytest.param("БИН 1234 5678 9012", "БИН [номер]", id="bin-spaced"),
        pytest.param("менің ЖСН-ім 123456789012", "менің ЖСН-ім [номер]", id="iin-kazakh"),
        pytest.param("заказ от 500100732259", "заказ от [номер]", id="check-digits-win-over-the-word"),
        pytest.param("р/с 40702810900000000001, БИК 044525225", "р/с [номер], БИК [номер]", id="bank-account"),
        pytest.param("счёт KZ86125KZT5004100100", "счёт [номер]", id="iban"),
        pytest.param("счёт KZ86 125K ZT50 0410 0100 мой", "счёт [номер] мой", id="iban-spaced"),
        pytest.param("send to DE89 3704 0044 0532 0130 00 now please", "send to [номер] now please", id="iban-english"),
        pytest.param("паспорт 4512 345678 выдан", "паспорт [номер] выдан", id="passport"),
        pytest.param("паспорт серия 4512 номер 345678", "паспорт серия [номер] номер [номер]", id="passport-parts"),
        pytest.param("паспорт РБ MP1234567", "паспорт РБ [номер]", id="passport-belarus"),
        pytest.param("пароль: Qwerty!23, не подходит", "пароль: [секрет], не подходит", id="password"),
        pytest.param("мой пароль vesna2024 не подходит", "мой пароль [секрет] не подходит", id="password-no-colon"),
        pytest.param("пароль token tok123abc", "пароль token [секрет]", id="password-second-cue"),
        pytest.param("код из смс 482913 не тот", "код из смс [секрет] не тот", id="one-time-code"),
        pytest.param("Authorization: Bearer abc.def1", "Authorization: Bearer [секрет]", id="bearer"),
        pytest.param("вот ghp_16C7e42F292c6912E7710c838347Ae178B4a", "вот [секрет]", id="api-key"),
        pytest.param("eyJhbGciOi.eyJzdWIi.SflKx", "[секрет]", id="jwt"),
        pytest.param("postgres://admin:pa55@db.example.org/a", "postgres://[секрет]@db.example.org/a", id="url"),
        pytest.param("сервер 203.0.113.7 не отвечает", "сервер [ip] не отвечает", id="ip"),
        pytest.param("адрес 2a02:6b8::2:242 закрыт", "адрес [ip] закрыт", id="ipv6"),
        pytest.param("7707083893", "[номер]", id="a-long-number-alone"),
    ],
)
def test_what_is_personal_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Сколько стоит 1 ГБ трафика сверх 50 ТБ в месяц?",
        "акт за 01.02.2025",
        "акт с 2024-01-01 по 2024-03-31, или 01.2024 - 03.2024",
        "ошибка 500 при оплате 100 000 рублей",
        "списали 4 398 046 511 104 байта и 1 234 567 тенге",
        "заказ 4500123456 и заявка № 7701909372",
        "chrome 120.0.6099.224, версия 1.2.3.4",
        "подсеть 10.0.0.0/24, шлюз 192.168.0.1, ::1 и 12:34:56",
        "550e8400-e29b-41d4-a716-446655440000",
        "STD3-4-16, vm-prod-01-2024-05, mcs1234567890",
        "как поменять пароль и токен",
        "пароль: как сменить? пароль должен быть не короче 8 символов",
        "забыл пароль от vm-prod-01",
        "собака съела мой пароль",
        "git clone git@github.com:org/repo.git",
        "two-factor-authentication-is-broken",
        "https://example.org/ru/billing/faq?lang=ru",
        "windows-server 2019",
    ],
)
def test_what_was_asked_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text(alphabet="aЯ1 27@.-+()[]:=/KZ\n\u200b", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(
    st.lists(st.sampled_from(["пароль ", "1", "4111 ", "паспорт ", "=", "ivan", "@", "mail.ru", "тел ", ":", "[", '"']))
)
def test_masking_words_twice_is_masking_once(parts: list[str]) -> None:
    once = masked("".join(parts))
    assert masked(once) == once


@given(st.from_regex(r"[1-9][0-9]{8,17}", fullmatch=True), st.sampled_from(["", "это мой ", "вот, "]))
def test_no_long_number_is_left_where_nothing_says_what_it_is(number: str, before: str) -> None:
    assert number not in masked(f"{before}{number} да")


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1-",
        "a.",
        "a@",
        "a собака ",
        "1:",
        "://a:",
        "пароль ",
        "паспорт ",
        "KZ12 ",
        "один ",
        "«",
        '"@',
        "(at)",
    ],
)
def test_a_text_made_to_slow_it_down_is_read_to_its_end(piece: str) -> None:
    assert masked(piece * 500 + " ivan@mail.ru") != piece * 500 + " ivan@mail.ru"  # hangs where a pattern is not linear


def test_the_lines_kept_aside_are_masked_and_little_else_is() -> None:
    recall, precision = rates(map(outcome, read(HELD)))
    assert recall.value >= 0.99
    assert precision.value >= 0.95

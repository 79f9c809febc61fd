"""Masking: what is private goes, what was asked stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traffic.private import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("акт на ivan.petrov+vk@mail.example.ru не пришёл", "акт на [email] не пришёл", id="e-mail"),
        pytest.param("почта иван @ пример.рф", "почта [email]", id="e-mail-cyrillic-spaced"),
        pytest.param("позвоните +7 (727) 123-45-67", "позвоните [phone]", id="phone-international"),
        pytest.param("мой номер 8 999 123 45 67?", "мой номер [phone]?", id="phone-domestic"),
        pytest.param("тел. 123-45-67", "тел. [phone]", id="phone-in-town"),
        pytest.param("карта 4111 1111 1111 1111 не проходит", "карта [card] не проходит", id="card"),
        pytest.param("карта 4111111111111111", "карта [card]", id="card-together"),
        pytest.param("ИНН 7707083893 и КПП 770701001", "ИНН [number] и КПП [number]", id="inn"),
        pytest.param("БИН 123456789012", "БИН [number]", id="bin"),
        pytest.param("БИН 1234 5678 9012", "БИН [number]", id="bin-spaced"),
        pytest.param("счёт KZ86125KZT5004100100", "счёт [number]", id="iban"),
        pytest.param("счёт KZ86 125K ZT50 0410 0100", "счёт [number]", id="iban-spaced"),
        pytest.param("пароль: Qwerty!23, не подходит", "пароль: [token], не подходит", id="password"),
        pytest.param("Authorization: Bearer abc.def", "Authorization: Bearer [token]", id="bearer"),
        pytest.param("ключ ghp_16C7e42F292c6912E7710c838347Ae178B4a", "ключ [token]", id="api-key"),
        pytest.param("eyJhbGciOi.eyJzdWIi.SflKx", "[token]", id="jwt"),
        pytest.param("сервер 203.0.113.7 не отвечает", "сервер [ip] не отвечает", id="ip"),
    ],
)
def test_what_is_private_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Сколько стоит 1 ГБ трафика сверх 50 ТБ в месяц?",
        "акт за 01.02.2025",
        "акт с 2024-01-01 по 2024-03-31",
        "ошибка 500 при оплате 100 000 рублей",
        "как поменять пароль и токен",
        "two-factor-authentication-is-broken",
        "https://example.org/ru/billing/faq?lang=ru",
        "windows-server 2019",
    ],
)
def test_what_was_asked_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text(alphabet="aЯ1 27@.-+()[]:=/KZ\n", max_size=60))
def test_masking_twice_is_masking_once_and_leaves_no_long_number(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert not any(run.isdigit() and len(run) >= 7 for run in once.replace("\n", " ").split())

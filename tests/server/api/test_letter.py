"""Letters over HTTP: the API's endpoint and the page without a script."""

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.limits import Limits
from server.resources import Resources
from server.settings import Settings
from tests.hand_service import by_hand

LETTER = """Здравствуйте!
Подскажите, как получить акт сверки за период?
Как оплатить счёт? Кто выиграл чемпионат мира по футболу?
Спасибо"""
SMALL = Limits(letter_characters=100, letter_questions=2)


@pytest.fixture
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


def sent(client: FlaskClient, status: int = 200, **body: object) -> Mapping[str, object]:
    response = client.post("/api/v1/letter", json=body)
    assert response.status_code == status, response.text
    found: Mapping[str, object] | None = response.json
    assert found
    return found


def test_each_question_is_answered_and_the_reply_is_text_with_addresses(client: FlaskClient) -> None:
    found = client.post("/api/v1/letter", json={"letter": LETTER, "facets": {"region": "moscow"}}).json
    assert found
    assert [one["result"]["status"] for one in found["questions"]] == ["answered", "answered", "no_answer"]
    text = found["text"]
    assert "docs@example.ru" in text
    assert "docs@example.kz" not in text
    assert "https://docs.example.ru/qa-corporate#kak_poluchit_akt" in text
    assert "3. Кто выиграл чемпионат мира по футболу?\n\nЗдесь ответа нет." in text
    assert "help@example.ru" in text


def test_a_letter_without_a_question_gets_an_empty_reply(client: FlaskClient) -> None:
    assert sent(client, letter="Спасибо, всё получилось!")["questions"] == []


def test_what_is_too_much_is_named() -> None:
    client = create_app(by_hand(), limits=SMALL).test_client()
    found = sent(client, letter="Как оплатить счёт? Где взять акт? Что такое кавычки?")
    assert found["left_out"] == ["Что такое кавычки?"]
    assert "Что такое кавычки?" in str(found["text"])


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"letter": "а" * 101}, "letter has 101 characters; at most 100 are taken, so shorten it."),
        ({"letter": " "}, "letter is empty; ask a question in words."),
        ({"letter": 1}, "letter must be the letter, a string, got 1."),
        ({}, "letter is missing; it must be the letter, a string."),
        ({"leter": "а"}, "'leter' is unknown; known are letter, facets."),
        ({"letter": "а", "facets": {"region": "mars"}}, "'mars' is unknown; choose from moscow, kazakhstan."),
    ],
)
def test_a_bad_letter_is_refused(body: dict[str, object], detail: str) -> None:
    client = create_app(by_hand(), limits=SMALL).test_client()
    assert detail in str(sent(client, 400, **body)["detail"])


def test_each_question_counts_for_the_rate_limit() -> None:
    with Resources.of(Settings(rate=0.001, burst=3)) as resources:
        client = create_app(by_hand(), resources=resources).test_client()
        assert client.post("/api/v1/letter", json={"letter": "Где взять акт? Как оплатить счёт?"}).status_code == 200
        assert client.get("/api/v1/sections").status_code == 429


def test_the_page_answers_a_posted_letter(client: FlaskClient) -> None:
    page = client.post("/letter", data={"q": LETTER, "region": "moscow"})
    assert page.status_code == 200
    assert "В письме 3 вопроса" in page.text
    assert "docs@example.ru" in page.text
    assert "docs@example.kz" not in page.text
    assert "<textarea readonly" in page.text


def test_a_letter_in_the_address_of_a_question_is_read_as_one(client: FlaskClient) -> None:
    assert "В письме 3 вопроса" in client.get("/", query_string={"q": LETTER + " Так." * 300}).text
    assert client.get("/", query_string={"q": "а" * 10_001}).status_code == 400


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"q": " "}, "Введите вопрос."),
        ({"q": "а" * 10_001}, "Письмо слишком длинное: знаков 10001, а можно не больше 10000."),
        ({"q": "а", "region": "mars"}, "Такого значения нет: Регион «mars»."),
    ],
)
def test_the_page_says_what_is_wrong_with_a_letter(client: FlaskClient, given: dict[str, str], said: str) -> None:
    page = client.post("/letter", data=given)
    assert page.status_code == 400
    assert said in page.text


def test_a_letter_too_large_to_be_read_at_all_is_told(client: FlaskClient) -> None:
    page = client.post("/letter", data={"q": "а" * 100_000})
    assert (page.status_code, "Слишком много текста сразу" in page.text) == (413, True)


def test_what_a_letter_says_is_escaped(client: FlaskClient) -> None:
    hostile = "</textarea><script>alert(1)</script> Как оплатить счёт?"
    page = client.post("/letter", data={"q": hostile}).text
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page

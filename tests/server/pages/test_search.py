"""The page: what it says, how it escapes, and what it makes of an address."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from index.result import Notice, Query, Result
from server.app import create_app
from server.limits import Limits
from server.links import href
from server.resources import Resources
from server.service import ContactLink
from server.settings import Settings
from tests.hand_service import ACT, WRITTEN, by_hand, not_ready
from traffic.record import Feedback

QUESTION = "акт сверки за период"
HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)> ' & {{ 7*7 }}"""


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


def page(client: FlaskClient, status: int = 200, **parameters: str) -> str:
    response = client.get("/", query_string=parameters)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    return response.text


@pytest.mark.parametrize("path", ["/", "/faq", "/letter", "/widget"])
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_a_page_says_in_one_sentence_what_it_is_for(client: FlaskClient, path: str, language: str) -> None:
    text = client.get(path, query_string={"lang": language}).text
    (description,) = re.findall('<meta name="description" content="([^"]+)">', text)
    assert 20 < len(description) <= 160


def test_the_empty_page_lists_what_can_be_asked(client: FlaskClient) -> None:
    text = page(client)
    assert "Как оплатить счёт?</a>" in text
    assert "Можно ли платить в тенге?</a>" in text
    assert "Можно ли платить в тенге?" not in page(client, region="moscow")


@pytest.mark.parametrize(
    ("code", "said", "link"),
    [
        pytest.param(
            "differs_by_scheme",
            "Ответ зависит от схемы оплаты. Выберите свою:",
            'scheme=postpaid">Постоплата</a>',
            id="another-facet",
        ),
        pytest.param("differs_by_region", "Ответ зависит от региона.", 'region=moscow">Москва</a>', id="region"),
        pytest.param(
            "not_in_scheme", "Сказано в индексе.", 'scheme=prepaid">Показать для Предоплаты</a>', id="elsewhere"
        ),
    ],
)
def test_a_notice_offers_the_values_of_its_facet(code: str, said: str, link: str) -> None:
    def search(query: Query) -> Result:
        return replace(by_hand().search(query), notices=(Notice(code, "Сказано в индексе."),))

    text = page(create_app(replace(by_hand(), search=search)).test_client(), q=QUESTION)
    assert f"<span>{said}" in text
    assert link in text


def test_a_notice_that_the_answer_is_for_a_broader_value_offers_no_other() -> None:
    def search(query: Query) -> Result:
        return replace(by_hand().search(query), notices=(Notice("broader_region", "Сказано в индексе."),))

    text = page(create_app(replace(by_hand(), search=search)).test_client(), q=QUESTION, region="kazakhstan")
    notice = text[text.index('<p class="notice broader_region">') :].partition("</p>")[0]
    assert "<span>Сказано в индексе.</span>" in notice
    assert "<a " not in notice


def test_white_space_alone_is_no_question(client: FlaskClient) -> None:
    assert "На что здесь есть ответ" in page(client, q="  ")


def test_many_questions_are_cut_short() -> None:
    text = page(create_app(by_hand(), limits=Limits(examples=1)).test_client())
    assert text.count('<a href="/?q=') == 1
    assert f'<a href="/faq">Все вопросы ({len(WRITTEN)})</a>' in text


def test_an_answer_shows_its_status_place_and_link(client: FlaskClient) -> None:
    text = page(client, q=QUESTION, region="kazakhstan")
    for part in (
        "Точный ответ",
        "<mark>Адрес — docs@example.kz.</mark>",
        "Юридическим лицам",
        '<a class="open" href="https://docs.example.ru/qa-corporate#kak_poluchit_akt">Открыть в документации</a>',
        'value="kazakhstan" checked',
    ):
        assert part in text
    assert "docs@example.ru" not in text
    shown = re.sub(r'(?:value|href)="[^"]*"', "", text)
    assert "qa-corporate.md" not in shown  # a file's name tells a reader nothing
    assert "Похожие вопросы" not in text  # the question itself, word for word, and nothing is left open


def test_a_less_sure_answer_says_so(client: FlaskClient) -> None:
    assert "Похоже, вы об этом" in page(client, q="акт приёмки")


def test_at_most_three_further_questions_are_named_in_one_list(client: FlaskClient) -> None:
    def search(query: Query) -> Result:
        found = by_hand().search(query)
        return replace(
            found, answers=tuple(replace(found.answers[0], id=f"a.md#{n}", section=f"Вопрос {n}") for n in range(5))
        )

    text = page(create_app(replace(by_hand(), search=search)).test_client(), q="акт приёмки")
    listed = text[text.index('<nav class="questions"') :].partition("</nav>")[0]
    assert [title for title in (f"Вопрос {n}" for n in range(1, 6)) if f">{title}</a>" in listed] == [
        "Вопрос 1",
        "Вопрос 2",
        "Вопрос 3",
    ]
    assert text.count('<nav class="questions"') == 1


def test_a_restriction_that_excludes_the_reader_is_said_first_and_the_answer_is_folded() -> None:
    said = "Для региона Казахстан это недоступно: «Доступно только в Москве»."

    def search(query: Query) -> Result:
        return replace(by_hand().search(query), notices=(Notice("only_in_region", said),))

    text = page(create_app(replace(by_hand(), search=search)).test_client(), q=QUESTION, region="kazakhstan")
    answer = text[text.index("<article") : text.index("</article>")]
    assert "Точный ответ" not in answer
    assert answer.index(said) < answer.index('<details class="folded">') < answer.index("docs@example.kz")


def test_what_was_chosen_is_shown_by_its_control_alone(client: FlaskClient) -> None:
    text = page(client, q="акт", region="kazakhstan", scheme="prepaid")
    assert 'value="kazakhstan" checked' in text
    assert '<p class="variants">' not in text
    assert '<ul class="chips">' not in text


def test_other_facets_stay_chosen_and_can_be_taken_off(client: FlaskClient) -> None:
    text = page(client, q="акт", scheme="prepaid")
    assert '<input type="radio" name="scheme" value="prepaid" checked>' in text
    assert "<summary><span>Схема оплаты<i>:</i></span> <b>Предоплата</b></summary>" in text
    assert "<ul class=" + '"chips">' not in text
    hidden = page(create_app(replace(by_hand(), offered=("region",))).test_client(), q="акт", scheme="prepaid")
    assert '<input type="hidden" form="ask" name="scheme" value="prepaid">' in hidden
    assert '<a href="/?q=%D0%B0%D0%BA%D1%82" aria-label="Убрать: Схема оплаты: Предоплата">×</a>' in hidden


def test_a_region_read_from_the_question_is_told(client: FlaskClient) -> None:
    text = page(client, q="акт Алматы")
    control = text[text.index('data-facet="region"') :].partition("</fieldset>")[0]
    assert 'title="понято из вопроса: «Алматы»"' in control
    assert 'value="" checked><span>Казахстан <small>из вопроса</small></span>' in control
    assert 'infer=false" aria-label="Убрать: Регион: Казахстан">×</a>' in control
    assert '<label hidden><input type="radio" name="region" value="kazakhstan">' in control
    assert '<ul class="chips">' not in text
    assert "docs@example.kz" in text


def test_a_repaired_question_is_told(client: FlaskClient) -> None:
    text = page(client, q="frn cdthrb")
    assert "<span>Искали «акт сверки».</span>" in text
    assert '<a href="/?q=frn+cdthrb&amp;repair=false">Искать «frn cdthrb»</a>' in text


def test_no_answer_names_the_nearest_questions_and_whom_to_write(client: FlaskClient) -> None:
    text = page(client, q="космодром", region="moscow")
    for part in (
        "Здесь ответа нет",
        "Или напишите нам:",
        "Ближайшие вопросы",
        "Как оплатить счёт?</a>",
        '<a href="mailto:help@example.ru">help@example.ru</a>',
        'infer=false">Искать без этого выбора: Москва</a>',
    ):
        assert part in text


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        pytest.param("q=" + "a" * 10_001, "Письмо слишком длинное: знаков 10001, а можно не больше 10000.", id="long"),
        pytest.param("q=a%00", "В вопросе есть служебный символ U+0000. Уберите его", id="control"),
        pytest.param("q=%E0%EA%F2", "Адрес страницы набран в другой кодировке.", id="encoding"),
        pytest.param("q=100%", "Адрес страницы набран с ошибкой.", id="percent"),
        pytest.param("q=a&q=b", "Один из параметров указан в адресе дважды.", id="twice"),
        pytest.param(
            "q=a&region=%3Cb%3E",
            "Такого значения нет: Регион «&lt;b&gt;». Выберите: Москва, Казахстан.",
            id="region",
        ),
    ],
)
def test_a_bad_question_is_told_on_the_page_itself(client: FlaskClient, query_string: str, message: str) -> None:
    response = client.get("/", environ_overrides={"QUERY_STRING": query_string})
    assert response.status_code == 400
    assert f'role="alert">{message}' in response.text
    assert '<form class="ask"' in response.text
    fragment = client.get("/", environ_overrides={"QUERY_STRING": f"{query_string}&fragment=true"})
    assert fragment.status_code == 400
    assert f'role="alert">{message}' in fragment.text
    assert "<form" not in fragment.text


def test_names_that_are_not_ours_are_let_be(client: FlaskClient) -> None:
    assert "Точный ответ" in page(client, q=QUESTION, utm_source="mail", region="")


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [("GET", "/nothing", 404, "Такой страницы нет"), ("POST", "/", 405, "Так эту страницу не открыть")],
)
def test_other_errors_have_a_page_of_their_own(
    client: FlaskClient, method: str, path: str, status: int, title: str
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    assert title in response.text


def test_without_an_index_the_page_asks_to_wait() -> None:
    assert "Поиск ещё запускается" in page(create_app(not_ready()).test_client(), 503, q="a")


def test_a_hostile_question_is_only_text(client: FlaskClient) -> None:
    for text in (
        page(client, q=HOSTILE),
        page(client, 400, q=HOSTILE * 200),
        page(client, q=HOSTILE * 100),
        page(client, 400, q="a", region=HOSTILE),
    ):
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert "49" not in text


def test_hostile_titles_are_only_text(client: FlaskClient) -> None:
    for text in (page(client), page(client, q="кавычки"), page(client, q="космодром", region="moscow")):
        assert "&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt; &amp; &#34;кавычки&#34;" in text
        assert "<script>" not in text
        assert "<b>Раздел" not in text
        assert "<имя>" not in text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://docs.example.ru/a#b", "https://docs.example.ru/a#b"),
        ("/ru/contacts", "/ru/contacts"),
        ("mailto:a@b.ru", "mailto:a@b.ru"),
        ("javascript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_safe_addresses_become_links(address: str, expected: str) -> None:
    assert href(address) == expected


# In parts, in other languages, of another region


@pytest.mark.parametrize(
    "parameters", [{}, {"q": QUESTION}, {"q": "космодром"}, {"q": "frn cdthrb", "scheme": "prepaid"}]
)
def test_a_fragment_is_the_results_without_the_page_around(client: FlaskClient, parameters: dict[str, str]) -> None:
    whole = client.get("/", query_string=parameters).text
    fragment = client.get("/", query_string={**parameters, "fragment": "true"}).text
    assert fragment.lstrip().startswith('<div class="found"')
    assert fragment.strip() in whole


@pytest.mark.parametrize("address", ["/?q=a&fragment=true", "/?q=&fragment=true", "/nothing?fragment=true"])
def test_a_fragment_says_that_it_is_of_this_server(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Otvet-Fragment"] == "true"
    assert "Otvet-Fragment" not in client.get(address.replace("fragment=true", "")).headers


def test_a_fragment_says_what_was_found(client: FlaskClient) -> None:
    text = page(client, q=QUESTION, fragment="true")
    assert 'data-said="Найден 1 ответ. Первый: Как получить акт сверки за нужный период?"' in text
    assert f'data-title="{QUESTION} — Вопросы и ответы"' in text
    assert 'data-said="Здесь ответа нет"' in page(client, q="космодром", fragment="true")


@pytest.mark.parametrize(
    ("language", "accepted", "expected"),
    [
        ("", "", "ru"),
        ("", "de", "ru"),
        ("", "kk-KZ, ru;q=0.5", "kk"),
        ("", "en-US,en;q=0.9", "en"),
        ("kk", "en", "kk"),
        ("de", "en", "en"),
    ],
)
def test_the_interface_speaks_the_readers_language(
    client: FlaskClient, language: str, accepted: str, expected: str
) -> None:
    response = client.get("/", query_string={"lang": language}, headers={"Accept-Language": accepted})
    question = {"ru": "Ваш вопрос", "kk": "Сұрағыңыз", "en": "Your question"}[expected]
    assert f'<html lang="{expected}">' in response.text
    assert f">{question}</label>" in response.text
    assert "Accept-Language" in response.headers["Vary"]


def test_a_client_that_asks_too_much_is_told_in_a_fragment_too() -> None:
    with Resources.of(Settings(rate=0.001, burst=1)) as resources:
        client = create_app(by_hand(), resources=resources).test_client()
        page(client)
        response = client.get("/?q=a&fragment=true&lang=en")
    assert response.status_code == 429
    assert response.text.lstrip().startswith('<section class="state card">')
    assert "Too many questions at once" in response.text


def test_a_language_that_was_chosen_stays_so_in_every_link(client: FlaskClient) -> None:
    text = page(client, q="акт", lang="en")
    assert 'href="/?q=%D0%B0%D0%BA%D1%82&amp;region=moscow&amp;lang=en">Москва</a>' in text
    assert 'href="/faq?lang=en"' in text
    assert '<input type="hidden" form="ask" name="lang" value="en">' in text
    assert 'lang="ru">Как получить акт сверки' in text


def test_names_of_the_content_are_said_as_it_says_them() -> None:
    service = replace(by_hand(), labels={"Казахстан": {"ru": "Казахстан", "en": "Kazakhstan"}})
    text = page(create_app(service).test_client(), lang="en")
    assert "<span>Kazakhstan</span>" in text
    assert "<span>Москва</span>" in text


def test_a_contact_is_for_the_region_that_the_question_says() -> None:
    desks = {"moscow": "a@example.ru", "kazakhstan": "b@example.kz"}
    service = replace(
        by_hand(),
        contacts=lambda chosen: [
            ContactLink("Бухгалтерия", f"mailto:{address}", {"region": region})
            for region, address in desks.items()
            if chosen.get("region", region) == region
        ],
    )
    client = create_app(service).test_client()
    text = page(client, q="космодром Алматы")
    assert '<a href="mailto:b@example.kz">b@example.kz</a>' in text
    assert "a@example.ru" not in text
    both = page(client, q="космодром")
    assert "Бухгалтерия (Москва)" in both
    assert "Бухгалтерия (Казахстан)" in both


def test_what_was_taken_back_stays_so_for_the_same_question_alone(client: FlaskClient) -> None:
    text = page(client, q="акт Алматы", infer="false")
    assert 'infer=false&amp;region=moscow">Москва</a>' in text
    assert "понято из вопроса" not in text
    near = text[text.index('id="related"') :]
    assert "infer" not in near


# Whether it helped


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[tuple[FlaskClient, Callable[[], list[Feedback]]]]:
    """A client of a page that keeps feedback, and what it has kept."""
    with Resources.of(Settings(rate=0, traffic=tmp_path / "traffic.db")) as resources:
        writer = resources.traffic
        assert writer is not None

        def kept() -> list[Feedback]:
            writer.flush()
            return writer.store.feedback(datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))

        yield create_app(by_hand(), resources=resources).test_client(), kept


def test_a_readers_word_is_kept_and_thanked_for(keeping: tuple[FlaskClient, Callable[[], list[Feedback]]]) -> None:
    client, kept = keeping
    form = {"q": "акт", "section": ACT, "confidence": "0.75", "generation": "hand-1", "region": "moscow"}
    response = client.post("/feedback", data={**form, "reason": "outdated"})
    assert response.status_code == 200
    assert "Спасибо, ваш отзыв записан." in response.text
    assert '<a href="/?q=%D0%B0%D0%BA%D1%82&amp;region=moscow">Вернуться к ответу</a>' in response.text
    (word,) = kept()
    assert (word.query, word.section, word.helpful, word.reason) == ("акт", ACT, False, "outdated")
    assert (dict(word.facets), word.confidence, word.generation) == ({"region": "moscow"}, 0.75, "hand-1")
    fragment = client.post("/feedback?fragment=true&lang=en", data={**form, "helpful": "true"})
    assert "<p>Thank you, noted.</p>" in fragment.text
    assert "<a" not in fragment.text
    assert [word.helpful for word in kept()] == [False, True]


def test_whom_an_answer_did_not_help_is_shown_the_way_on(client: FlaskClient) -> None:
    form = {"q": "акт", "section": ACT, "region": "moscow"}
    text = client.post("/feedback?fragment=true", data={**form, "reason": "wrong_variant"}).text
    assert '<a href="/?q=%D0%B0%D0%BA%D1%82&amp;region=kazakhstan">Казахстан</a>' in text
    assert "mailto:" not in text
    text = client.post("/feedback?fragment=true", data={**form, "reason": "unclear"}).text
    (letter,) = re.findall(r'href="mailto:help@example.ru\?subject=([^"]*)&amp;body=([^"]*)"', text)
    assert unquote(letter[0]) == "акт"
    assert "Как получить акт сверки" in unquote(letter[1])
    assert "Непонятно" in unquote(letter[1])
    whole = client.post("/feedback", data={**form, "reason": "unclear"}).text
    assert "docs@example.ru" in whole[whole.index("<article") :]  # without a script, too, the answer stays


def test_where_nothing_is_kept_that_is_said(client: FlaskClient) -> None:
    response = client.post("/feedback", data={"q": "акт", "section": ACT, "helpful": "true"})
    assert "Отзывы здесь не хранятся" in response.text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"q": "акт", "section": "nothing"},
        {"q": "акт", "section": ACT, "reason": "rude"},
        {"q": "a" * 1001, "section": ACT},
        {"q": "акт", "section": ACT, "confidence": "nan"},
        {"q": "акт", "section": ACT, "region": "<b>"},
    ],
)
def test_a_forged_form_is_refused(
    keeping: tuple[FlaskClient, Callable[[], list[Feedback]]], form: dict[str, str]
) -> None:
    client, kept = keeping
    response = client.post("/feedback", data=form)
    assert response.status_code == 400
    assert "Запрос не выполнен" in response.text
    assert kept() == []

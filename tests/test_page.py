"""The page: what it says, how it escapes, and that it works in a real browser without a script."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.limits import Limits
from server.page import href
from server.run import listen
from tests.hand_service import WRITTEN, by_hand, not_ready

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH; apt-get install chromium")
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


def test_the_empty_page_lists_what_can_be_asked(client: FlaskClient) -> None:
    text = page(client)
    assert "Как оплатить счёт?</a>" in text
    assert "Можно ли платить в тенге?</a>" in text
    assert "Можно ли платить в тенге?" not in page(client, region="moscow")


def test_white_space_alone_is_no_question(client: FlaskClient) -> None:
    assert "На что здесь есть ответ" in page(client, q="  ")


def test_many_questions_are_cut_short() -> None:
    text = page(create_app(by_hand(), limits=Limits(examples=1)).test_client())
    assert text.count('<a href="/?q=') == 1
    assert f"…и ещё {len(WRITTEN) - 1}." in text


def test_an_answer_shows_its_status_place_and_link(client: FlaskClient) -> None:
    text = page(client, q=QUESTION, region="kazakhstan")
    for part in (
        "Точный ответ",
        "<mark>Адрес — docs@example.kz.</mark>",
        "Юридическим лицам",
        '<a class="open" href="https://docs.example.ru/qa-corporate#kak_poluchit_akt">Открыть в документации</a>',
        "Источник: qa-corporate.md, строки 12–24",
        'value="kazakhstan" checked',
        "Похожие вопросы",
    ):
        assert part in text
    assert "docs@example.ru" not in text


def test_a_less_sure_answer_says_so(client: FlaskClient) -> None:
    assert "Возможно, это поможет" in page(client, q="акт приёмки")


def test_where_the_region_changes_the_answer_the_other_is_one_link_away(client: FlaskClient) -> None:
    text = page(client, q="акт", region="kazakhstan", scheme="prepaid")
    assert 'href="/?q=%D0%B0%D0%BA%D1%82&amp;region=moscow&amp;scheme=prepaid">Москва</a>' in text
    assert 'scheme=prepaid" aria-current="true">Казахстан</a>' in text


def test_other_facets_stay_chosen_and_can_be_taken_off(client: FlaskClient) -> None:
    text = page(client, q="акт", scheme="prepaid")
    assert '<input type="hidden" name="scheme" value="prepaid">' in text
    assert 'Схема оплаты: <b>Предоплата</b>\n    <a href="/?q=%D0%B0%D0%BA%D1%82">убрать</a>' in text


def test_a_region_read_from_the_question_is_told(client: FlaskClient) -> None:
    text = page(client, q="акт Алматы")
    assert "Из вопроса понятно: регион — Казахстан (<q>Алматы</q>)" in text
    assert "docs@example.kz" in text
    assert "все варианты" not in text  # the question would only be read the same way again
    assert "все варианты" in page(client, q="акт")


def test_a_repaired_question_is_told(client: FlaskClient) -> None:
    text = page(client, q="frn cdthrb")
    assert '<p class="notice repaired">Искали «акт сверки».' in text
    assert '<a href="/?q=frn+cdthrb&amp;repair=false">Искать «frn cdthrb»</a>' in text


def test_no_answer_names_the_nearest_questions_and_whom_to_write(client: FlaskClient) -> None:
    text = page(client, q="космодром", region="moscow")
    for part in (
        "В этом FAQ ответа нет",
        "Ближайшие вопросы",
        "Как оплатить счёт?</a>",
        '<a href="mailto:help@example.ru">help@example.ru</a>',
        '<a href="/?q=%D0%BA%D0%BE%D1%81%D0%BC%D0%BE%D0%B4%D1%80%D0%BE%D0%BC">по всем регионам</a>',
    ):
        assert part in text


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        pytest.param("q=" + "a" * 1001, "Вопрос слишком длинный: знаков 1001, а можно не больше 1000.", id="long"),
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
    for text in (page(client, q=HOSTILE), page(client, 400, q=HOSTILE * 100), page(client, 400, q="a", region=HOSTILE)):
        assert "<script" not in text
        assert "<img" not in text
        assert "49" not in text


def test_hostile_titles_are_only_text(client: FlaskClient) -> None:
    for text in (page(client), page(client, q="кавычки"), page(client, q="космодром", region="moscow")):
        assert "&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt; &amp; &#34;кавычки&#34;" in text
        assert "<script" not in text
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


# In Chromium


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = listen(create_app(by_hand()), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/"
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(params=["script", "no-script"])
def tab(request: pytest.FixtureRequest, browser: Any, site: str) -> Iterator[Any]:
    """A tab on the empty page, that notes every complaint of the browser's console."""
    context = browser.new_context(java_script_enabled=request.param == "script", locale="ru-RU")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("requestfailed", lambda failed: complaints.append(failed.url))
    opened.goto(site)
    yield opened
    context.close()
    assert complaints == []


@needs_chromium
def test_type_read_the_answer_and_switch_the_region(tab: Any) -> None:
    tab.get_by_label("Ваш вопрос").fill(QUESTION)
    tab.get_by_label("Москва").check()
    tab.get_by_role("button", name="Найти").click()
    answer = tab.locator("article.answer")
    assert answer.locator("mark").inner_text() == "Адрес — docs@example.ru."
    assert tab.get_by_role("status").inner_text() == "Точный ответ"

    tab.get_by_label("Казахстан").check()
    tab.get_by_role("button", name="Найти").click()
    assert answer.locator("mark").inner_text() == "Адрес — docs@example.kz."
    assert tab.get_by_label("Казахстан").is_checked()
    assert tab.get_by_label("Ваш вопрос").input_value() == QUESTION

    answer.get_by_role("link", name="Москва").click()
    assert answer.locator("mark").inner_text() == "Адрес — docs@example.ru."
    assert tab.get_by_label("Москва").is_checked()


@needs_chromium
def test_the_keyboard_is_enough(tab: Any) -> None:
    assert tab.evaluate("document.activeElement.id") == "q"
    tab.keyboard.type(QUESTION)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("Enter")
    assert "docs@example.kz" in tab.locator("article.answer").inner_text()


@needs_chromium
def test_a_hostile_question_runs_nothing(tab: Any, site: str) -> None:
    tab.get_by_label("Ваш вопрос").fill(HOSTILE)
    tab.get_by_role("button", name="Найти").click()
    assert tab.get_by_label("Ваш вопрос").input_value() == HOSTILE
    assert tab.locator("main script, main img").count() == 0


@needs_chromium
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light")])
@pytest.mark.parametrize(
    "path",
    ["", f"?q={QUESTION}&region=moscow", "?q=космодром", "?q=" + "щ" * 400, "?q=" + "a" * 1001, "nothing"],
    ids=["empty", "answer", "no-answer", "long-word", "error", "not-found"],
)
def test_nothing_scrolls_sideways(browser: Any, site: str, tmp_path: Path, width: int, scheme: str, path: str) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    opened.goto(site + path)
    opened.screenshot(path=tmp_path / "page.png", full_page=True)
    wide = opened.evaluate("document.documentElement.scrollWidth")
    opened.close()
    assert wide <= width
    assert os.path.getsize(tmp_path / "page.png") > 0

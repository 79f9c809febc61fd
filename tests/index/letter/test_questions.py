"""What a letter asks, and what in it asks nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letter.questions import asked

LETTER = """Добрый день, Анна!

Мы сдаем квартальный отчет, проект в Алматы.
Подскажите, пожалуйста, как получить акт сверки за третий квартал и куда написать, чтобы заключить индивидуальный
договор с вами. Еще нам нужны сканы наших документов. Как их получить?
Также хотим переоформить проект на другое юрлицо

И последний вопрос: какие у вас реквизиты?

Заранее спасибо за ответ!

С уважением,
Иван Петров, г. Москва, как обычно на связи
тел. 000-00-00

12.10.2026 10:15, support@example.com пишет:
> Как мы можем помочь?
"""


@pytest.mark.parametrize(
    ("letter", "questions"),
    [
        pytest.param(
            LETTER,
            [
                "Подскажите, пожалуйста, как получить акт сверки за третий квартал",
                "Куда написать, чтобы заключить индивидуальный договор с вами.",
                "Еще нам нужны сканы наших документов. Как их получить?",
                "Также хотим переоформить проект на другое юрлицо",
                "И последний вопрос: какие у вас реквизиты?",
            ],
            id="a-letter-with-all-its-parts",
        ),
        pytest.param(
            "Здравствуйте. У меня несколько вопросов:\n1. Как отменить заказ?\n2) Сколько ждать деньги\nЖду ответа.",
            ["Как отменить заказ?", "Сколько ждать деньги"],
            id="a-numbered-list",
        ),
        pytest.param(
            "Просим выслать:\n- акт сверки;\n- счет за май.",
            ["Просим выслать акт сверки", "Просим выслать счет за май."],
            id="a-list-of-what-is-wanted",
        ),
        pytest.param(
            "Мы храним:\n- фото\n- видео\nКак оплатить хранение?",
            ["Как оплатить хранение?"],
            id="a-list-that-asks-nothing",
        ),
        pytest.param("Не пришел чек. Что делать?", ["Не пришел чек. Что делать?"], id="a-question-that-points-back"),
        pytest.param("Чек не пришел", ["Чек не пришел"], id="a-statement-alone-is-the-question"),
        pytest.param("Спасибо, все получилось!", [], id="thanks"),
        pytest.param("? ? …", [], id="no-word"),
        pytest.param("Здравствуйте! Как у вас дела?", [], id="a-pleasantry"),
        pytest.param(
            "Когда мы запросили счет, нам сказали ждать. Как только счет придет, оплатим. Где взять акт?",
            ["Где взять акт?"],
            id="subordinate-clauses-ask-nothing",
        ),
        pytest.param(
            "Если нужны документы, пришлем. Если мы в Казахстане, как оплатить счет?",
            ["Если мы в Казахстане, как оплатить счет?"],
            id="a-condition-asks-only-with-a-question",
        ),
        pytest.param(
            "Где взять акт?\n-----Original Message-----\nКак оплатить счет?",
            ["Где взять акт?"],
            id="what-is-replied-to",
        ),
        pytest.param(
            "К сведению\n\n---------- Forwarded message ---------\nОт: Пётр <p@example.com>\nТема: акт\n\n"
            "Добрый день! Где взять акт?",
            ["Где взять акт?"],
            id="what-is-passed-on",
        ),
        pytest.param(
            "Как оплатить счет?\n\n---------- Forwarded message ---------\nОт: Пётр <p@example.com>\n\nГде взять акт?",
            ["Как оплатить счет?"],
            id="a-question-of-its-own-above-what-is-passed-on",
        ),
        pytest.param(
            "FW: срочно\n\nОт: Пётр\nОтправлено: 12.10.2026\nКому: Анна\nТема: счет\n\nКак оплатить счет?",
            ["Как оплатить счет?"],
            id="what-is-passed-on-below-its-headers",
        ),
        pytest.param(
            "Коллеги, см. ниже.\n\nFrom: a@example.com\nTo: b@example.com\nSubject: Fwd: счет\n\nКак оплатить счет?",
            ["Как оплатить счет?"],
            id="its-subject-says-that-it-is-passed-on",
        ),
        pytest.param(
            "Счет не пришел.\n\nОт: Пётр <p@example.com>\nКому: Анна\nТема: счет\n\nКак оплатить счет?",
            ["Счет не пришел."],
            id="below-headers-is-what-is-replied-to",
        ),
        pytest.param("> Как оплатить счет?\nГде взять акт?", ["Где взять акт?"], id="an-answer-below-a-quotation"),
        pytest.param(
            "From: a@example.com\nSubject: как быть?\n\nГде взять акт?",
            ["Где взять акт?"],
            id="headers-before-the-text",
        ),
        pytest.param(
            "Где взять акт?\n\nС уважением, Иван\nP.S. Какой телефон поддержки?",
            ["Где взять акт?", "Какой телефон поддержки?"],
            id="a-postscript",
        ),
        pytest.param(
            "Как оплатить счет, выставленный на г. Москва, ул. Лесная, д. 5?",
            ["Как оплатить счет, выставленный на г. Москва, ул. Лесная, д. 5?"],
            id="abbreviations-end-no-sentence",
        ),
        pytest.param("How do I get an invoice? Thanks", ["How do I get an invoice?"], id="english"),
        pytest.param("Сәлеметсіз бе! Актіні қалай алуға болады? Рақмет", ["Актіні қалай алуға болады?"], id="kazakh"),
        pytest.param(
            "Где взять акт? Что такое акт сверки?",
            ["Где взять акт?", "Что такое акт сверки?"],
            id="what-is-asked-to-be-explained-points-nowhere",
        ),
        pytest.param("Где взять акт? Где взять акт?", ["Где взять акт?"], id="a-question-asked-twice"),
        pytest.param(
            "<html><head><style>p {color: red}</style><title>Какой тут вопрос?</title></head>"
            "<body><div>Добрый день!</div><p>Как оплатить&nbsp;<b>счет</b>?<br>"
            "Где взять акт?</p><ul><li>Какой телефон поддержки?</li></ul>"
            "<blockquote>Как сбросить пароль?</blockquote></body></html>",
            ["Как оплатить счет?", "Где взять акт?", "Какой телефон поддержки?"],
            id="html",
        ),
        pytest.param(
            "<div>Где взять акт?</div><div>12.10.2026, support@example.com пишет:</div>"
            "<blockquote><p>Как оплатить счет?</p><div>Какой у вас договор?</div></blockquote>",
            ["Где взять акт?"],
            id="html-that-quotes",
        ),
        pytest.param(
            "<p>Где взять акт?</p><!-- <p>Как оплатить счет?</p>",
            ["Где взять акт?"],
            id="html-whose-comment-does-not-end",
        ),
        pytest.param("<p>Где взять акт?</p>" + "<a " * 2**17, ["Где взять акт?"], id="html-whose-tags-do-not-end"),
        pytest.param(
            "Как исправить тег <p> на странице <PID>?", ["Как исправить тег <p> на странице <PID>?"], id="names-a-tag"
        ),
    ],
)
def test_the_questions_of_a_letter(letter: str, questions: list[str]) -> None:
    assert [" ".join(one.split()) for one in asked(letter, longest=1000).questions] == questions


def test_the_signature_states_nothing() -> None:
    assert not any("Москва" in one for one in asked(LETTER, longest=1000).statements)


TOLD = "мы работаем с вами третий год, бухгалтер теперь просит у нас документы по списку, "


@pytest.mark.parametrize(
    ("letter", "question"),
    [
        pytest.param(f"{TOLD * 14}где взять акт сверки?", "где взять акт сверки?", id="at-the-end"),
        pytest.param(
            "Подскажите, где взять акт сверки за квартал, " + TOLD * 14 + "спасибо",
            "Подскажите, где взять акт сверки за квартал,",
            id="at-the-beginning",
        ),
    ],
)
def test_a_sentence_too_long_for_a_question_is_cut_between_clauses(letter: str, question: str) -> None:
    for longest in range(900, 1100, 10):
        (found,) = asked(letter, longest=longest).questions
        assert question in found
        assert found.startswith(("мы ", "бухгалтер ", "Подскажите"))
        assert found.endswith(("?", "год,", "списку,"))


@given(st.text(alphabet="<>/apbrli &;-!?", max_size=60))
def test_any_markup_is_read(letter: str) -> None:
    assert all(one.strip() for one in asked(f"<div>{letter}</div>", longest=1000).questions)


@given(st.text(max_size=400), st.integers(20, 200))
def test_any_text_is_read_and_no_question_is_too_long(letter: str, longest: int) -> None:
    found = asked(letter, longest=longest)
    assert all(0 < len(one) <= longest for one in found.questions)


@given(
    st.lists(st.sampled_from(["Где взять акт?", "Мы в Москве.", "Спасибо!", "\n\n", "> а?", "Что делать?"]), max_size=9)
)
def test_every_question_is_in_the_letter(parts: list[str]) -> None:
    letter = " ".join(parts)
    for question in asked(letter, longest=1000).questions:
        assert all(sentence in letter for sentence in re.split(r"(?<=[.?]) ", question))

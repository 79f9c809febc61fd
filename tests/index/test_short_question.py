"""One or two words get the sections to choose from, unless only one can be meant; over the bundled FAQ."""

from pathlib import Path

import pytest

from index.build import build
from index.encoders.protocol import Encoder
from index.result import AskSection, Query, Result
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from tests.conftest import FAQ

PAGE = """# Помощь

## Как завести кабинет?

Оставьте заявку на сайте, менеджер перезвонит, подберёт тариф и пришлёт на вашу почту ссылку для входа в тот же день.

## Как остановить машину?

Откройте список, выберите машину и нажмите «Стоп»: диск останется, бэкап за ночь тоже, плата за ядра прекратится.
"""


def asked(searcher: Searcher, text: str, *, limit: int = 5, **facets: str) -> Result:
    return searcher(Query(text, facets, limit=limit))


@pytest.mark.parametrize(
    "text",
    ["документы", "счёт", "договор", "оплата", "реквизиты поставщика", "договор в Казахстане", "ljrevtyns"],
)
def test_a_subject_of_several_sections_gets_them_to_choose_from(searcher: Searcher, text: str) -> None:
    result = asked(searcher, text)
    assert result.status == "unsure"
    assert isinstance(result.ask, AskSection)
    assert 2 <= len(result.ask.choices) <= 5
    assert result.ask.choices[0].id == result.answers[0].id
    assert {choice.id for choice in result.ask.choices} <= {answer.id for answer in result.answers}


@pytest.mark.parametrize(
    ("text", "status"), [("акт сверки", "answered"), ("Акт сверки?", "answered"), ("протокол разногласий", "unsure")]
)
def test_one_section_is_answered_where_no_other_can_be_meant(searcher: Searcher, text: str, status: str) -> None:
    result = asked(searcher, text, region="moscow")
    assert result.status == status
    assert not isinstance(result.ask, AskSection)


@pytest.mark.parametrize("text", ["тенге", "подписать договор", "оригинал договора"])
def test_words_that_only_others_have_are_never_a_sure_answer(searcher: Searcher, text: str) -> None:
    assert asked(searcher, text).status != "answered"


def test_a_word_that_one_section_alone_has_is_answered(searcher: Searcher) -> None:
    result = asked(searcher, "сверка", region="moscow")
    assert (result.status, result.ask) == ("answered", None)
    assert "акт сверки" in result.answers[0].section


def test_a_whole_question_of_the_same_subject_is_answered(searcher: Searcher) -> None:
    result = asked(searcher, "как заключить индивидуальный договор с облаком", region="moscow")
    assert not isinstance(result.ask, AskSection)


@pytest.mark.parametrize("text", ["вакансии", "забыла пароль"])
def test_what_no_section_answers_is_not_asked_back(searcher: Searcher, text: str) -> None:
    result = asked(searcher, text)
    assert (result.status, result.answers, result.ask) == ("no_answer", (), None)


@pytest.mark.parametrize("word", ["плата", "заявка"])
def test_a_word_of_a_section_that_is_far_from_it_gets_that_section(word: str, encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "help.md").write_text(PAGE, encoding="utf-8")
    build(tmp_path, tmp_path / "index", encoder, default_facets=FAQ / "facets.toml")
    found = asked(Searcher(load(tmp_path / "index", open_bundle), encoder), word)
    assert found.status == "unsure"
    assert word[:-1] in found.answers[0].text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "ыыыы щщщщ",
        "?? !! ..",
        "🤷",
        "рецепт борща, проект в Москве",
        "какая завтра погода",
        "12345 67890",
        "привет",
    ],
)
def test_what_is_far_from_all_gets_nothing(searcher: Searcher, text: str) -> None:
    result = asked(searcher, text)
    assert (result.status, result.answers, result.ask) == ("no_answer", (), None)


def test_the_choice_does_not_hang_on_how_many_answers_are_asked_for(searcher: Searcher) -> None:
    assert asked(searcher, "документы", limit=1).ask == asked(searcher, "документы").ask

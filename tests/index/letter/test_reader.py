"""What a letter says of its reader, and the reply to its questions."""

from collections.abc import Iterable, Sequence

import pytest

from index.letter.reader import Letter, LetterReader
from index.letter.reply import replied
from index.result import Query, Result
from index.search import Searcher
from tests.hand_service import search

CASES = [
    pytest.param("Проект в Казахстане. Где взять акт? Как платить?", {}, {"region": "kazakhstan"}, id="a-statement"),
    pytest.param("Где взять акт в Алматы? Как платить?", {}, {"region": "kazakhstan"}, id="one-question-says-it"),
    pytest.param("Где взять акт в Алматы? Как платить в Москве?", {}, {}, id="two-questions-disagree"),
    pytest.param("Один проект в Москве. Второй проект в Алматы. Где взять акт?", {}, {}, id="two-statements-disagree"),
    pytest.param("Где взять акт?\nС уважением, Иван, проект в Алматы", {}, {}, id="a-signature-says-nothing"),
    pytest.param("Где взять акт?\n> Проект в Алматы?", {}, {}, id="a-quotation-says-nothing"),
    pytest.param(
        "Проект в Алматы. Где взять акт?", {"region": "moscow"}, {"region": "moscow"}, id="what-is-chosen-wins"
    ),
]


@pytest.fixture(scope="module")
def read(searcher: Searcher) -> LetterReader:
    return LetterReader(searcher.bundle, searcher.said)


@pytest.mark.parametrize(("letter", "chosen", "region"), CASES)
def test_what_holds_for_the_whole_letter(
    read: LetterReader, letter: str, chosen: dict[str, str], region: dict[str, str]
) -> None:
    found = read(letter, chosen, 1000, 12)
    assert {facet: one.value for facet, one in found.facets.items() if facet == "region"} == region


def test_a_letter_that_disagrees_with_the_choice_says_so(read: LetterReader) -> None:
    found = read("Проект в Алматы. Где взять акт?", {"region": "moscow"}, 1000, 12)
    assert [one.code for one in found.notices] == ["region_conflict"]


def test_a_question_that_says_another_value_is_asked_for_that(searcher: Searcher, read: LetterReader) -> None:
    letter = "Проект в Казахстане. Как получить акт сверки? А в Москве какие у вас реквизиты?"
    reply = replied(read(letter, {}, 1000, 12), {}, lambda queries: map(searcher, queries), seconds=60)
    assert [one.result.query.facets["region"].value for one in reply.questions] == ["kazakhstan", "moscow"]
    first, second = (one.result.answers[0].text for one in reply.questions)
    assert "accountvk@qazcloud.kz" in first
    assert "docs_vktech@vk.company" not in first
    assert "QazCloud" not in second


def test_a_value_of_another_facet_holds_for_every_question(store: Searcher) -> None:
    read = LetterReader(store.bundle, store.said)
    letter = "Живу в Казани. Сколько ждать деньги за возврат? Где находится ваш магазин?"
    reply = replied(read(letter, {}, 1000, 12), {}, lambda queries: map(store, queries), seconds=60)
    assert reply.facets["city"].value == "kazan"
    assert ["10 дней" in reply.questions[0].result.answers[0].text, len(reply.questions)] == [True, 2]
    assert all("Москва" not in one.result.answers[0].text for one in reply.questions)


def test_questions_beyond_the_most_are_named(read: LetterReader) -> None:
    found = read("Где взять акт? Как оплатить счет? Какие у вас реквизиты?", {}, 1000, 2)
    assert (len(found.questions), found.left_out) == (2, ("Какие у вас реквизиты?",))


def test_when_no_time_is_left_the_rest_is_named() -> None:
    def slow(queries: Sequence[Query]) -> Iterable[Result]:
        return map(search, queries)

    letter = read_by_hand("Где взять акт сверки? Как оплатить счёт?")
    reply = replied(letter, {}, slow, seconds=-1)
    assert ([one.question for one in reply.questions], reply.left_out) == (
        ["Где взять акт сверки?"],
        ("Как оплатить счёт?",),
    )


def read_by_hand(text: str) -> Letter:
    from index.letter.reader import without_facets

    return without_facets(text, {}, 1000, 12)

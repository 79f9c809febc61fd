"""Questions that ask where to turn, and the lines that say it."""

import pytest

from index.asks_for_address import asks_for_address, has_address


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Куда написать за актом?", True),
        ("кому отправить заявку", True),
        ("Счета нет. К кому обратиться?", True),
        ("на какую почту слать документы", True),
        ("по какому телефону узнать про заказ", True),
        ("какой у вас адрес почты", True),
        ("адрес отдела кадров", True),
        ("where do I send the form", True),
        ("whom should we contact?", True),
        ("өтінішті қайда жіберемін", True),
        ("как написать договор", False),
        ("как изменить адрес доставки", False),
        ("куда пропал счет", False),
        ("кому нужна справка", False),
        ("Как подобрать размер?", False),
        ("where is my invoice", False),
    ],
)
def test_a_question_that_asks_where_to_turn(question: str, asks: bool) -> None:
    assert asks_for_address(question) == asks


@pytest.mark.parametrize(
    ("line", "has"),
    [
        ("пишите на docs@example.ru;", True),
        ("заявка на https://example.ru/form", True),
        ("в Казани — +7 843 200-00-01;", True),
        ("8 (800) 200-00-01, по будням", True),
        ("номер заказа;", False),
        ("до 31.12.2026", False),
        ("от 5 000 ₽ до 10 000 ₽", False),
        ("ИНН 7707083893", True),  # ten digits may be either
        ("(docs+acts@example.ru)", True),
        pytest.param("a1+" * 2**19, False, id="a-word-that-would-take-hours-if-read-from-each-letter"),
    ],
)
def test_a_line_that_says_where_to_turn(line: str, has: bool) -> None:
    assert has_address(line) == has

"""Cells of HTML tables that span columns and rows: who gets them."""

import pytest

from ingest.page import parse_page
from tests.ingest.test_generators import told
from tests.pages import bundled_facets

HEAD = "<tr><th>Что</th><th>Москва</th><th>Казахстан</th></tr>"


def of(*rows: str) -> str:
    """A page with a table."""
    return "## Сколько?\n\n<table>\n" + "\n".join(rows) + "\n</table>\n"


@pytest.mark.parametrize(
    ("rows", "moscow", "kazakhstan"),
    [
        pytest.param(
            (HEAD, '<tr><td>Карта</td><td colspan="2">Да</td></tr>'),
            ["Что | Москва", "Карта | Да"],
            ["Что | Казахстан", "Карта | Да"],
            id="both-of-two",
        ),
        pytest.param(
            (HEAD, '<tr><td colspan="3">Звоните</td></tr>'),
            ["Что | Москва", "Звоните"],
            ["Что | Казахстан", "Звоните"],
            id="all-columns",
        ),
        pytest.param(
            (HEAD, '<tr><td rowspan="2">Карта</td><td>1</td><td>2</td></tr>', "<tr><td>3</td><td>4</td></tr>"),
            ["Что | Москва", "Карта | 1", "Карта | 3"],
            ["Что | Казахстан", "Карта | 2", "Карта | 4"],
            id="two-rows",
        ),
        pytest.param(
            (
                "<tr><th>Где</th><th>Что</th></tr>",
                '<tr><td rowspan="2">Москва</td><td>1</td></tr>',
                "<tr><td>2</td></tr>",
                "<tr><td>Казахстан</td><td>3</td></tr>",
            ),
            ["Где | Что", "Москва | 1", "Москва | 2"],
            ["Где | Что", "Казахстан | 3"],
            id="rows-of-a-value",
        ),
        pytest.param(
            (
                '<tr><th rowspan="2">Что</th><th colspan="2">Москва</th><th>Казахстан</th></tr>',
                "<tr><th>а</th><th>б</th><th>в</th></tr>",
                "<tr><td>Карта</td><td>1</td><td>2</td><td>3</td></tr>",
            ),
            ["Что | Москва | Москва", "Что | а | б", "Карта | 1 | 2"],
            ["Что | Казахстан", "Что | в", "Карта | 3"],
            id="a-head-over-two-columns",
        ),
    ],
)
def test_a_cell_is_in_each_of_its_places(rows: tuple[str, ...], moscow: list[str], kazakhstan: list[str]) -> None:
    page = of(*rows)
    assert [line.strip(" |") for line in told(page, "moscow").split("\n")[1:]] == moscow
    assert [line.strip(" |") for line in told(page, "kazakhstan").split("\n")[1:]] == kazakhstan
    assert parse_page("a.md", page, bundled_facets()).diagnostics == ()


def test_a_cell_over_a_column_for_some_and_one_for_all_is_left_to_the_former_and_reported() -> None:
    page = of(HEAD, '<tr><td colspan="2">Тайна</td><td>2</td></tr>')
    assert "Тайна" in told(page, "moscow")
    assert "Тайна" not in told(page, "kazakhstan")
    (fault,) = parse_page("a.md", page, bundled_facets()).diagnostics
    assert (fault.line, fault.code) == (3, "unread-scope")


def test_a_cell_over_a_column_that_is_not_understood_is_left_to_its_readers() -> None:
    head = "<tr><th>Что</th><th>Москва, новое</th><th>Казахстан</th></tr>"
    page = of(head, '<tr><td colspan="2">Тайна</td><td>2</td></tr>')
    assert "Тайна" not in told(page, "kazakhstan")
    assert {fault.code for fault in parse_page("a.md", page, bundled_facets()).diagnostics} == {"unread-scope"}


@pytest.mark.parametrize("span", ["2", "99999999", "0", "-1", "два", ""])
def test_a_cell_over_columns_for_everyone_is_told_once(span: str) -> None:
    page = of(
        "<tr><th>а</th><th>б</th></tr>", f'<tr><td colspan="{span}">Да</td></tr>', "<tr><td>1</td><td>2</td></tr>"
    )
    assert [line.strip(" |") for line in told(page, "moscow").split("\n")[1:]] == ["а | б", "Да", "1 | 2"]

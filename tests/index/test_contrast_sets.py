"""Contrast sets: sections of a page whose headings share a third of their lemmas."""

import pytest

from index.contrast_sets import contrast_sets
from ingest.section import Block, Section


def section(title: str, page: str = "a.md", *, empty: bool = False) -> Section:
    blocks = () if empty else (Block("paragraph", (1, 2), "Да.", "Да."),)
    return Section(f"{page}#{title}", page, title, title, (), (0, 2), blocks)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param(
            [section("Как включить бэкап?"), section("Как отключить бэкап?")], [(0, 1)], id="opposite-actions"
        ),
        pytest.param([section("Как включить бэкап?"), section("Где адрес офиса?")], [], id="nothing-shared"),
        pytest.param([section("Вернуть деньги"), section("Вернули деньгам")], [(0, 1)], id="forms-of-one-lemma"),
        pytest.param([section("Вернуть деньги"), section("Вернуть деньги", "b.md")], [], id="another-page"),
        pytest.param([section("Вернуть деньги"), section("Вернуть деньги", empty=True)], [], id="no-answer"),
        pytest.param(
            [section("счет предоплата"), section("счет аванс"), section("аванс возврат"), section("пароль")],
            [(0, 1, 2)],
            id="connected-through-another",
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_headings_that_share_a_third_of_their_lemmas_contrast(
    sections: list[Section], expected: list[tuple[int, ...]]
) -> None:
    assert [one.places for one in contrast_sets(sections)] == expected

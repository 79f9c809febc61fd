"""Sentences that say for whom alone something holds."""

import pytest

from ingest.scope.restriction import restrictions
from tests.pages import bundled_facets, section_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Укажите ИНН. Это возможно только в регионе Москва.", [{("region", "moscow")}], id="region"),
        pytest.param("Доступно лишь для региона Казахстан", [{("region", "kazakhstan")}], id="another-word"),
        pytest.param("- Available only in the region Moscow", [{("region", "moscow")}], id="english-list-item"),
        pytest.param("Только мы в регионе Москва работаем ночью.", [], id="not-right-before"),
        pytest.param("Возможно не только в регионе Москва.", [], id="not-only"),
        pytest.param("Доступно в регионе Москва.", [], id="no-restriction"),
        pytest.param("Только в регионе Москва и Казахстан.", [], id="two-values"),
        pytest.param("`только в регионе Москва`", [{("region", "moscow")}], id="inline-code"),
        pytest.param("```\nтолько в регионе Москва\n```", [], id="code-block"),
    ],
)
def test_restrictions(text: str, expected: list[set[tuple[str, str]]]) -> None:
    assert [set(one.scope) for one in restrictions(section_of(text), bundled_facets())] == expected

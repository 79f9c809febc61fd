"""Sentences that say for whom alone something holds."""

import pytest

from ingest.content.facets import read_facets
from ingest.scope.restriction import restrictions
from tests.conftest import STORE
from tests.pages import bundled_facets, section_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Укажите ИНН. Это возможно только в регионе Москва.", [{("region", "moscow")}], id="region"),
        pytest.param("Доступно лишь для региона Казахстан", [{("region", "kazakhstan")}], id="another-word"),
        pytest.param("- Available only in the region Moscow", [{("region", "moscow")}], id="english-list-item"),
        pytest.param("Заявку подают только в Москве.", [{("region", "moscow")}], id="preposition"),
        pytest.param("Рассрочка есть только по постоплате.", [{("scheme", "postpaid")}], id="another-facet"),
        pytest.param("Физические лица работают только по предоплате.", [], id="of-some-others"),
        pytest.param("Только Москва помнит об этом.", [], id="a-name-alone"),
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


@pytest.mark.parametrize("text", ["Доставка только для Казани.", "Выдаём только в Казани", "Лишь по Казани."])
def test_a_facet_of_names_alone_is_restricted_too(text: str) -> None:
    facets = read_facets(STORE / "facets.toml")
    assert [set(one.scope) for one in restrictions(section_of(text), facets)] == [{("city", "kazan")}]

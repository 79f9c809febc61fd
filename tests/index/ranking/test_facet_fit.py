"""Sections that speak of the facets that a question names."""

from math import log

import pytest

from index.ranking.facet_fit import FacetFit
from ingest.section import Block, Scope, Section

PREPAID, MOSCOW = frozenset({("scheme", "prepaid")}), frozenset({("region", "moscow")})


def section(number: int, *blocks: Scope, scopes: tuple[Scope, ...] = ()) -> Section:
    held = tuple(Block("paragraph", (1, 2), "текст", "текст", scope=scope) for scope in blocks)
    return Section(f"faq.md#{number}", "faq.md", str(number), "Как?", (), (0, 2), held, scopes)


FIT = FacetFit(
    [
        section(0, MOSCOW, frozenset()),
        section(1, PREPAID, MOSCOW),
        section(2, MOSCOW, scopes=(PREPAID,)),
        section(3, scopes=(MOSCOW,)),
    ]
)


@pytest.mark.parametrize(
    ("said", "gains"),
    [
        pytest.param(["scheme"], [0, log(2), log(2), 0], id="by-blocks-or-as-a-whole"),
        pytest.param(["region"], [0, 0, 0, 0], id="all-speak-of-it"),
        pytest.param(["payer"], [0, 0, 0, 0], id="none-speaks-of-it"),
        pytest.param([], [0, 0, 0, 0], id="nothing-said"),
    ],
)
def test_a_section_gains_by_how_rare_the_facet_is_that_it_speaks_of(said: list[str], gains: list[float]) -> None:
    assert FIT(said).tolist() == pytest.approx(gains)


def test_facets_that_a_question_names_together_add_up() -> None:
    fit = FacetFit([section(0, PREPAID, MOSCOW), section(1, PREPAID), section(2), section(3)])
    assert fit(["scheme", "region"]).tolist() == pytest.approx([log(2) + log(4), log(2), 0, 0])


def test_no_sections_are_given_nothing() -> None:
    assert FacetFit([])(["region"]).tolist() == []

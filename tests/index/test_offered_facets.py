"""By which facets readers choose: those by which what there is to read differs."""

import pytest

from index.offered_facets import offered_facets
from index.search import Searcher
from tests.pages import bundled_facets, sections_of, tabs


def test_the_bundled_faq_offers_all_but_what_headings_alone_say(searcher: Searcher) -> None:
    facets = searcher.bundle.facets.facets
    assert [facet.id for facet in facets] == ["region", "scheme", "payer", "residency"]
    assert offered_facets(searcher.bundle.sections, facets) == ("region", "scheme", "payer")


def test_another_content_offers_its_own(store: Searcher) -> None:
    assert offered_facets(store.bundle.sections, store.bundle.facets.facets) == ("city", "way")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("## Как?\n\nТак.\n", (), id="nothing-differs"),
        pytest.param(f"## Как?\n\n{tabs('Москва', 'Казахстан')}\n", ("region",), id="tabs"),
        pytest.param("## Регион Москва\n\n### Как?\n\nТак.\n", ("region",), id="whole-sections"),
    ],
)
def test_a_facet_is_offered_where_it_scopes_something(source: str, expected: tuple[str, ...]) -> None:
    assert offered_facets(sections_of(source), bundled_facets().facets) == expected

"""What a content holds for readers with other facet values only."""

import pytest

from eval.leaks.foreign import foreign
from ingest.section import Chosen
from tests.pages import bundled_facets, sections_of

PAGE = """# Оплата

- В регионе Москва — пишите на docs@msk.example.
- В регионе Казахстан — пишите на pay@kz.example.
- При предоплате — пишите на pre@all.example.
- При постоплате — пишите на post@all.example.
"""
ADDRESSES = {"docs@msk.example", "pay@kz.example", "pre@all.example", "post@all.example"}


@pytest.mark.parametrize(
    ("chosen", "own"),
    [
        pytest.param({}, ADDRESSES, id="nothing-chosen"),
        pytest.param({"region": "moscow"}, ADDRESSES - {"pay@kz.example"}, id="region"),
        pytest.param({"scheme": "prepaid"}, ADDRESSES - {"post@all.example"}, id="another-facet"),
        pytest.param(
            {"region": "moscow", "scheme": "prepaid"}, {"docs@msk.example", "pre@all.example"}, id="two-facets"
        ),
    ],
)
def test_addresses_of_other_values_are_foreign(chosen: Chosen, own: set[str]) -> None:
    assert set(foreign(sections_of(PAGE), bundled_facets())(chosen)) & ADDRESSES == ADDRESSES - own


def test_what_holds_for_each_value_alone_may_be_foreign_to_both_together() -> None:
    page = "- В регионе Москва, при постоплате — a@b.example.\n- В регионе Казахстан, при предоплате — a@b.example.\n"
    found = foreign(sections_of(page), bundled_facets())
    assert "a@b.example" not in found({"region": "moscow"})
    assert "a@b.example" not in found({"scheme": "prepaid"})
    assert "a@b.example" in found({"region": "moscow", "scheme": "prepaid"})

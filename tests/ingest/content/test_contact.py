from pathlib import Path
from typing import Any

import pytest

from ingest.content.contact import Contact, read_contacts
from ingest.errors import BadFacets
from ingest.scope.choice import allowed, scope_for
from ingest.section import all_hold
from tests.pages import bundled_facets

KNOWN = {"region": ("north", "south")}
DESK = {"label": {"ru": "Бухгалтерия"}, "url": "mailto:desk@example.ru"}


def test_contacts_are_read_in_order() -> None:
    assert read_contacts(Path("f.toml"), [{**DESK, "region": "south"}, DESK], KNOWN) == (
        Contact({"ru": "Бухгалтерия"}, "mailto:desk@example.ru", {"region": "south"}),
        Contact({"ru": "Бухгалтерия"}, "mailto:desk@example.ru"),
    )


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ("x", "contacts in [site] is not a list of tables; write [[site.contacts]]"),
        ([{"url": "x"}], "one of [[site.contacts]] has no label or url; write [[site.contacts]]"),
        ([{"label": {"ru": "x"}}], "one of [[site.contacts]] has no label or url; write [[site.contacts]]"),
        ([{**DESK, "region": "east"}], "is for region = 'east', which is not declared; choose from north, south."),
        ([{**DESK, "planet": "mars"}], "is for planet = 'mars', which is not declared; choose from region."),
    ],
)
def test_a_bad_contact_is_refused(tables: Any, message: str) -> None:
    with pytest.raises(BadFacets) as refused:
        read_contacts(Path("f.toml"), tables, KNOWN)
    assert message in str(refused.value)


@pytest.mark.parametrize(("region", "foreign"), [("moscow", "qazcloud.kz"), ("kazakhstan", "vk.company")])
def test_no_bundled_contact_of_one_region_is_for_the_other(region: str, foreign: str) -> None:
    facets = bundled_facets()
    reader = allowed({"region": region}, facets)
    held = [contact.url for contact in facets.contacts if all_hold([scope_for(contact.readers, facets)], reader)]
    assert len(held) == 2
    assert not [url for url in held if foreign in url]

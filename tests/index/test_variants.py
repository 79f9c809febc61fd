"""What differs between the variants of a section."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search import Searcher
from index.variants import differing
from ingest.content.facets import Facets, read_facets
from ingest.page import parse_page
from ingest.render.text import plain_text
from ingest.section import Chosen, Section
from tests.conftest import STORE

TABS = """## Куда писать?

Напишите нам.

<tabs>
<tablist>
<tab>Москва</tab>
<tab>Санкт-Петербург</tab>
<tab>Казань</tab>
</tablist>
<tabpanel>

Адрес — a@example.ru.

Назовите заказ.

</tabpanel>
<tabpanel>

Адрес — b@example.ru.

Назовите заказ.

</tabpanel>
<tabpanel>

Адрес — b@example.ru.

Назовите заказ.

</tabpanel>
</tabs>
"""
STEPS = """## Как заказать подъем?

1. Откройте заказ.
1. (Москва) Выберите лифт.
1. (Казань) Выберите лестницу.
1. Нажмите кнопку.
1. (Москва) Оплатите.
"""
TABLE = """## Когда вы работаете?

| Город | Часы |
| --- | --- |
| Москва | 9–21 |
| Казань | 10–20 |
"""


@pytest.fixture(scope="module")
def facets() -> Facets:
    return read_facets(STORE / "facets.toml")


def section(text: str, facets: Facets) -> Section:
    (found,) = parse_page("a.md", text, facets).sections
    return found


def shown(text: str, facets: Facets, chosen: Chosen | None = None) -> dict[str, str]:
    """Values → what differs."""
    found = differing(section(text, facets), "city", chosen or {}, facets)
    return {" ".join(one.values): plain_text(one.blocks).text for one in found}


def test_only_what_differs_is_left_and_values_that_say_the_same_stand_together(facets: Facets) -> None:
    assert shown(TABS, facets) == {"moscow": "Адрес — a@example.ru.", "spb kazan": "Адрес — b@example.ru."}


def test_the_choice_of_the_facet_itself_does_not_count(facets: Facets) -> None:
    assert shown(TABS, facets, {"city": "moscow"}) == shown(TABS, facets)


def test_steps_keep_their_numbers(facets: Facets) -> None:
    assert shown(STEPS, facets) == {
        "moscow": "2. (Москва) Выберите лифт.\n4. (Москва) Оплатите.",
        "spb": "",
        "kazan": "2. (Казань) Выберите лестницу.",
    }


def test_a_row_stands_under_its_header(facets: Facets) -> None:
    assert shown(TABLE, facets) == {
        "moscow": "Город | Часы\nМосква | 9–21",
        "spb": "",
        "kazan": "Город | Часы\nКазань | 10–20",
    }


def test_the_bundled_answer_differs_by_its_address_alone(searcher: Searcher) -> None:
    act = "qa-corporate.md#kak_poluchit_akt_sverki_za_nuzhnyy_period"
    found = searcher.comparison(act, "region", {})
    assert found
    assert [(one.labels, one.text.strip()) for one in found.variants] == [
        (("Москва",), "1. - в регионе Москва — по адресу docs_vktech@vk.company;"),
        (("Казахстан",), "1. - в регионе Казахстан — по адресу accountvk@qazcloud.kz."),
    ]
    assert searcher.comparison(act, "scheme", {}) is None
    assert searcher.comparison("nowhere.md", "region", {}) is None


WORDS = st.lists(st.sampled_from(["Раз.", "Два.", "Три."]), min_size=1, max_size=3)


@given(st.lists(WORDS, min_size=3, max_size=3))
def test_what_one_variant_shows_is_its_own_and_not_in_all(facets: Facets, panels: list[list[str]]) -> None:
    tabs = "".join(f"<tab>{name}</tab>\n" for name in ("Москва", "Санкт-Петербург", "Казань"))
    written = "".join("<tabpanel>\n\n" + "\n\n".join(one) + "\n\n</tabpanel>\n" for one in panels)
    found = shown(f"## Как?\n\n<tabs>\n<tablist>\n{tabs}</tablist>\n{written}</tabs>\n", facets)
    own = dict(zip(("moscow", "spb", "kazan"), panels, strict=True))
    common = set.intersection(*map(set, panels))
    for values, text in found.items():
        for value in values.split():
            assert set(text.split()) == set(own[value]) - common

"""Damaged pages: none makes the parser fail, and a label that cannot be read is withheld and reported."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.page import parse_page
from ingest.render.text import plain_text
from ingest.scope.choice import allowed
from ingest.scope.project import project
from tests.attacks.regions import LABELS, attacked, leaks
from tests.pages import bundled_facets, tabs

PAGES = 400
MOST_LEAKS = 0.01
"""Of projections of damaged pages; what is left is markup that became another, such as a list item split in two."""


def test_damaged_pages_seldom_show_a_part_of_another_region_in_silence() -> None:
    rng = random.Random(7)
    leaked = sum(len(leaks(attacked(rng))) for _ in range(PAGES))
    assert leaked <= MOST_LEAKS * 2 * PAGES


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    damage=st.sampled_from(sorted(LABELS)),
    name=st.sampled_from(["Москва", "Регион Москва"]),
)
def test_a_damaged_tab_is_never_shown_to_the_other_region_in_silence(seed: int, damage: str, name: str) -> None:
    label = LABELS[damage](name, random.Random(seed))
    page = parse_page("a.md", f"## Где?\n\n{tabs(label, 'Казахстан', 'mmm', 'kkk')}\n", bundled_facets())
    held = allowed({"region": "kazakhstan"}, bundled_facets())
    texts = [plain_text(one.blocks).text for section in page.sections if (one := project(section, held))]
    assert page.diagnostics or not any("mmm" in text for text in texts)


@pytest.mark.parametrize(
    ("source", "line", "of"),
    [
        pytest.param(tabs("Москва (новое)", "Казахстан"), 1, "moscow", id="tab"),
        pytest.param(tabs("Mocквa!", "Казахстан"), 1, "moscow", id="look-alike-letters"),
        pytest.param("- Москов: a\n- Казахстан: b", 1, "moscow", id="misspelt-item"),
        pytest.param("- Наша Москва — a\n- в регионе Казахстан — b", 1, "moscow", id="item-with-a-word-more"),
        pytest.param("### Наш регион Москва!\n\na", 1, "moscow", id="heading"),
        pytest.param("**Регион Москва, новое:**\n\na", 1, "moscow", id="caption"),
        pytest.param("| x | Москва, в день | Казахстан |\n|-|-|-|\n| c | a | b |", 1, "moscow", id="column"),
        pytest.param("1. (Проект лежит в Москве) a", 1, "moscow", id="bracket-that-opens"),
        pytest.param("1. a (новый регион Москва).", 1, "moscow", id="bracket-that-ends"),
        pytest.param("1. a (В  р е г и о н е  М о с к в а).", 1, "moscow", id="spaced-bracket-that-ends"),
        pytest.param("1. a (р е г и о н  М о с к в а)", 1, "moscow", id="spaced-bracket-without-a-dot"),
    ],
)
def test_what_is_not_understood_is_kept_from_other_readers_and_reported(source: str, line: int, of: str) -> None:
    page = parse_page("a.md", source + "\n", bundled_facets())
    assert (page.diagnostics[0].line, page.diagnostics[0].code) == (line, "unread-scope")

    def read(**chosen: str) -> str:
        held = allowed(chosen, bundled_facets())
        return " ".join(plain_text(one.blocks).text for section in page.sections if (one := project(section, held)))

    assert "a" in read()
    assert "a" in read(region=of)
    assert "a" not in read(region="kazakhstan").replace("Казахстан", "").split()


@pytest.mark.parametrize(
    "source",
    [
        "- Москва\n- Казахстан",
        "- Офис открыт в Москве.\n- Почта работает в Казахстане.",
        "Москва — крупный город.\n\nКазахстан — страна.",
        "Мы работаем в Москве. Мы работаем в Казахстане.",
        "## Как перенести проект из Москвы?\n\na\n\n## Как платить из Казахстана?\n\nb",
        "Только в регионе Москва: a",
        "1. Нажмите кнопку (в правом углу).",
    ],
)
def test_text_that_only_mentions_a_region_is_for_everyone(source: str) -> None:
    assert parse_page("a.md", source, bundled_facets()).diagnostics == ()


MORE = "<tabpanel>\n\nmmm\n\n</tabpanel>\n"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(MORE, id="one"),
        pytest.param(MORE * 2, id="two"),
        pytest.param(MORE.replace("<tabpanel>", '<tabpanel name="">'), id="with-an-empty-name"),
        pytest.param(f"<tabpanel>{MORE}", id="behind-another"),
    ],
)
def test_a_panel_without_a_label_beside_panels_for_regions_is_left_to_readers_without_a_choice(more: str) -> None:
    source = tabs("Москва", "Казахстан", "a", "b").removesuffix("</tabs>") + f"{more}</tabs>\n"
    page = parse_page("a.md", source, bundled_facets())

    def read(**chosen: str) -> str:
        held = allowed(chosen, bundled_facets())
        return " ".join(plain_text(one.blocks).text for section in page.sections if (one := project(section, held)))

    assert "mmm" in read()
    assert "mmm" not in read(region="moscow")
    assert "mmm" not in read(region="kazakhstan")
    assert page.diagnostics

"""A label with emoji, brackets, a count, another dash or emphasis says what it says without them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.page import parse_page
from ingest.scope.decoration import NEGATING, undecorated
from ingest.scope.phrases import label, opening
from ingest.section import EVERYONE
from tests.pages import bundled_facets

NAMES = sorted(
    name
    for facet in bundled_facets().facets
    if not facet.headings  # «Не из РФ» is a restriction where it stands in brackets
    for value in facet.values
    for name in value.label.values()
)
LOOKS = (
    *(
        "**{}**",
        "*{}*",
        "__{}__",
        "`{}`",
        "«{}»",
        "1. {}",
        "2.1) {}",
        "[x] {}",
        "🏙 {}",
        "🇷🇺 {}",
        "{} ✅",
        "👨‍👩‍👧 {}",
        "1️⃣ {}",
    ),
    *("• {}", "— {}", "{} —", "{}¹", "{} {{#id-1}}", "{}:", "\u00a0{}\u00a0", "\u00ad{}\u200b"),
)
DECORATED = (*LOOKS, "[{}]", "({})", "{} (3)", "{} [12]")
names = st.sampled_from(NAMES)
looks, decorations = st.sampled_from(LOOKS), st.sampled_from(DECORATED)


@given(name=names, inner=decorations, outer=looks)
def test_a_decorated_name_says_what_the_name_says(name: str, inner: str, outer: str) -> None:
    expected = label(name, bundled_facets())[0]
    assert expected
    assert label(outer.format(inner.format(name)), bundled_facets())[0] == expected


@given(name=names, decoration=decorations, dash=st.sampled_from([" — ", " – ", " − ", " -- ", "— ", " —", ": "]))
def test_a_text_that_opens_with_a_decorated_name_says_so(name: str, decoration: str, dash: str) -> None:
    text = f"{decoration.rstrip(':').removesuffix(' —').format(name)}{dash}завтра."
    assert opening(text, bundled_facets())[0] == label(name, bundled_facets())[0]


@given(name=names, word=st.text("абвгдежз", min_size=5, max_size=8), before=st.booleans())
def test_any_other_word_leaves_a_label_to_everyone(name: str, word: str, before: bool) -> None:
    folded = f"{word} {name}" if before else f"{name} {word}"
    assert label(f"🏙 [{folded}] (3)", bundled_facets())[0] == EVERYONE


@pytest.mark.parametrize("sign", sorted(NEGATING))
def test_a_picture_that_may_mean_not_is_not_decoration(sign: str) -> None:
    assert label(f"{sign} Москва", bundled_facets())[0] == EVERYONE


@pytest.mark.parametrize(
    "text", ["Москва?", "Москва!", "Москва 24", "Москва 2", "~~Москва~~", "≠ Москва", "-Москва", "Москва+"]
)
def test_what_may_change_the_meaning_stays(text: str) -> None:
    assert label(text, bundled_facets())[0] == EVERYONE


@given(st.text(max_size=60))
def test_any_text_can_be_undecorated_and_gains_no_letters(text: str) -> None:
    left = [char for char in undecorated(text) if char.isalpha()]
    rest = iter(text)
    assert all(char in rest for char in left)


def test_a_decorated_tab_of_a_page_holds_for_its_readers_only() -> None:
    names = ("🇷🇺 **Москва** (3)", "🇰🇿 [Казахстан](/kz)")
    panels = "".join(f"<tabpanel>\n\nТекст {at}.\n\n</tabpanel>\n" for at in range(2))
    page = f"## Где?\n\n<tabs><tablist><tab>{names[0]}</tab><tab>{names[1]}</tab></tablist>\n{panels}</tabs>\n"
    (section,) = parse_page("a.md", page, bundled_facets()).sections
    assert [tab.scope for tab in section.blocks[0].children] == [{("region", "moscow")}, {("region", "kazakhstan")}]

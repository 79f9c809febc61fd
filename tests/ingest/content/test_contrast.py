from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.content.contrast import HOW, Contrast, read_contrasts
from ingest.content.facets import read_facets, tables_for
from ingest.errors import BadFacets

FILE = Path("f.toml")
PAIR = ["a.md#b", "c.md#d"]


def test_declarations_are_read_in_order() -> None:
    tables = [{"sections": ["e.md#f"], "dismiss": True}, {"sections": PAIR, "name": " О чём\nвопрос? "}]
    assert read_contrasts(FILE, tables) == (Contrast(("e.md#f",)), Contrast(tuple(PAIR), "О чём вопрос?"))


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        pytest.param("x", f"contrast is not a list of tables; {HOW}; no facet can have this id.", id="no-list"),
        pytest.param({"values": {}}, "contrast is not a list of tables", id="a-facet"),
        pytest.param([{"name": "x"}], f"[[contrast]] 1 has no list of sections; {HOW}.", id="no-sections"),
        pytest.param([{"sections": [], "name": "x"}], "[[contrast]] 1 has no list of sections", id="empty"),
        pytest.param([{"sections": [1, 2], "name": "x"}], "[[contrast]] 1 has no list of sections", id="numbers"),
        pytest.param([{"sections": "a.md#b", "name": "x"}], "[[contrast]] 1 has no list of sections", id="text"),
        pytest.param([{"sections": PAIR}], f"[[contrast]] 1 has neither of name and dismiss; {HOW}.", id="neither"),
        pytest.param(
            [{"sections": PAIR, "name": "x", "dismiss": True}], "[[contrast]] 1 has both of name and dismiss", id="both"
        ),
        pytest.param([{"sections": PAIR, "name": 3}], "a name that is no text", id="name-is-a-number"),
        pytest.param([{"sections": PAIR, "name": " "}], "a name that is no text", id="name-is-blank"),
        pytest.param([{"sections": PAIR, "dismiss": False}], "a dismiss that is not true", id="not-dismissed"),
        pytest.param([{"sections": PAIR, "dismiss": 1}], "a dismiss that is not true", id="dismissed-by-a-number"),
        pytest.param([{"section": PAIR, "name": "x"}], "[[contrast]] 1 has an unknown key 'section'", id="unknown-key"),
        pytest.param([{"sections": PAIR[:1], "name": "x"}], "has a name and one section only", id="one-named"),
        pytest.param(
            [{"sections": [*PAIR, PAIR[0]], "dismiss": True}],
            "the section 'a.md#b' is in [[contrast]] 1 (dismissed) and in [[contrast]] 1 (dismissed); keep it once.",
            id="twice-in-one",
        ),
    ],
)
def test_a_bad_declaration_is_refused(tables: Any, message: str) -> None:
    with pytest.raises(BadFacets) as refused:
        read_contrasts(FILE, tables)
    assert message in str(refused.value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sections", "name", "dismiss", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_any_tables_are_read_or_refused(tables: Any) -> None:
    try:
        read = read_contrasts(FILE, tables)
    except BadFacets:
        return
    assert all(one.sections for one in read)
    assert all(len(one.sections) > 1 for one in read if one.name)


def test_a_facet_of_this_name_is_refused_and_default_facets_bring_no_declaration(tmp_path: Path) -> None:
    default = tmp_path / "facets.toml"
    default.write_text('[contrast]\nlabel = { ru = "Контраст" }\nvalues.a = { names = ["а"] }\n', encoding="utf-8")
    with pytest.raises(BadFacets, match="no facet can have this id"):
        read_facets(default)
    default.write_text(f'[[contrast]]\nsections = {PAIR}\nname = "О чём?"\n', encoding="utf-8")
    assert read_facets(default).contrasts == (Contrast(tuple(PAIR), "О чём?"),)
    content = tmp_path / "content"
    content.mkdir()
    assert tables_for(content, default) == (default, {})

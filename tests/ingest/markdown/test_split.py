import pytest
from hypothesis import given

from ingest.markdown.split import walk
from tests.pages import Written, damaged_pages, generated, sections_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("a", [("a.md", (0, 1), ())], id="text-alone"),
        pytest.param("a\n\n# B\n", [("a.md", (0, 1), ()), ("a.md#b", (2, 3), ())], id="text-before-a-heading"),
        pytest.param(
            "# A\n\n### B\n\n## C\n\nc",
            [("a.md#a", (0, 1), ()), ("a.md#b", (2, 3), ("A",)), ("a.md#c", (4, 7), ("A",))],
            id="levels-left-out",
        ),
        pytest.param(
            "## A\n\n# B\n\n## A",
            [("a.md#a", (0, 1), ()), ("a.md#b", (2, 3), ()), ("a.md#a_2", (4, 5), ("B",))],
            id="same-title-twice",
        ),
        pytest.param(
            "- a\n\n  ## B\n\n  b\n\nc", [("a.md", (0, 7), ()), ("a.md#b", (2, 5), ())], id="heading-in-a-list-item"
        ),
        pytest.param("> # A", [("a.md#a", (0, 1), ())], id="heading-in-a-quote"),
        pytest.param("# ...", [("a.md#section", (0, 1), ())], id="heading-without-letters"),
        pytest.param("#\n\na", [("a.md#section", (0, 3), ())], id="empty-heading"),
        pytest.param("Счета\n===\n\na", [("a.md#scheta", (0, 4), ())], id="underlined"),
    ],
)
def test_sections(source: str, expected: list[tuple[str, tuple[int, int], tuple[str, ...]]]) -> None:
    assert [(one.id, one.lines, one.breadcrumb) for one in sections_of(source)] == expected


def test_a_section_in_a_tab_holds_for_that_tab() -> None:
    tabs = "<tabs><tablist><tab>Москва</tab></tablist>\n<tabpanel>\n\na\n\n## B\n\nb\n\n</tabpanel>\n</tabs>\n\nc"
    around, inside = sections_of(f"# A\n\n{tabs}")
    assert [block.kind for block in around.blocks] == ["tabs", "paragraph"]
    assert [block.text for block in walk(around.blocks) if block.text] == ["a", "c"]
    assert inside.scopes == (frozenset({("region", "moscow")}),)
    assert [block.text for block in inside.blocks] == ["b"]


@generated
@given(damaged_pages())
def test_every_block_of_text_stands_in_one_section(written: Written) -> None:
    found = [block for section in sections_of(written.source) for block in walk(section.blocks) if block.source]
    assert len(found) == len({id(block) for block in found})

"""Four spaces make code, but never of tabs: as code they would be shown to every reader."""

import pytest

from ingest.content.facets import read_facets
from ingest.page import parse_page
from tests.ingest.test_golden import FACETS

TABS = "<tabs><tablist><tab>Москва{end}<tab>Казахстан</tab></tablist>\n<tabpanel>\n\nА.\n\n</tabpanel>\n</tabs>"


def kinds(text: str) -> list[str]:
    page = parse_page("a.md", f"# Вопрос?\n\n{text}\n\nДальше.\n", read_facets(FACETS))
    return [block.kind for section in page.sections for block in section.blocks]


@pytest.mark.parametrize("end", ["</tab>", "<tab>", ""])
def test_indented_tabs_are_tabs_even_where_one_of_their_tags_is_damaged(end: str) -> None:
    indented = "\n".join(f"    {line}" for line in TABS.format(end=end).splitlines())
    assert "code" not in kinds(indented)


def test_an_opening_tag_that_nothing_closes_is_code_as_its_indentation_says() -> None:
    assert kinds("    <details> begins a block") == ["code", "paragraph"]


def test_indented_tabs_without_a_label_or_a_panel_are_an_example() -> None:
    assert kinds("    <tabs>\n    <tablist>\n    # Заметка\n    </tablist>") == ["code", "paragraph"]

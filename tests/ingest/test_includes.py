"""Files that pages include: their content is read in their place, and never one from outside of the content."""

from pathlib import Path

import pytest

from ingest.load import load_content
from ingest.page import Page
from ingest.render.text import plain_text
from ingest.scope.choice import allowed
from ingest.scope.project import project
from lint.rules import RULES
from tests.pages import bundled_facets, tabs

DEFAULT_FACETS = Path(__file__).parents[2] / "faq/facets.toml"
PART = "- в регионе Москва — счет mmm\n- в регионе Казахстан — счет kkk\n"
PAGE = "## Как оплатить?\n\nДо.\n\n{}\n\nПосле.\n"


def loaded(folder: Path, **files: str) -> list[Page]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(load_content(folder, default_facets=DEFAULT_FACETS).parsed())


def read(page: Page, **chosen: str) -> str:
    held = allowed(chosen, bundled_facets())
    return "\n".join(plain_text(one.blocks).text for section in page.sections if (one := project(section, held)))


@pytest.mark.parametrize(
    "include",
    [
        "{% include [счета](_includes/bills.md) %}",
        "{% include notitle [счета](_includes/bills.md) %}",
        '{% include "_includes/bills.md" %}',
        '--8<-- "_includes/bills.md"',
        ".. include:: _includes/bills.md",
        '{{< include "_includes/bills.md" >}}',
        "{!_includes/bills.md!}",
        "<!--@include: ./_includes/bills.md-->",
        "[!INCLUDE [счета](_includes/bills.md)]",
        "[счета](_includes/bills.md ':include')",
        "{include(/_includes/bills.md)}",
    ],
)
def test_what_a_page_includes_is_scoped_as_the_rest_of_it(tmp_path: Path, include: str) -> None:
    (page,) = loaded(tmp_path, **{"pay.md": PAGE.format(include), "_includes/bills.md": PART})
    assert page.diagnostics == ()
    assert [word for word in ("До.", "mmm", "kkk", "После.") if word in read(page)] == ["До.", "mmm", "kkk", "После."]
    assert "kkk" not in read(page, region="moscow")
    assert "mmm" not in read(page, region="kazakhstan")


def test_sections_after_an_include_have_the_lines_of_the_page(tmp_path: Path) -> None:
    text = PAGE.format("{!_includes/bills.md!}") + "\n## Ещё?\n\nДа.\n"
    (page,) = loaded(tmp_path, **{"pay.md": text, "_includes/bills.md": PART * 9})
    assert [section.lines for section in page.sections] == [(0, 7), (8, 11)]


def test_a_fault_in_an_included_file_names_the_file_and_its_line(tmp_path: Path) -> None:
    broken = "Текст.\n\n<info>\n\nБез конца.\n"
    (page,) = loaded(tmp_path, **{"pay.md": PAGE.format("{!_includes/a.md!}"), "_includes/a.md": broken})
    assert [(one.path, one.line, one.code) for one in page.diagnostics] == [("_includes/a.md", 3, "unclosed-tag")]


@pytest.mark.parametrize(
    ("include", "says"),
    [
        ("{!_includes/none.md!}", "there is no such file in the content"),
        pytest.param(f"{{!{'long' * 99}.md!}}", "there is no such file in the content", id="too-long-for-a-file"),
        ("{!../secret.md!}", "symbolic link|outside"),
        ("{!/../secret.md!}", "symbolic link|outside"),
        ("{!link.txt!}", "symbolic link"),
        ("{!pay.md!}", "includes itself"),
        ("{!_includes/loop.md!}", "includes itself"),
        ("{!old.txt!}", "UTF-8|1251"),
    ],
)
def test_what_cannot_be_included_is_reported_and_not_shown(tmp_path: Path, include: str, says: str) -> None:
    (tmp_path / "secret.md").write_text("Секрет.", encoding="utf-8")
    content = tmp_path / "content"
    (content / "_includes").mkdir(parents=True)
    (content / "link.txt").symlink_to(tmp_path / "secret.md")
    (content / "old.txt").write_bytes("Секрет, и ещё раз секрет.".encode("cp1251"))
    loop = {"_includes/loop.md": "{!_includes/back.md!}", "_includes/back.md": "{!_includes/loop.md!}"}
    page = loaded(content, **loop, **{"pay.md": PAGE.format(include)})[-1]
    faults = [one for one in page.diagnostics if RULES[one.code].severity == "error"]
    assert len(faults) == 1
    assert any(part in str(faults[0]) for part in says.split("|"))
    assert "Секрет" not in read(page)
    assert "include" not in read(page)
    assert "После." in read(page)


def test_an_include_in_code_or_in_a_comment_is_left_alone(tmp_path: Path) -> None:
    text = PAGE.format("```\n{!_includes/bills.md!}\n```\n\n<!-- a\n{!_includes/bills.md!}\n-->")
    pages = loaded(tmp_path, **{"pay.md": text, "_includes/bills.md": PART})
    assert "mmm" not in read(pages[-1])
    assert "{!_includes/bills.md!}" in read(pages[-1])


def test_a_part_of_pages_is_a_page_only_if_nothing_includes_it(tmp_path: Path) -> None:
    files = {
        "a.md": PAGE.format("{!_part.md!}"),
        "_part.md": PART,
        "includes/alone.md": PART,
        "b.md": "## Да?\n\nДа.\n",
    }
    assert [page.id for page in loaded(tmp_path, **files)] == ["a.md", "b.md", "includes/alone.md"]


def test_a_change_of_what_is_included_changes_the_page(tmp_path: Path) -> None:
    def digest(part: str) -> str:
        loaded(tmp_path, **{"pay.md": PAGE.format("{!_part.md!}"), "_part.md": part})
        (page,) = load_content(tmp_path, default_facets=DEFAULT_FACETS).pages
        return page.digest

    assert digest("Раз.\n") != digest("Два.\n")


def test_tags_choose_what_is_included(tmp_path: Path) -> None:
    part = "{includetag(short)}\nКратко.\n{/includetag}\n{includetag(long)}\nПодробно.\n{/includetag}\n"
    (page,) = loaded(tmp_path, **{"a.md": PAGE.format("{include(_part.md)[tags=short]}"), "_part.md": part})
    assert "Кратко." in read(page)
    assert "Подробно." not in read(page)
    assert page.diagnostics == ()


def test_an_include_in_a_list_item_stays_in_it(tmp_path: Path) -> None:
    text = PAGE.format("- В регионе Москва:\n\n  {!_part.md!}\n\n- В регионе Казахстан:\n\n  Для kkk.")
    (page,) = loaded(tmp_path, **{"a.md": text, "_part.md": "Первое mmm.\n\nВторое mmm.\n"})
    assert "mmm" not in read(page, region="kazakhstan")
    assert read(page, region="moscow").count("mmm") == 2


TWO = "Первое mmm.\n\nВторое mmm.\n\n- Третье mmm.\n"
TAB = '<tabs>\n<tab name="Регион Москва">\n\n{!_part.md!}\n\nДалее mmm.\n'


@pytest.mark.parametrize(
    ("around", "part"),
    [
        pytest.param("Для региона Москва:\n\n{!_part.md!}\n\nДля региона Казахстан:\n\nkkk", TWO, id="caption"),
        pytest.param("Для региона Москва:\n{!_part.md!}\n\nДля региона Казахстан: kkk", TWO, id="caption-on-the-line"),
        pytest.param("- В регионе Москва:\n{!_part.md!}\n- В регионе Казахстан: kkk", TWO, id="item-not-indented"),
        pytest.param("Для региона Москва:\n\n{!_outer.md!}\n\nДля всех.", TWO, id="through-another-file"),
        pytest.param(f"{TAB}\n</tab>\n</tabs>", "Раз mmm.\n\n</tab>\n", id="closes-a-tab"),
        pytest.param(TAB, "Раз mmm.\n\n</tab>\n</tabs>\n", id="closes-the-tabs"),
        pytest.param(
            "<details>\n<summary>Регион Москва</summary>\n\n{!_part.md!}\n\nmmm\n\n</details>",
            "Раз mmm.\n\n</details>\n\nДва mmm.\n",
            id="closes-details",
        ),
        pytest.param(
            '{% if region == "moscow" %}\n{!_part.md!}\n\nmmm\n{% endif %}',
            "Раз mmm.\n{% endif %}\n\nДва mmm.\n",
            id="ends-a-condition",
        ),
        pytest.param(
            "{!_part.md!}\n\n- в регионе Москва — mmm\n- в регионе Казахстан — kkk", "```\nПример.\n", id="opens-code"
        ),
    ],
)
def test_no_line_of_an_include_or_after_it_gets_past_the_label_above_it(tmp_path: Path, around: str, part: str) -> None:
    files = {"a.md": PAGE.format(around), "_part.md": part, "_outer.md": "Снаружи mmm.\n\n{!_part.md!}\n"}
    page = next(one for one in loaded(tmp_path, **files) if one.id == "a.md")
    assert "mmm" not in read(page, region="kazakhstan")
    assert "До." in read(page, region="kazakhstan")
    assert ("mmm" in read(page, region="moscow")) == ("```" not in part)
    assert "kkk" not in read(page, region="moscow")


PANELS = tabs("Москва", "Казахстан", "{!_part.md!}\n\nДалее mmm.", "Для kkk.")
OPEN = "<tabs>\n<tablist>\n<tab>Linux</tab>\n<tab>Windows</tab>\n</tablist>\n<tabpanel>\n\nРаз mmm.\n"


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(OPEN, id="one-panel"),
        pytest.param(f"{OPEN}\n</tabpanel>\n", id="no-second-panel"),
        pytest.param(f"{OPEN}\n</tabpanel>\n<tabpanel>\n\nДва mmm.\n", id="two-panels"),
        pytest.param(OPEN.replace("Linux", "Регион Москва").replace("Windows", "Регион Казахстан"), id="same-labels"),
    ],
)
def test_tabs_that_an_include_leaves_open_take_no_panel_of_the_page_to_other_readers(tmp_path: Path, part: str) -> None:
    files = {"a.md": PAGE.format(PANELS), "_part.md": part}
    (page,) = loaded(tmp_path, **files)
    assert "kkk" not in read(page, region="moscow")
    assert "mmm" not in read(page, region="kazakhstan")
    assert "Раз mmm." in read(page, region="moscow")
    assert any(RULES[fault.code].severity == "error" for fault in page.diagnostics)


def test_what_an_include_says_of_its_own_readers_counts_within_the_label_above_it(tmp_path: Path) -> None:
    text = PAGE.format("### Москва и Казахстан\n\n{!_part.md!}\n\n### Для всех\n\nВсем.")
    (page,) = loaded(tmp_path, **{"a.md": text, "_part.md": PART})
    assert "mmm" in read(page, region="moscow")
    assert "kkk" not in read(page, region="moscow")
    assert "kkk" in read(page, region="kazakhstan")
    assert "Всем." in read(page, region="kazakhstan")


def test_files_that_include_each_other_many_times_end(tmp_path: Path) -> None:
    files = {f"_p{n}.md": f"{{!_p{n + 1}.md!}}\n" * 10 for n in range(12)}
    pages = loaded(tmp_path, **files, **{"a.md": PAGE.format("{!_p0.md!}"), "_p12.md": "Конец.\n"})
    assert any("too many" in str(fault) for fault in pages[-1].diagnostics)

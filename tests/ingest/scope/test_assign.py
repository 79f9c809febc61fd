"""Which blocks get which scope; what a whole page then reads as is told by the golden pages."""

from collections.abc import Sequence

import pytest

from ingest.markdown.blocks import blocks
from ingest.markdown.split import walk
from ingest.scope.assign import with_scopes
from ingest.section import Block
from tests.pages import bundled_facets, section_of, tabs

CASES = [
    pytest.param(
        "- в регионе Москва — a\n- в регионе Казахстан — b\n- c", {"a": "moscow", "b": "kazakhstan"}, id="items"
    ),
    pytest.param("- В регионе Москва — a\n- b", {"a": "moscow"}, id="one-item"),
    pytest.param("- Москва: a\n- Казахстан: b", {"a": "moscow", "b": "kazakhstan"}, id="bare-names-that-contrast"),
    pytest.param("- Москва: a\n- Тула: b", {}, id="a-city-among-cities"),
    pytest.param("- Москва: a", {"a": "moscow"}, id="a-bare-name-with-a-colon-alone"),
    pytest.param("- Москва: a\n- Звоните заранее", {"a": "moscow"}, id="a-bare-name-with-a-colon-beside-sentences"),
    pytest.param("- Московский регион: a\n- Звоните", {"a": "moscow"}, id="an-adjective-and-the-facets-name"),
    pytest.param("- Москва регион: a\n- Звоните", {"a": "moscow"}, id="the-facets-name-behind"),
    pytest.param("- Москва — a", {}, id="a-definition"),
    pytest.param("- в регионе Москва a\n- в регионе Казахстан b", {"a": "moscow", "b": "kazakhstan"}, id="no-dash"),
    pytest.param("- в регионе Москва a\n- b", {}, id="no-dash-and-no-contrast"),
    pytest.param(
        "- a — домен региона Россия\n- b — домен региона Казахстан", {"a": "moscow", "b": "kazakhstan"}, id="at-the-end"
    ),
    pytest.param("- Россия\n- Казахстан\n- Армения", {}, id="a-list-of-countries"),
    pytest.param("- Москва\n\n  a\n- Казахстан\n\n  b", {"a": "moscow", "b": "kazakhstan"}, id="names-above-text"),
    pytest.param("1. (В регионе Москва) a\n1. b", {"a": "moscow"}, id="bracketed-step"),
    pytest.param("- только в регионе Москва — a\n- в регионе Казахстан нельзя: b", {}, id="restrictions"),
    pytest.param("Если проект в регионе Москва, a.\n\nb", {"a": "moscow"}, id="condition"),
    pytest.param("Если проект в регионе Москва, a. И b.", {"a": "moscow", "b": "moscow"}, id="condition-and-more"),
    pytest.param("Регион Москва:\n\n```\na\n```\n\nb", {"a": "moscow"}, id="caption-reaches-to-the-next-paragraph"),
    pytest.param("**Москва**\n\n- a\n- c\n\nb", {"a": "moscow", "c": "moscow"}, id="bold-caption"),
    pytest.param("Москва\n\n- a", {}, id="a-bare-word-is-no-caption"),
    pytest.param(
        "Ниже лимиты для региона Казахстан.\n\n- a\n\nb", {"a": "kazakhstan", "b": "kazakhstan"}, id="what-follows"
    ),
    pytest.param(
        "# A\n\nНиже лимиты для региона Казахстан.\n\na\n\n## C\n\nc\n\n# B\n\nb",
        {"a": "kazakhstan", "c": "kazakhstan"},
        id="up-to-a-heading",
    ),
    pytest.param(
        "Ниже лимиты для региона Казахстан.\n\n# A\n\na\n\n# B\n\nb",
        {"a": "kazakhstan", "b": "kazakhstan"},
        id="before-any-heading-for-the-page",
    ),
    pytest.param(
        "В регионе Москва можно:\n\n- a\n\nВ регионе Казахстан можно:\n\n- b\n\nc",
        {"a": "moscow", "b": "kazakhstan"},
        id="lead-in",
    ),
    pytest.param("Сервис недоступен в регионе Москва:\n\n- a", {}, id="a-restriction-leads-nothing-in"),
    pytest.param(
        "# Регион Москва\n\na\n\n## C\n\nc\n\n# B\n\nb", {"a": "moscow", "c": "moscow"}, id="heading-for-its-children"
    ),
    pytest.param(
        "# Регион Москва\n\n## Регион Казахстан\n\na\n\n## B\n\nb",
        {"a": "kazakhstan", "b": "moscow"},
        id="heading-within-heading",
    ),
    pytest.param(
        "# Регион Москва\n\n- в регионе Казахстан — a\n- b", {"a": "kazakhstan", "b": "moscow"}, id="inner-stands"
    ),
    pytest.param(
        "| x | Москва | Казахстан |\n|-|-|-|\n| c | a | b |", {"a": "moscow", "b": "kazakhstan"}, id="columns"
    ),
    pytest.param("| x | Москва | Тула |\n|-|-|-|\n| c | a | b |", {}, id="columns-of-cities"),
    pytest.param(
        "| x | y |\n|-|-|\n| Москва | a |\n| Казахстан | b |",
        {"a": "moscow", "b": "kazakhstan"},
        id="rows-that-contrast",
    ),
    pytest.param("| Город | y |\n|-|-|\n| Москва | a |\n| Тула | b |", {}, id="rows-of-cities"),
    pytest.param("| x | y |\n|-|-|\n| Регион Москва | a |\n| c | b |", {"a": "moscow"}, id="row-with-a-lead"),
    pytest.param("| x | Регион |\n|-|-|\n| a | Москва |\n| b | все |", {"a": "moscow"}, id="column-of-the-facet"),
    pytest.param("| x | y |\n|-|-|\n| a | Москва |\n| b | Казахстан |", {}, id="another-column-says-nothing"),
    pytest.param("> Регион Москва:\n>\n> - a\n\nb", {"a": "moscow"}, id="quote-keeps-it-inside"),
    pytest.param(
        "Регион Москва: 👇\n\n- a\n\nРегион Казахстан: →\n\n- b",
        {"a": "moscow", "b": "kazakhstan"},
        id="captions-with-arrows",
    ),
    pytest.param("Регион Москва:\n-->\n\n- a\n\nb", {"a": "moscow"}, id="caption-with-a-sign-left-over"),
    pytest.param("В регионе Москва можно: ⬇️\n\n- a\n\nb", {"a": "moscow"}, id="announcement-with-an-arrow"),
    pytest.param("Регион Москва:\n\n**\n\na\n\nb", {"a": "moscow"}, id="caption-above-signs"),
    pytest.param("Регион Москва:\n\n_\n\n👇\n\n- a\n\nb", {"a": "moscow"}, id="caption-above-signs-twice"),
    pytest.param("Регион Москва:\n\n$\n\n> a\n\nb", {"a": "moscow"}, id="caption-above-a-sign-and-a-quote"),
    pytest.param("**Регион Москва:**\n\n<br/>\n\na\n\nb", {"a": "moscow"}, id="caption-above-a-break"),
    pytest.param("**Регион Москва:**\n\n&nbsp;\n\na\n\nb", {"a": "moscow"}, id="caption-above-a-space"),
    pytest.param("**Регион Москва:**\n\n#### **\n\na\n\nb", {"a": "moscow"}, id="caption-above-a-heading-of-signs"),
    pytest.param("Регион Москва:\n\n![](p.png)\n\nb", {}, id="caption-above-a-picture"),
    pytest.param("Регион Москва: ❌\n\n- a", {}, id="caption-that-is-crossed-out"),
    pytest.param("Москва — город. a", {}, id="a-word-in-a-text"),
    pytest.param("В регионе Москва или Казахстан: a", {}, id="both"),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_who_is_spoken_to(source: str, expected: dict[str, str]) -> None:
    assert regions(source) == expected


def regions(source: str) -> dict[str, str]:
    """The letters a, b, c of a page whose blocks hold for one region, and that region."""
    found: dict[str, str] = {}

    def look(siblings: Sequence[Block], region: str) -> None:
        for block in siblings:
            own = "".join(value for facet, value in block.scope if facet == "region") or region
            for word in block.text.replace(".", " ").split():
                if word in ("a", "b", "c") and own:
                    found[word] = own
            look(block.children, own)

    look(with_scopes(blocks(source, range(source.count("\n") + 1)), bundled_facets()), "")
    return found


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Москва", "Казахстан", [{("region", "moscow")}, {("region", "kazakhstan")}]),
        ("Регион: Москва", "Прочее", [{("region", "moscow")}, {("region", "kazakhstan")}]),
        ("Регион: Москва", "Москва!", [{("region", "moscow")}, {("region", "moscow")}]),
        ("❌ Москва", "Казахстан", [{("region", "")}, {("region", "kazakhstan")}]),
        ("[Регион](/r) Москва", "**Казахстан**", [{("region", "moscow")}, {("region", "kazakhstan")}]),
        ("Работа по предоплате", "Работа по постоплате", [{("scheme", "prepaid")}, {("scheme", "postpaid")}]),
        ("Физические лица", "Юридические лица", [{("payer", "individual")}, {("payer", "company")}]),
        ("Linux", "Казахстан или Москва", [set(), set()]),
    ],
)
def test_a_tab_holds_for_whom_its_label_names(first: str, second: str, expected: list[set[tuple[str, str]]]) -> None:
    section = section_of(tabs(first, second, "Казахстан", "Казахстан и Москва"))
    scopes = [set(block.scope) for block in walk(section.blocks) if block.kind == "tab"]
    assert scopes == expected


def test_words_in_a_tab_say_nothing_of_the_tab() -> None:
    section = section_of(tabs("Картой", "Переводом", "Карты банков Казахстана.", "Счет в Москве."))
    assert not any(block.scope for block in walk(section.blocks))


@pytest.mark.parametrize("summary", ["Регион Москва", "Пример для региона Москва", "<b>Москва</b>"])
def test_details_hold_for_whom_the_summary_names(summary: str) -> None:
    (details,) = section_of(f"<details><summary>{summary}</summary>\n\na\n\n</details>").blocks
    assert details.scope == {("region", "moscow")}

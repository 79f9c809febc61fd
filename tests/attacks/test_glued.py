"""Markup behind other text, which should have opened a part for some readers, and labels that open nothing."""

import pytest

from ingest.page import Page, parse_page
from ingest.render.text import plain_text
from ingest.scope.choice import allowed
from ingest.scope.project import project
from lint.rules import RULES
from tests.pages import bundled_facets, tabs

BELOW = "\n\nДля mmm.\n\n### Казахстан\n\nДля kkk."
PART = "## Как?\n\nОбщее.\n\n"

BEFORE_A_HEADING = {
    "the end of a comment": "-->",
    "the end of a comment, and a space": "--> ",
    "the end of a division": "</div>",
    "the end of bold text": "</b>",
    "an empty span": "<span></span>",
    "a break": "<br>",
    "an anchor": '<a id="pay"></a> ',
    "the end of an HTML table": "<table>\n<tr><td>а</td></tr>\n</table>",
    "the end of an HTML table on its line": "<table><tr><td>а</td></tr></table>",
    "a row of a table": "| а | б |\n|---|---|\n| в | г |",
    "the end of code": "```\nа\n```",
    "the end of code with tildes": "~~~\nа\n~~~",
    "the end of code, with more code below": "```\nа\n```### Регион Москва\n\nДля mmm.\n\n```\nб\n```",
    "a rule": "---",
    "a sentence": "Готово.",
    "a sentence and a space": "Готово. ",
    "a picture": "![](x.png)",
    "a link": "[далее](next.md)",
    "code within a line": "`а`",
    "a backslash": "\\",
    "an item": "- а\n- б",
    "a quotation": "> а",
    "a sign of equality": "=",
}


def silent(page: Page) -> bool:
    return all(RULES[fault.code].severity != "error" for fault in page.diagnostics)


def read(page: Page, **chosen: str) -> str:
    held = allowed(chosen, bundled_facets())
    parts = [one for section in page.sections if (one := project(section, held))]
    return "\n".join(text for one in parts for text in (one.title, plain_text(one.blocks).text))


def parsed(source: str) -> Page:
    return parse_page("faq/a.md", f"{source}\n\n## Ещё?\n\nДа.\n", bundled_facets())


@pytest.mark.parametrize("before", BEFORE_A_HEADING.values(), ids=BEFORE_A_HEADING)
def test_what_follows_a_heading_behind_other_text_is_withheld_and_reported(before: str) -> None:
    page = parsed(f"{PART}{before}### Москва{BELOW}")
    assert "mmm" not in read(page, region="kazakhstan")
    assert "kkk" in read(page, region="kazakhstan")
    assert not silent(page)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f":::note\nа\n:::### Москва{BELOW}", id="after-the-end-of-a-container"),
        pytest.param(f"<info>\n\nа\n\n</info>### Москва{BELOW}", id="after-the-end-of-a-note"),
        pytest.param(f"<!-- а -->### Москва{BELOW}", id="after-a-comment"),
    ],
)
def test_a_heading_after_the_end_of_what_the_parser_knows_is_a_heading(source: str) -> None:
    page = parsed(PART + source)
    assert "mmm" not in read(page, region="kazakhstan")
    assert "mmm" in read(page, region="moscow")
    assert page.diagnostics == ()


MMM, KKK = "Для mmm.", "Для kkk."
PANELS = tabs("Москва", "Казахстан", MMM, KKK)
DETAILS = "<details>\n<summary>{}</summary>\n\n{}\n\n</details>"
TABLE = "<table>\n<tr><th>Что</th><th>Москва</th><th>Казахстан</th></tr>\n{}\n</table>"

NEVER_IN_SILENCE = {
    "a heading in HTML": f"Готово. <h3>Москва</h3>{BELOW}",
    "a heading without its space": f"###Москва{BELOW}",
    "a heading with a no-break space": f"###\u00a0Москва{BELOW}",
    "a heading of level seven": f"####### Москва{BELOW}",
    "a heading on two lines": f"### Регион\nМосква{BELOW}",
    "a tab of MkDocs": '</div>=== "Москва"\n\n    Для mmm.\n\n=== "Казахстан"\n\n    Для kkk.',
    "tabs after the end of code": f"```\nа\n```{PANELS}",
    "tabs after text": f"Готово. {PANELS}",
    "details after text": f"Готово. {DETAILS.format('Москва', MMM)}\n\n{DETAILS.format('Казахстан', KKK)}",
    "details after a break": f"<br>{DETAILS.format('Москва', MMM)}\n\n{DETAILS.format('Казахстан', KKK)}",
    "a summary with a word on its end": f"{DETAILS.format('МоскваНовое', MMM)}\n\n{DETAILS.format('Казахстан', KKK)}",
    "a caption at the end of a list": "Регион Москва:\n\n- для mmm\nРегион Казахстан:\n\n- для kkk",
    "a caption at the end of a paragraph": "**Регион Москва:**\n\nДля mmm.\n**Регион Казахстан:**\n\nДля kkk.",
    "a caption behind a sentence": "**Регион Москва:**\n\nДля mmm.**Регион Казахстан:**\n\nДля kkk.",
    "a caption with one star lost": "**Москва*\n\n- для mmm\n\n**Казахстан**\n\n- для kkk",
    "a caption with a sign behind it": "**Москва**/\n\n- для mmm\n\n**Казахстан**\n\n- для kkk",
    "a caption with a short code": ":ru: Регион Москва:\n\n- для mmm\n\n:kz: Регион Казахстан:\n\n- для kkk",
    "a caption with a number": "**Регион Москва**\n\n- для mmm\n\n**Регион Казахстан — 3**\n\n- для kkk",
    "a caption with a number after a colon": "Регион Москва:\n\n- для mmm\n\nРегион Казахстан: 3:\n\n- для kkk",
    "a caption in a list": "- **Регион Москва:**\n\nДля mmm.\n\n**Регион Казахстан:**\n\nДля kkk.",
    "a caption in a quotation": "> **Регион Москва:**\n\nДля mmm.\n\n**Регион Казахстан:**\n\nДля kkk.",
    "a caption before an empty quotation": "**Регион Москва:**\n> \nДля mmm.\n\n**Регион Казахстан:**\n\nДля kkk.",
    "a heading in a list": f"- ### Регион Москва{BELOW}",
    "a heading in a quotation": f"> ### Регион Москва{BELOW}",
    "an item whose text lost its indent": "- Москва\n\nДля mmm.\n\n- Казахстан\n\n  Для kkk.",
    "an item without its space": "- Регион Москва\n\n  Для mmm.\n\n-Регион Казахстан\n\n  Для kkk.",
    "an item without its mark": "Москва — для mmm;\n- Казахстан — для kkk.",
    "an item with a sign after its mark": "-! **Москва:** для mmm;\n- **Казахстан:** для kkk.",
    "an item with two marks": "- Москва — для mmm;\n- - Казахстан — для kkk.",
    "an item with a number": "- 1. Москва\n\n  Для mmm.\n\n- 1. Казахстан\n\n  Для kkk.",
    "an item in a quotation": "- **Москва:** для mmm;\n> - **Казахстан:** для kkk.",
    "an item with a word before a colon": "- Область: Регион Москва — для mmm;\n- Регион Казахстан — для kkk.",
    "an item with a link in bold": (
        "- **Шаг 1. [Регион](/r) Москва:** для mmm;\n- **Шаг 1. [Регион](/r) Казахстан:** для kkk."
    ),
    "a step whose bracket is not closed": "1. (В регионе Москва Для mmm.\n2. (В регионе Казахстан) Для kkk.",
    "a step whose bracket is not opened": "1. Для mmm В регионе Москва).\n2. Для kkk (В регионе Казахстан).",
    "a step with a misspelt lead": "1. Для mmm (Длярегиона Москва).\n2. Для kkk (Для региона Казахстан).",
    "a row that lost a cell": TABLE.format("<tr><td>1</td><mmm</td><td>для kkk</td></tr>"),
    "a row that is not opened": TABLE.format("</tr><td>1</td><td>для mmm</td><td>для kkk</td></tr>"),
    "a row with a quote that is not closed": TABLE.format('<tr x="y><td>1</td><td>для mmm</td><td>для kkk</td></tr>'),
    "a row with text outside of its cells": TABLE.format("<tr><td>1</td><tr>для mmm</td><td>для kkk</td></tr>"),
    "a row that lost a pipe": "| Что | Москва | Казахстан |\n|---|---|---|\n| Раз  для mmm | для kkk |",
    "a row that is torn off": (
        "| Где | Что |\n|---|---|\n| Регион: Москва | для mmm |\n\n| Регион: Казахстан | для kkk |"
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", NEVER_IN_SILENCE.values(), ids=NEVER_IN_SILENCE)
def test_a_part_that_nothing_opens_is_not_shown_to_others_in_silence(source: str) -> None:
    page = parsed(PART + source)
    leaked = "mmm" in read(page, region="kazakhstan") or "kkk" in read(page, region="moscow")
    assert not leaked or not silent(page)
    assert "mmm" in read(page)
    assert "Да." in read(page, region="moscow")


@pytest.mark.parametrize(
    "source",
    [
        "Номер #1 в Москве.\n\nДалее.",
        "Язык C# Москва.\n\nДалее.",
        "Выполните `# Москва`.\n\nДалее.",
        "Выберите **Москва**:\n\n- Далее.",
        "Мы есть здесь:\n\n- Москва\n- Казахстан\n\nДалее.",
        "Мы есть здесь:\n\n- Москва\n\nДалее.",
        "Мы есть здесь:\n\n- Тула\n- Москва\n\nДалее.",
        "Впишите:\n\n1. Номер счёта\n2. Проект\n3. Регион Москва\n\nДалее.",
        "- для физических лиц;\n- для компаний.\n\nДалее.",
        "> Москва\n\nДалее.",
        "```sh\n# Москва\n```\n\nДалее.",
        "| Город | Да |\n|---|---|\n| Тула | 1 |\n| Пермь |\n\nДалее.",
        "<table>\n<tr><th>Что</th><th>Москва</th><th>Казахстан</th></tr>\n<tr><td colspan=3>Для всех</td></tr>\n"
        "<tr><td>1</td><td>2</td><td>3</td></tr>\n</table>\n\nДалее.",
    ],
)
def test_text_that_opens_nothing_is_left_to_everyone(source: str) -> None:
    page = parsed(PART + source)
    assert "Далее." in read(page, region="kazakhstan")
    assert page.diagnostics == ()


def test_a_table_with_an_empty_row_is_read() -> None:
    page = parsed(f"{PART}<table><tr></tr>\n<tr><td>а</td></tr></table>\n\n<table><tr></table>\n")
    assert "а" in read(page)

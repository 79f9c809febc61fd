"""Labels that a slip or two keeps from being read: what they head is never shown to the other region in silence."""

import pytest

from ingest.page import Page, parse_page
from tests.attacks.regions import misled
from tests.pages import bundled_facets, tabs

ROWS = "| Где | Что |\n|---|---|\n"

WITHHELD = {
    "both labels of a pair of tabs": (tabs("Мдсва", "Казддстан", "mmm", "kkk"), 5),
    "neighbouring letters that changed places": (
        "<details>\n<summary>оМсвка</summary>\n\nmmm\n\n</details>\n\n<details>\n<summary>Казахстан</summary>\n\nkkk\n\n</details>",
        5,
    ),
    "a name that is only somewhat alike, behind the word for it": (
        "**Для региона Мозва**\n\n- mmm\n\n**Для региона Казахстан**\n\n- kkk",
        5,
    ),
    "a lead and a name that are both misspelt": (
        "- **Ргеион ММосква**: mmm;\n- **Регион Каазаахстан**: kkk.",
        5,
    ),
    "misspelt names behind the facet's word and a colon": (
        "- Регион: Моосква\n\n  mmm\n\n- Регион: Казахтсан\n\n  kkk",
        5,
    ),
    "a number stuck to a name": ("**Москва**\n\n- mmm\n\n**Казахстан*1. *\n\n- kkk", 9),
    "a hyphen in a lead": ("**В регионе Москва**\n\n- mmm\n\n**В регио\\-не Казахстан**\n\n- kkk", 9),
    "a lead joined to the word before it": (
        "### Для региона Москва\n\nmmm\n\n## Длярегиона Казахстан\n\nkkk",
        9,
    ),
    "a name behind a broken link": ("[Регион]|(/r) Москва:\n\n- mmm\n\n[Регион](/r) Казахстан:\n\n- kkk", 5),
    "a heading behind a broken link": ("### [Регион]=(/r) Москва\n\nmmm\n\n#### Регион Казахстан\n\nkkk", 5),
    "a bracket with a broken link": ("1. mmm ([Регион](/r) Москва).\n2. kkk (Регион](/r) Казахстан).\n3. Готово.", 6),
    "signs behind a colon": ("- Регион: Москва — mmm;\n- Регион:--- Казахстан — kkk.", 6),
    "a bracket behind a sign": ('1. "(Для региона Москва) mmm.\n2. (Для региона Казахстан) kkk.\n3. Готово.', 5),
    "a bracket that is closed twice": ("1. mmm (В регионе) Москва).\n2. kkk (В регионе Казахстан).\n3. Готово.", 5),
    "an item behind a sign": (":- **В регионе Москва**: mmm;\n- **В регионе Казахстан**: kkk.", 5),
    "bold text that ends within a word": ("- **Москв**а:** mmm;\n- **Каз**ахстан:** kkk.", 5),
    "an item that became code": ("-     Регион Москва — mmm;\n- Регион Казахстан — kkk.", 5),
    "a caption that became code": ("    **Москва**\n\n- mmm\n\n**Казахстан**\n\n- kkk", 5),
    "an item that lost its mark": ("- Москва\n\n  mmm\n\n Казахстан\n\n  kkk", 5),
    "an item with a damaged mark": ("- Регион: Москва — mmm;\n-` Регион: Казахстан — kkk\n\n kkk", 6),
    "a step that is left of an item": ("В регионе Москва:\n1. \n- mmm\n\nВ регионе Казахстан:\n\n- kkk", 5),
    "the number of a step behind a colon": ("В регионе Москва:1. \n\n- mmm\n\nВ регионе Казахстан:\n\n- kkk", 5),
    "an item behind a break": ("Так:<br>- Москва: mmm.\n- Казахстан: kkk.", 5),
    "a heading over two lines": ("Так.\nМосква\n---\n\nmmm\n\n### Казахстан\n\nkkk", 6),
    "marks in a heading": ("## # Москва\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "two rows on one line": (f"{ROWS}| Москва | mmm | | Казахстан | kkk |", 7),
    "a row behind a sign": (f"{ROWS}| Москва | mmm |\n~| Казахстан | kkk |", 7),
    "two typos in an item beside one that is only a name": ("- Мвсжва\n\n  mmm\n\n- Казахстан\n\n  kkk", 5),
    "two typos in the second of two items": ("- Москва\n\n  mmm\n\n- Кагахсеан\n\n  kkk", 5),
    "two typos in a bold lead, and in the other": ("- **Мсвка:** mmm;\n- **Кбвахстан:** kkk.", 5),
    "two typos in a caption": ("**Мосга:**\n\nmmm\n\n**Казахстан:**\n\nkkk", 5),
    "two typos in a heading, with one more below": (
        "### Мвскква\n\nmmm\n\n### Казахстан\n\nkkk\n\n### Прочее\n\nДа.",
        5,
    ),
    "two typos in a row": (f"{ROWS}| Мозва | mmm |\n| Казахстан | kkk |", 7),
    "two typos in the head of a column": (
        "| Что | Мосжба | Казахстан |\n|---|---|---|\n| Раз | mmm | kkk |",
        5,
    ),
    "an item whose text lost its indent, in another item": ("- Так:\n\n  - Москва\n\n  mmm\n\n- Казахстан\n\n  kkk", 7),
    "the same with carriage returns": ("- Так:\n\n  - Москва\r\r  mmm\r\r- Казахстан\r\r  kkk\n\n- Ещё.", 7),
    "the same in a step, with a body": ("1. Так:\n\n   - Москва\n\n   mmm\n\n2. Казахстан\n\n   kkk\n\n3. Ещё.", 7),
    "the same in a quotation in an item": ("- Так:\n\n  > - Москва\n\n  mmm\n\n- Казахстан\n\n  kkk", 7),
    "a step whose text is on the next line": (
        "1. mmm (Регион Москва).\n2.\n kkk (Регион Казахстан).\n3. Готово.",
        7,
    ),
    "a step that an empty line breaks": ("1. mmm (Регион Москва).\n2. Так\n\nkkk (Регион Казахстан).\n3. Готово.", 8),
    "a step with a sign in its number": (
        "1\t. Тут mmm (В регионе Москва).\n\n2. kkk (В регионе Казахстан).\n3. Да.",
        5,
    ),
    "steps that a sign made one paragraph": ("1_. mmm (Регион Москва).\n2. kkk (Регион Казахстан).\n3. Да.", 5),
    "a bracket that an empty line breaks": ("1. mmm (Регион\n\nМосква).\n2. kkk (Регион Казахстан).\n3. Готово.", 5),
    "a bracket of a last step that an empty line breaks": (
        "1. mmm (Регион Москва).\n2. kkk (В регионе\n\nКазахстан).\n\nГотово.",
        6,
    ),
    "a bracket that an empty line breaks within a step": (
        "1. mmm (Для региона\n\n   Москва). И ещё.\n2. kkk (Для региона Казахстан).",
        5,
    ),
    "a heading with a sign among its marks": ("#&# Москва\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "a heading with a sign and a letter among its marks": ("#_a# Москва\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "a heading with a number sign among its marks": ("##№# Регион Москва\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "a heading with a brace among its marks": ("#{# Москва\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "an item of another value below a caption that is withheld": (
        "Регион Москва, новое:\n- mmm;\n- Казахстан - kkk.",
        5,
    ),
    "the same below a heading": ("### Наша Москва!\n\nmmm\n\n- Казахстан - kkk\n\n### Казахстан\n\nkkk", 5),
    "a caption of another value below a heading that is withheld": (
        "### Регион Москва, новое\n\n- mmm\n\n**Наш Казахстан**\n\n- kkk",
        5,
    ),
    "a link in bold that an empty line breaks": (
        "- **[Регион](/r) Москва:** mmm;\n- **[Регион](/r\n\n) Казахстан:** kkk.",
        8,
    ),
    "the same in a bold step": ("1. **[Регион](/r) Москва**: mmm;\n2. **[Регион](/r\n\n) Казахстан**: kkk.", 8),
    "bold that an empty line breaks": ("- **Регион Москва:** mmm;\n- **Так\n\n)! Казахстан:** kkk.", 8),
    "bold that a bracket opens": ("**Регион Москва:** mmm.\n\n- Так.\n\n[. Казахстан:** kkk.", 9),
    "a row on two lines": (f"{ROWS}| Москва | mmm |\n| Казахстан |\n kkk |", 8),
    "a row on two lines, each with a pipe": (f"{ROWS}| Москва\n| mmm |\n| Казахстан | kkk |", 7),
    "a row on two lines, without a pipe": (f"{ROWS}| Регион Москва | mmm |\n| Регион Казахстан |\nkkk", 8),
    "a tag of a cell within another": (
        "<table>\n<tr><th>Что</th><th>Для региона Москва</th<th>Для региона Казахстан</th></tr>\n"
        "<tr><td>1</td><td>mmm</td><td>kkk</td></tr>\n</table>",
        5,
    ),
    "a label that became the last step": ("1. Так.\n1. **Регион Москва**\n\nmmm\n\n### Казахстан\n\nkkk", 6),
    "a label that became the last item": ("- Так;\n- **Регион: Москва**\n\nmmm\n\n**Регион Казахстан:**\n\nkkk", 6),
    "signs under a caption that is withheld": ("**Москва (новое):**\n\n**\n\nmmm\n\n**Казахстан:**\n\nkkk", 5),
    "signs under a label that became the last item": ("- **Регион Москва**\n\n_\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "signs under a label on the last line": ("Так.\nРегион Москва:\n\n**\n\nmmm\n\n### Казахстан\n\nkkk", 5),
    "two typos beside another word in each tab": (
        "<tabs>\n<tablist>\n<tab>Маскфа РФ</tab>\n<tab>Кзахсн РК</tab>\n</tablist>\n<tabpanel>\n\nmmm\n\n</tabpanel>\n"
        "<tabpanel>\n\nkkk\n\n</tabpanel>\n</tabs>",
        7,
    ),
    "rows of misspelt names": (f"{ROWS}| Регион: Мвска | mmm |\n| Регион: Каазахстан | kkk |", 7),
}
"""By what slipped: the parts, which begin on the fifth line of a page, and the line of the report."""

READ = {
    "a heading in an item": "- # Москва\n\n  mmm\n\n- Казахстан\n\n  kkk",
    "a quotation in an item": "- >**Москва**: mmm;\n- **Казахстан**: kkk.",
    "an empty heading below a caption": "**Регион Москва**\n#\n- mmm\n\n**Регион Казахстан**\n\n- kkk",
}
"""Parts that can be read as they are meant."""

SOUND = (
    tabs("Доска", "Маска"),
    tabs("Linux", "Windows"),
    "1. Нажмите «Да» (в регионе Москва).\n2. Готово.\n\nСчет придет (в регионе Москва). Его можно скачать.",
    "- Россия:\n  - Москва\n- Казахстан:\n  - Алматы\n\nДалее.",
    "Счет придет с\n1. января или позже (см. ниже).\n\nДалее.",
    "Выберите в меню (в регионе Москва или в регионе Казахстан). Готово.",
    "#москва #казахстан\n\nДалее.",
    "- Доска\n\n  Одно.\n\n- Казахстан\n\n  Другое.",
    "### Оплата\n\nОдно.\n\n### Мост\n\nДругое.\n\n### Казахстан\n\nТретье.",
    "**Маски**\n\nОдно.\n\n**Казахстан**\n\nДругое.",
    tabs("Москва", "Казахстан"),
    "Так:<br>- Москва: офис<br>- Казахстан: офис",
    "Офис есть в одном городе.\n\nМосква",
    "- Москва\n- Казахстан",
    "-     region: moscow",
    "    region: moscow\n\nДалее.",
    "Как перенести\nпроект в другой регион\n---\n\nТак.",
    "Сервер из дата-центра, а не\n1.\n\n- Далее.",
    f"{ROWS}| Москва | да |\n| Тула | да | нет |",
    f"{ROWS}| **Города** |\n| Москва | да |\n| Казахстан | нет |",
    f"{ROWS}| Где |\n| Что |\n| Тула | нет |",
    "1. Нажмите «Далее» (справа) (см. снимок).",
)


def page_of(parts: str) -> Page:
    return parse_page("a.md", f"## Как?\n\nОбщее.\n\n{parts}\n\n## Ещё?\n\nДа.\n", bundled_facets())


@pytest.mark.parametrize(("parts", "line"), WITHHELD.values(), ids=WITHHELD)
def test_a_part_under_a_slipped_label_is_withheld_and_reported(parts: str, line: int) -> None:
    faults = [fault for fault in page_of(parts).diagnostics if fault.code == "unread-scope"]
    assert [fault.line for fault in faults][:1] == [line]


@pytest.mark.parametrize("parts", [*(parts for parts, _ in WITHHELD.values()), *READ.values()], ids=[*WITHHELD, *READ])
def test_a_part_under_a_slipped_label_is_not_shown_to_the_other_region(parts: str) -> None:
    assert misled(page_of(parts)) == []


@pytest.mark.parametrize("parts", READ.values(), ids=READ)
def test_a_label_that_is_set_off_in_another_way_is_read(parts: str) -> None:
    assert page_of(parts).diagnostics == ()


@pytest.mark.parametrize("parts", SOUND)
def test_a_sound_page_is_left_as_it_is(parts: str) -> None:
    assert page_of(parts).diagnostics == ()

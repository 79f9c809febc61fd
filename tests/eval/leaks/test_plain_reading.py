"""A plain reading of the source: tabs, brackets, openings of items and headings say whom a line is for."""

import pytest

from eval.leaks.plain_reading import foreign_lines, source_lines
from eval.leaks.readers import meaning, readers
from ingest.section import Chosen
from tests.pages import bundled_facets

PAGE = """# Оплата

<tabs>
<tablist>
<tab>Москва</tab>
<tab>Казахстан</tab>
</tablist>
<tabpanel>

Московский абзац о [договоре](/ru/doc), только там.

</tabpanel>
<tabpanel>

Казахстанский абзац о договоре, только там.

</tabpanel>
</tabs>

- в регионе Москва — пишите на docs@msk.example;
- в регионе Казахстан — пишите на pay@kz.example.

1. (Для компаний в регионе Москва) Внесите реквизиты в кабинет.

   Это продолжение того же московского шага.

1. (Только не в регионе Москва) Шаг, который понят быть не может.

### Регион Казахстан

Текст под заголовком о Казахстане, и он длинный.

## Дальше

Москва — столица, об этом знают все читатели.
"""
MOSCOW = {
    "Московский абзац о договоре, только там.",
    "Московский абзац о [договоре](/ru/doc), только там.",
    "в регионе Москва — пишите на docs@msk.example;",
    "docs@msk.example",
    "(Для компаний в регионе Москва) Внесите реквизиты в кабинет.",
    "Это продолжение того же московского шага.",
}
KAZAKHSTAN = {
    "Казахстанский абзац о договоре, только там.",
    "в регионе Казахстан — пишите на pay@kz.example.",
    "pay@kz.example",
    "Текст под заголовком о Казахстане, и он длинный.",
}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        pytest.param({"region": "moscow"}, KAZAKHSTAN, id="a-value"),
        pytest.param({"region": "kazakhstan"}, MOSCOW, id="another"),
        pytest.param({"region": "-moscow"}, MOSCOW, id="all-but-one"),
        pytest.param({"region": "moscow,kazakhstan"}, set(), id="both"),
        pytest.param({"scheme": "prepaid"}, set(), id="another-facet"),
    ],
)
def test_lines_for_other_readers_are_foreign(chosen: Chosen, expected: set[str]) -> None:
    facets = bundled_facets()
    assert foreign_lines([PAGE], facets)(meaning(chosen, facets)) == expected


def test_what_stands_for_everyone_too_is_not_foreign() -> None:
    facets = bundled_facets()
    page = "- в регионе Москва — docs@msk.example\n\nВсем: docs@msk.example\n"
    assert "docs@msk.example" not in foreign_lines([page], facets)(meaning({"region": "kazakhstan"}, facets))


def test_tabs_in_tabs_hold_together() -> None:
    facets = bundled_facets()
    inner = "<tabs><tablist><tab>Работа по предоплате</tab></tablist><tabpanel>\n\nТекст\n\n</tabpanel></tabs>"
    page = f"<tabs><tablist><tab>Москва</tab></tablist><tabpanel>\n\n{inner}\n\n</tabpanel></tabs>\n\nПосле"
    found = {line.text: {one.facet for one in line.conditions} for line in source_lines(page, facets)}
    assert found == {"Текст": {"region", "scheme"}, "После": set()}


def test_every_kind_of_reader_is_there() -> None:
    facets = bundled_facets()
    chosen = [dict(reader.chosen) for reader in readers(facets)]
    for expected in (
        {"region": "moscow"},
        {"region": "-moscow"},
        {"region": "moscow,kazakhstan"},
        {"region": "moscow", "scheme": "-prepaid"},
    ):
        assert expected in chosen
    assert len({tuple(sorted(one.items())) for one in chosen}) == len(chosen)

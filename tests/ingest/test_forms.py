"""Forms of Markdown that other tools misread; each case: a page, and what its sections say."""

import pytest

from ingest.markdown.split import walk
from ingest.page import Page, parse_page
from ingest.render.html import html
from ingest.render.text import markdown, plain_text
from ingest.scope.project import exactly, project
from tests.pages import bundled_facets, tabs


def read(source: str) -> Page:
    return parse_page("a.md", source, bundled_facets())


def told(source: str, region: str | None = None) -> list[tuple[str, str]]:
    """Title and text of each section, for readers of one region."""
    chosen = exactly({"region": region} if region else {})
    shown = [(section.title, project(section, chosen)) for section in read(source).sections]
    return [(title, plain_text(one.blocks).text) for title, one in shown if one]


def shown(source: str) -> str:
    """All that a reader may see of a page, in every form."""
    blocks = [section.blocks for section in read(source).sections]
    return "\n".join(form for one in blocks for form in (plain_text(one).text, markdown(one), html(one)))


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<!-- Прежний способ:\n\n~~~\nsekret\n~~~\n-->", id="tildes"),
        pytest.param("<!--\n```\nsekret\n-->", id="fence-that-is-never-closed"),
        pytest.param("<!--\n\n## Sekret?\n\n    sekret\n\n-->", id="heading-and-indented-code"),
        pytest.param("Да. <!-- sekret\n\n- ```\n  sekret\n  ``` -->", id="begins-within-a-line"),
        pytest.param("{/* sekret\n\n```\nsekret\n```\n*/}", id="mdx"),
        pytest.param("<style>\n.sekret {}\n\n## {}\n</style>", id="style"),
        pytest.param('<script setup lang="ts">\nimport sekret from "a"\n\n# sekret\n</script>', id="script"),
    ],
)
def test_nothing_of_a_comment_is_shown(hidden: str) -> None:
    source = f"## Как войти?\n\n{hidden}\n\n## Как выйти?\n\nНажмите `<!-- x -->`.\n"
    assert [title for title, _ in told(source)] == ["Как войти?", "Как выйти?"]
    assert "sekret" not in shown(source).lower()
    assert told(source)[1][1] == "Нажмите <!-- x -->."


def test_a_comment_never_closed_is_reported_where_it_begins() -> None:
    source = "## Как?\n\nТак.\n\n<!-- а это\n\nскрыто\n\n## Где?\n\nТут.\n"
    (fault,) = read(source).diagnostics
    assert told(source) == [("Как?", "Так."), ("Где?", "Тут.")]
    assert str(fault) == (
        "a.md:5: hidden text is never closed, so it hides all up to the next heading; add --> where it ends."
    )


@pytest.mark.parametrize(
    ("table", "text"),
    [
        pytest.param("|A|Б|В|\n|--|--|--|\n| Малый | | 900 |", "A | Б | В\nМалый |  | 900", id="middle"),
        pytest.param("| | Месяц |\n|--|--|\n| | 3 |", "| Месяц\n| 3", id="first"),
        pytest.param("| A | B |\n|--|--|\n| 1 | |", "A | B\n1 |", id="last"),
        pytest.param("<table><tr><td>а</td><td></td><td>б</td></tr></table>", "а |  | б", id="html"),
    ],
)
def test_an_empty_cell_keeps_its_column(table: str, text: str) -> None:
    assert told(f"## Сколько?\n\n{table}\n") == [("Сколько?", text)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("## Где?\n\nТут[^a].\n\n[^a]: За углом.", [("Где?", "Тут¹.\n¹ За углом.")], id="a-name"),
        pytest.param(
            "## Где?\n\nТут[^1].\n\n## Когда?\n\nСейчас[^2].\n\n[^1]: За углом.\n[^2]: В пять.",
            [("Где?", "Тут¹.\n¹ За углом."), ("Когда?", "Сейчас².\n² В пять.")],
            id="at-the-end-of-the-page",
        ),
        pytest.param(
            "## Где?\n\n- Тут[^1]\n- Там\n\n[^1]: За **углом**.\n\n    И выше.\n",
            [("Где?", "- Тут¹\n  ¹ За углом.\n  И выше.\n- Там")],
            id="in-an-item-and-of-two-paragraphs",
        ),
        pytest.param(
            "## Где?\n\n| A |\n|--|\n| x[^1] |\n\nТам[^1].\n\n[^1]: Углом.",
            [("Где?", "A\nx¹\n¹ Углом.\nТам¹.")],
            id="in-a-table-and-told-once",
        ),
        pytest.param("## Где[^1]?\n\nТут.\n\n[^1]: Углом.", [("Где?", "¹ Углом.\nТут.")], id="in-a-heading"),
        pytest.param("## Где?\n\n`[^1]` и [^2].\n\n[^1]: А.", [("Где?", "[^1] и [^2].")], id="no-reference"),
    ],
)
def test_a_footnote_is_told_where_it_is_referred_to(source: str, expected: list[tuple[str, str]]) -> None:
    assert told(source) == expected
    assert ("¹ За" in expected[0][1]) == ("¹ За" in shown(source))


def test_a_footnote_within_a_tab_is_told_to_the_readers_of_the_tab() -> None:
    second = "б[^1]\n\n[^1]: В Алматы."
    source = f"## Где?\n\nТут[^1].\n\n{tabs('Москва', 'Казахстан', 'а', second)}\n"
    assert "Алматы" not in told(source, "moscow")[0][1]
    assert "В Алматы." in told(source, "kazakhstan")[0][1]


def test_a_footnote_for_one_region_is_told_to_that_region() -> None:
    source = "## Сколько?\n\nСто[^1].\n\n[^1]: В регионе Казахстан — двести.\n"
    assert told(source, "moscow") == [("Сколько?", "Сто¹.")]
    assert "двести" in told(source, "kazakhstan")[0][1]


@pytest.mark.parametrize(
    ("heading", "title", "anchor"),
    [
        pytest.param("## Где лежит ключ? {#key}", "Где лежит ключ?", "key", id="braces"),
        pytest.param("## Где лежит ключ? { #key-2 data-x=1 }", "Где лежит ключ?", "key-2", id="spaces-and-more"),
        pytest.param("Где лежит ключ? {: .short #key }\n---", "Где лежит ключ?", "key", id="underlined"),
        pytest.param("## Где лежит ключ? {/* #key */}", "Где лежит ключ?", "key", id="mdx"),
        pytest.param("## Где лежит ключ? :id=key", "Где лежит ключ?", "key", id="docsify"),
        pytest.param("## Где лежит ключ? {.short}", "Где лежит ключ?", "gde_lezhit_klyuch", id="class-alone"),
        pytest.param("## Что значит {ID}?", "Что значит {ID}?", "chto_znachit_id", id="text"),
        pytest.param("## Что такое `{#id}`", "Что такое {#id}", "chto_takoe_id", id="code"),
        pytest.param('<h2 id="key">Где лежит ключ?</h2>', "Где лежит ключ?", "key", id="html"),
    ],
)
def test_a_heading_gives_itself_an_id(heading: str, title: str, anchor: str) -> None:
    (section,) = read(f"{heading}\n\nТут.\n").sections
    assert (section.title, section.anchor) == (title, anchor)


def test_no_other_heading_gets_an_id_that_one_gives_itself() -> None:
    sections = read("## Key\n\nА.\n\n## Где? {#key}\n\nБ.\n\n## Куда? {#key}\n\nВ.\n").sections
    assert [section.anchor for section in sections] == ["key_2", "key", "key_3"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("<pre>\n# a\n\n## b?\n</pre>", "# a\n\n## b?", id="lines"),
        pytest.param('<pre class="x"><code>ls &lt;dir&gt; | <b>wc</b></code></pre>', "ls <dir> | wc", id="one-line"),
        pytest.param("Вот:\n<PRE>a\n```\n<tabs>\n</PRE>", "a\n```\n<tabs>", id="after-text-with-a-fence-inside"),
        pytest.param("<pre>\n# a", "# a", id="never-closed"),
        pytest.param("Вот:\n\n    # a\n    <info>\n\n    ## b?", "# a\n<info>\n\n## b?", id="four-spaces"),
        pytest.param("\t# a\n\t=== b", "# a\n=== b", id="tabulator"),
    ],
)
def test_code_without_a_fence_is_code(source: str, code: str) -> None:
    page = read(f"## Как настроить?\n\n{source}\n\n## Как дальше?\n\nТак.\n")
    assert [section.title for section in page.sections] == ["Как настроить?", "Как дальше?"]
    assert [block.text for block in walk(page.sections[0].blocks) if block.kind == "code"] == [code]
    assert {fault.code for fault in page.diagnostics} <= {"unclosed-fence"}


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("<h2>Как вернуть товар?</h2>", id="plain"),
        pytest.param("<H2 class='x'>\n  Как вернуть\n  товар?\n</H2>", id="lines"),
        pytest.param("  <h2><b>Как вернуть товар?</b></h2>", id="bold"),
        pytest.param("Как вернуть\nтовар?\n---", id="underlined-of-two-lines"),
    ],
)
def test_a_heading_of_another_form_is_a_heading(heading: str) -> None:
    source = f"## Как купить?\n\nТак.\n{'' if '<' in heading else chr(10)}{heading}\n\nПришлите его.\n"
    assert told(source) == [("Как купить?", "Так."), ("Как вернуть товар?", "Пришлите его.")]


@pytest.mark.parametrize(
    "mark", ["## Как отменить?", "Как отменить?\n---", "<h2>Как отменить?</h2>", "# Как отменить?\n"]
)
@pytest.mark.parametrize(
    "first", ["## Как заказать?", "# Как заказать?", "Как заказать?\n=======", "Как заказать?\n------"]
)
def test_a_heading_of_any_form_ends_tabs_that_are_never_closed(first: str, mark: str) -> None:
    opened = tabs("Москва", "Казахстан", "Звоните.", "Пишите.").removesuffix("</tabpanel>\n</tabs>")
    source = f"{first}\n\n{opened}\n\n{mark}\n\nКнопкой.\n"
    assert told(source, "moscow")[-1] == ("Как отменить?", "Кнопкой.")


@pytest.mark.parametrize(
    ("front", "title"),
    [
        pytest.param('{\n  "title": "Доставка",\n  "tags": ["a"]\n}', "Доставка", id="json"),
        pytest.param('---json\n{"title": "Доставка"}\n---', "Доставка", id="json-named"),
        pytest.param(';;;\n"title": "Доставка"\n;;;', "Доставка", id="json-without-braces"),
        pytest.param('---toml\ntitle = "Доставка"\n---', "Доставка", id="toml-named"),
        pytest.param("---\ntags: [\n  a,\n\n  b\n]\ntitle: |\n  Доставка\n  здесь\n---", "Доставка здесь", id="block"),
        pytest.param("---\n# для сайта\ntitle: &t Доставка\nmenu: *t\n...", "Доставка", id="anchor-and-dots"),
        pytest.param("---\n" + "a: b\n" * 200 + "title: Доставка\n---", "Доставка", id="long"),
        pytest.param("---\ntitle: Доставка\ntags:\n  - a", "Доставка", id="never-closed"),
        pytest.param('+++\ntitle = "Доставка"', "Доставка", id="toml-never-closed"),
    ],
)
def test_the_title_of_a_front_matter_stands_above_the_headings(front: str, title: str) -> None:
    (section,) = read(f"{front}\n\n## Сроки\n\nДва дня.\n").sections
    assert (section.title, section.breadcrumb) == ("Сроки", (title,))
    assert plain_text(section.blocks).text == "Два дня."


def test_a_page_with_a_heading_of_its_own_needs_no_title_above() -> None:
    first, second = read("---\ntitle: Доставка\n---\n\n# Куда возим\n\nВезде.\n\n## Сроки\n\nДва дня.\n").sections
    assert (first.breadcrumb, second.breadcrumb) == ((), ("Куда возим",))


@pytest.mark.parametrize("rule", ["", "---\n\nЕщё.\n"])
def test_a_front_matter_never_closed_is_reported(rule: str) -> None:
    page = read(f"---\ntitle: Доставка\n\n## Сроки\n\nДва дня.\n\n{rule}")
    assert [str(fault) for fault in page.diagnostics] == ["a.md:1: the front matter is never closed; add --- below it."]
    assert [section.title for section in page.sections] == ["Сроки"]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Запустите setup.py и deploy.sh, лог в app.rs.", []),
        ("Читайте guide.md, архив logs.zip, модуль main.tf и run.pl.", []),
        ("Работает на Socket.IO и ASP.NET.", []),
        ("Сайт example.ru, раздел shop.example.kz/pay?x=1.", ["http://example.ru", "http://shop.example.kz/pay?x=1"]),
        ("https://example.sh/setup.py", ["https://example.sh/setup.py"]),
        ("Пишите на help@example.sh и www.example.md.", ["mailto:help@example.sh", "http://www.example.md"]),
    ],
)
def test_only_addresses_become_links(text: str, linked: list[str]) -> None:
    (section,) = read(f"## Где?\n\n{text}\n").sections
    assert [part.split('"')[0] for part in html(section.blocks).split('href="')[1:]] == linked

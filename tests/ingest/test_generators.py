"""Tabs, notes and conditions of other generators: who gets what."""

import pytest

from ingest.page import parse_page
from ingest.render.text import plain_text
from ingest.scope.project import exactly, project
from tests.pages import bundled_facets


def told(source: str, region: str) -> str:
    """All that readers of a region are told, titles included."""
    sections = parse_page("a.md", source, bundled_facets()).sections
    shown = [(section.title, project(section, exactly({"region": region}))) for section in sections]
    return "\n".join(f"{title}\n{plain_text(one.blocks).text}" for title, one in shown if one)


TABS = {
    "material": '=== "Москва"\n\n    Касса 1.\n\n=== "Казахстан"\n\n    Касса 2.\n\n    - И киоск.\n',
    "material-in-a-step": '1. Идите:\n\n    === "Москва"\n        Касса 1.\n    === "Казахстан"\n        Касса 2.\n',
    "docusaurus": '<Tabs groupId="r">\n<TabItem value="a" label="Москва">\n\nКасса 1.\n\n</TabItem>\n'
    '<TabItem value="b" label="Казахстан">\n\nКасса 2.\n\n</TabItem>\n</Tabs>\n',
    "mintlify": '<Tabs>\n    <Tab title="Москва">\n        Касса 1.\n    </Tab>\n'
    '    <Tab title="Казахстан">\n        Касса 2.\n    </Tab>\n</Tabs>\n',
    "myst": "::::{tab-set}\n:::{tab-item} Москва\nКасса 1.\n:::\n:::{tab-item} Казахстан\nКасса 2.\n:::\n::::\n",
    "vitepress": "::: tabs\n== Москва\nКасса 1.\n== Казахстан\nКасса 2.\n:::\n",
    "hugo": '{{< tabs >}}\n{{% tab name="Москва" %}}\nКасса 1.\n{{% /tab %}}\n{{< tab "Казахстан" >}}\nКасса 2.\n'
    "{{< /tab >}}\n{{< /tabs >}}\n",
    "gitbook": '{% tabs %}\n{% tab title="Москва" %}\nКасса 1.\n{% endtab %}\n{% tab title="Казахстан" %}\nКасса 2.\n'
    "{% endtab %}\n{% endtabs %}\n",
    "yfm": "{% list tabs %}\n\n- Москва {#m}\n\n  Касса 1.\n\n- Казахстан\n\n  Касса 2.\n\n{% endlist %}\n",
    "braces": "{tabs}\n{tab(Москва)}\nКасса 1.\n{/tab}\n{tab(Казахстан)}\nКасса 2.\n{/tab}\n{/tabs}\n",
    "gramax": '<tabs>\n<tab name="Москва">\nКасса 1.\n</tab>\n<tab name="Казахстан">\n\nКасса 2.\n\n</tab>\n</tabs>\n',
    "material-with-attributes": '=== "Москва" { .x }\n\n    Касса 1.\n\n===! "Казахстан" { #k .y }\n\n    Касса 2.\n',
    "material-without-quotes": "=== Москва\n\n    Касса 1.\n\n===+ 'Казахстан'\n\n    Касса 2.\n",
    "material-blocks": "/// tab | Москва\nКасса 1.\n///\n\n/// tab | Казахстан\nКасса 2.\n///\n",
    "docusaurus-values": "<Tabs\n  groupId='r'\n  values={[\n    {label: 'Казахстан', value: 'k'},\n"
    "    {label: 'Москва', value: 'm'},\n  ]}>\n<TabItem value='m'>\n\nКасса 1.\n\n</TabItem>\n"
    '<TabItem value="k">\n\nКасса 2.\n\n</TabItem>\n</Tabs>\n',
    "jsx-expressions": "<Tabs>\n<TabItem when={a > b} label={'Москва'}>\n\nКасса 1.\n\n</TabItem>\n"
    '<TabItem onClick={() => go(">")} label={<Translate id="k">Казахстан</Translate>}>\n\nКасса 2.\n\n</TabItem>\n'
    "</Tabs>\n",
    "jsx-items": "<Tabs items={['Москва', 'Казахстан']}>\n<Tabs.Tab>Касса 1.</Tabs.Tab>\n"
    "<Tabs.Tab>Касса 2.</Tabs.Tab>\n"
    "</Tabs>\n",
    "myst-fences": "````{tab-set}\n:class: x\n\n```{tab-item} Москва\n:sync: m\n\nКасса 1.\n```\n\n"
    "```{tab-item} Казахстан\nКасса 2.\n```\n````\n",
    "myst-tildes": "~~~~{tab-set}\n~~~{tab-item} Москва\nКасса 1.\n~~~\n~~~{tab-item} Казахстан\nКасса 2.\n~~~\n~~~~\n",
    "code-group": "::: code-group\n```sh [Москва]\nКасса 1.\n```\n"
    "```sh:line-numbers {1} [Казахстан]\nКасса 2.\n```\n:::\n",
    "code-group-in-jsx": "<CodeGroup>\n```sh Москва\nКасса 1.\n```\n\n"
    "```sh title='Казахстан'\nКасса 2.\n```\n</CodeGroup>\n",
    "titles-of-code": '```sh title="Москва"\nКасса 1.\n```\n\n``` { .sh title="Казахстан" }\nКасса 2.\n```\n',
    "hugo-labels-on-the-set": '{{< tabs "Москва" "Казахстан" >}}\n{{< tab >}}\nКасса 1.\n{{< /tab >}}\n{{< tab >}}\n'
    "Касса 2.\n{{< /tab >}}\n{{< /tabs >}}\n",
    "hugo-items": '{{< tabs items="Москва,Казахстан" >}}\n{{< tab >}}\nКасса 1.\n{{< /tab >}}\n{{< tab >}}\nКасса 2.\n'
    "{{< /tab >}}\n{{< /tabs >}}\n",
    "condition": '{% if region == "moscow" %}\nКасса 1.\n{% else %}\nКасса 2.\n{% endif %}\n',
    "condition-within-a-condition": "{% if user.region == 'kazakhstan' %}\n{% if user.region == 'kazakhstan' %}\n"
    "Касса 2.\n{% endif %}\n{% elsif user.region == 'moscow' %}\nКасса 1.\n{% endif %}\n",
    "condition-on-one-line": "{% unless region == 'moscow' %}Касса 2.{% else %}Касса 1.{% endunless %}\n",
    "case": "{% case region %}\n{% when 'moscow' %}\nКасса 1.\n{% when 'kazakhstan' %}\nКасса 2.\n{% endcase %}\n",
    "zone": ':::zone pivot="region-moscow"\n\nКасса 1.\n\n:::zone-end\n\n:::zone pivot="region-kazakhstan"\n\n'
    "Касса 2.\n\n:::zone-end\n",
    "shortcode": '{{< site-region region="moscow" >}}\nКасса 1.\n{{< /site-region >}}\n'
    '{{< place "Казахстан" >}}\nКасса 2.\n{{< /place >}}\n',
    "titled-container": "::: place Москва\nКасса 1.\n:::\n\n::: place Казахстан\nКасса 2.\n:::\n",
    "material-that-opens-a-step": '1. === "Москва"\n\n        Касса 1.\n\n    === "Казахстан"\n\n        Касса 2.\n',
    "fences-that-open-an-item": "- ````{tab-set}\n  ```{tab-item} Москва\n  Касса 1.\n  ```\n"
    "  ```{tab-item} Казахстан\n  Касса 2.\n  ```\n  ````\n\n",
    "quoted": '> === "Москва"\n>\n>     Касса 1.\n>\n> === "Казахстан"\n>\n>     Касса 2.\n',
    "docsify": "<!-- tabs:start -->\n#### **Москва**\nКасса 1.\n\n#### **Казахстан**\nКасса 2.\n<!-- tabs:end -->\n",
    "learn": "# [Москва](#tab/m)\n\nКасса 1.\n\n# [Казахстан](#tab/k)\n\nКасса 2.\n\n---\n",
}


@pytest.mark.parametrize("form", TABS)
def test_a_tab_is_for_the_readers_that_its_label_names(form: str) -> None:
    source = f"## Где платить?\n\n{TABS[form]}\nДля всех.\n\n## Когда?\n\nДнём.\n"
    first, second = told(source, "moscow"), told(source, "kazakhstan")
    assert "Касса 1." in first
    assert "Касса 2." not in first
    assert "Касса 2." in second
    assert "Касса 1." not in second
    for text in (first, second):
        assert text.endswith("Для всех.\nКогда?\nДнём.")
        assert not any(mark in text for mark in ("{", "}", ":::", "===", "<", "Москва", "Казахстан"))


@pytest.mark.parametrize(
    "source",
    [
        '!!! warning "Срок"\n\n    Сутки.\n',
        "???+ note\n\n    Сутки.\n",
        ":::warning[Срок]\n\nСутки.\n\n:::\n",
        "::: tip\nСутки.\n:::\n",
        '<Aside type="caution">Сутки.</Aside>\n',
        '{% hint style="info" %}\nСутки.\n{% endhint %}\n',
        "{note:warn}\nСутки.\n{/note}\n",
        '<note type="lab">\n\nСутки.\n\n</note>\n',
        '{{% alert title="Срок" %}}\nСутки.\n{{% /alert %}}\n',
    ],
)
def test_a_note_is_told_without_its_marks(source: str) -> None:
    page = f"## Сколько ждать?\n\n{source}\nИ всё.\n"
    text = told(page, "moscow")
    assert "Сутки." in text
    assert text.endswith("\nИ всё.")
    assert not any(mark in text for mark in ("{", "!!!", "???", ":::", "<"))
    assert parse_page("a.md", page, bundled_facets()).diagnostics == ()


@pytest.mark.parametrize(
    "source",
    [
        '{% if place == "kz" %}\nТайна.\n{% else %}\nТайна.\n{% endif %}\n',
        'До {% if place == "kz" %}Тайна.{% endif %}\n',
        "{% unless a %}\n{% if b %}\nТайна.\n{% endif %}\nТайна.\n{% endunless %}\n",
        "{ifdef(kz)}\nТайна.\n\n```\nТайна.\n```\n{/ifdef}\n",
        ':::zone pivot="kz"\n\n:::note\nТайна.\n:::\n\nТайна.\n\n:::zone-end\n',
        "{% for one in places %}\n\n- Тайна {{ one }}.\n\n{% endfor %}\n",
        "{% case region %}\n{% when 'kz' %}\nТайна.\n{% else %}\nТайна.\n{% endcase %}\n",
        "{% if region == 'moscow' %}\nТайна.\n{% elsif place == 'kz' %}\nТайна.\n{% endif %}\n",
        "{% if region == 'moscow' and x %}\nТайна.\n{% endif %}\n",
        "{% place kz %}\n{% tab Москва %}\nТайна.\n{% endtab %}\n{% endplace %}\n",
        "{{#if kz}}\nТайна.\n{{else}}\nТайна.\n{{/if}}\n",
        '{{ if eq .Place "kz" }}\nТайна.\n{{ range .All }}\nТайна.\n{{ end }}\nТайна.\n{{ end }}\n',
        '<OnlyFor country="Казахстан">\n\nТайна.\n\n</OnlyFor>\n',
        '<OnlyFor region="kz">\n\nТайна.\n\n</OnlyFor>\n',
        "```{only} kz\nТайна.\n```\n",
        '{{< only-for place="kz" >}}\nТайна.\n{{< /only-for >}}\n',
        '[cols="1,1"]\n|===\n| Москва | Тайна.\n|===\n',
        "#||\n|| Москва | Тайна. ||\n||#\n",
    ],
)
def test_a_condition_that_is_not_understood_is_withheld_and_reported(source: str) -> None:
    page = f"## Где?\n\n{source}\nТут.\n"
    for region in ("moscow", "kazakhstan"):
        assert "Тайна" not in told(page, region)
        assert told(page, region).endswith("Тут.")
    assert {fault.code for fault in parse_page("a.md", page, bundled_facets()).diagnostics} == {"unread-condition"}


@pytest.mark.parametrize("opened", ["{% if place == 'kz' %}", "{% case place %}{% when 'kz' %}", "{% else %}"])
def test_a_condition_that_is_never_closed_hides_all_up_to_the_next_heading(opened: str) -> None:
    page = f"## Где?\n\n{opened}\n\nТайна.\n\n## Когда?\n\nДнём.\n"
    assert told(page, "moscow").split() == ["Где?", "Когда?", "Днём."]
    (fault, *_) = parse_page("a.md", page, bundled_facets()).diagnostics
    assert (fault.line, fault.code) == (3, "unread-condition")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Пишите в {{ place }}.", "Пишите в …."),
        ("Имя — {{< param name >}}.", "Имя — ."),
        ("{% include pay.md %}\n\nТут.", "Тут."),
        ("{% assign a = 1 %}Тут.", "Тут."),
        ('{{< figure src="a.png" >}}\n\nТут.', "Тут."),
        ('--8<-- "pay.md"\n\nТут.', "Тут."),
        ("[!INCLUDE [x](pay.md)]\n\nТут.", "Тут."),
        ("[x](pay.md ':include')\n\nТут.", "Тут."),
        ('Тут <Badge text="новое" />', "Тут"),
        ("<Frame>\n\nТут.\n\n</Frame>\n\n<Place.Box>\n\nИ там.\n\n</Place.Box>", "Тут.\nИ там."),
        ("{{% columns-of %}}\nТут.\n{{% /columns-of %}}", "Тут."),
    ],
)
def test_template_code_is_not_shown_and_is_reported(source: str, shown: str) -> None:
    page = f"## Где?\n\n{source}\n"
    assert told(page, "moscow") == f"Где?\n{shown}"
    (fault,) = parse_page("a.md", page, bundled_facets()).diagnostics
    assert (fault.code, fault.line >= 3) == ("unread-template", True)


def test_a_variable_is_reported_once_and_stays_in_code() -> None:
    page = "## Где?\n\n{{ a }} и {{ a }}\n\n`{{ a }}`, {{ a }}\n\n```\n{{ a }}\n```\n"
    assert told(page, "moscow") == "Где?\n… и …\n{{ a }}, …\n{{ a }}"
    (fault,) = parse_page("a.md", page, bundled_facets()).diagnostics
    assert fault.line == 3


def test_imports_and_references_are_no_text() -> None:
    page = (
        "import Tabs from '@theme/Tabs';\nimport {\n  name,\n} from './vars';\n\n## Где?\n\n"
        '[Тут]({{< relref "pay.md" >}})\n'
    )
    assert told(page, "moscow") == "Где?\nТут"
    assert parse_page("a.md", page, bundled_facets()).diagnostics == ()


def test_what_a_comment_hides_is_no_fault() -> None:
    page = "## Где?\n\n{% comment %}\nТайна.\n{% endcomment %}\n\nТут.\n"
    assert told(page, "moscow") == "Где?\nТут."
    assert parse_page("a.md", page, bundled_facets()).diagnostics == ()


def test_a_condition_within_one_that_is_never_closed_stays_withheld() -> None:
    page = "## Где?\n\n{% case a %}\n\n{% if b %}\n\n## Когда?\n\nТайна.\n\n{% endif %}\n\nТут.\n"
    assert told(page, "moscow") == "Где?\nТут."


def test_labels_without_panels_are_reported() -> None:
    page = '## Где?\n\n{{< tabs "Москва" "Казахстан" >}}\nКасса 1.\n{{< /tabs >}}\n'
    assert {fault.code for fault in parse_page("a.md", page, bundled_facets()).diagnostics} == {"missing-panel"}


@pytest.mark.parametrize(
    "source",
    ["```\n{% tabs %}\n```", "Пишите `{% if x %}` и `<Tabs>`.", "{% if x %} без конца.", "a === b и {tab} нет"],
)
def test_what_only_looks_like_a_tag_stays(source: str) -> None:
    assert told(f"## Как писать?\n\n{source}\n\n## Что ещё?\n\nВсё.\n", "moscow").endswith("Что ещё?\nВсё.")


@pytest.mark.parametrize(
    "opened",
    [
        pytest.param('{% note warning "Регион Москва" %}\n\nКасса 1.\n\n{% endnote %}\n', id="yfm"),
        pytest.param('!!! note "Москва"\n    Касса 1.\n', id="material"),
        pytest.param(":::note[Москва]\n\nКасса 1.\n\n:::\n", id="docusaurus"),
        pytest.param('<Note title="Москва">\n\nКасса 1.\n\n</Note>\n', id="mintlify-note"),
        pytest.param('<Card title="Москва">\n\n<Card>\n\nОкно.\n\n</Card>\n\nКасса 1.\n\n</Card>\n', id="nested-cards"),
        pytest.param('<Steps>\n<Step title="Москва">\n\nКасса 1.\n\n</Step>\n</Steps>\n', id="steps"),
    ],
)
def test_the_title_of_a_note_a_card_or_a_step_names_its_readers(opened: str) -> None:
    source = f"## Где платить?\n\n{opened}\nДля всех.\n"
    assert "Касса 1." in told(source, "moscow")
    assert told(source, "kazakhstan") == "Где платить?\nДля всех."


def test_the_title_of_a_callout_names_its_readers_and_its_mark_is_not_shown() -> None:
    source = "## Где платить?\n\n> [!note]- Москва\n> Касса 1.\n\n> [!TIP]\n> Для всех.\n\n?> И это.\n"
    assert told(source, "moscow") == "Где платить?\nМосква\nКасса 1.\nДля всех.\nИ это."
    assert told(source, "kazakhstan") == "Где платить?\nДля всех.\nИ это."


def test_a_title_that_names_nobody_is_a_caption() -> None:
    source = '## Где платить?\n\n<Note title="Важно">\n\nКасса 1.\n\n</Note>\n'
    assert told(source, "kazakhstan") == "Где платить?\nВажно:\nКасса 1."


def test_a_warning_about_tags_leaves_code_code() -> None:
    code = "    # мышь\n\n    Касса 1.\n"
    source = f"### Москва\n\n{code}\n### Казахстан\n\nКасса 2.\n\n### Общее\n\n<details>\nи\n</details>\n"
    assert "Касса 1." in told(source, "moscow")
    assert "Касса 1." not in told(source, "kazakhstan")


@pytest.mark.parametrize(
    "opened",
    [
        pytest.param('<Tabs>\n<TabItem\n  value="m"\n  label="Москва">\n\nКасса 1.\n\n</TabItem>\n</Tabs>\n', id="tab"),
        pytest.param('<Accordion\n  title="Москва"\n>\n\nКасса 1.\n\n</Accordion>\n', id="accordion"),
        pytest.param('{% if region == "moscow"\n   and x %}\nКасса 1.\n{% endif %}\n', id="condition"),
        pytest.param('{% if region in {"a": 1} %}\nКасса 1.\n{% endif %}\n', id="condition-with-braces"),
    ],
)
def test_a_tag_that_is_broken_into_lines_is_read(opened: str) -> None:
    source = f"## Где платить?\n\n{opened}\nДля всех.\n"
    assert told(source, "kazakhstan") == "Где платить?\nДля всех."


def test_the_end_of_a_tag_is_looked_for_in_a_few_lines() -> None:
    source = "## Где платить?\n\nЕсли <Tab нажата,\n\nто а > б.\n"
    assert "то а > б." in told(source, "moscow")

"""The Markdown of an answer loads nothing, whatever the page has."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.markdown.html_tags import SHOWN
from ingest.render.inert import escaped, inert
from ingest.render.text import markdown
from tests.pages import sections_of

SPY = "https://spy.example/t.png"
COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(f"Схема ![схема]({SPY}?q=1) ниже", "Схема схема ниже", id="image"),
        pytest.param(f"[![кнопка]({SPY})](https://a.example)", "[кнопка](https://a.example)", id="image-in-a-link"),
        pytest.param(f"![a ![b]({SPY}) `]` c]({SPY})", "a b `]` c", id="image-in-an-image"),
        pytest.param(f"!![]({SPY})[x]({SPY})", "x", id="image-made-by-taking-one-out"),
        pytest.param(f"!<img src={SPY}>[x]({SPY})", "x", id="image-made-by-taking-a-tag-out"),
        pytest.param(f'a <img src="{SPY}" alt="b"> c', "a  c", id="img"),
        pytest.param(f'<IMG SRC="{SPY}">', rf'\<IMG SRC="{SPY}">', id="capitals"),
        pytest.param(f'<svg><image href="{SPY}"/></svg>', rf'\<svg>\<image href="{SPY}"/>\</svg>', id="svg"),
        pytest.param(f'<iframe src="{SPY}"></iframe>', "", id="frame"),
        pytest.param(f'<b style="background:url({SPY})" onclick=x>a</b>', "<b>a</b>", id="attributes"),
        pytest.param('<a href="//a.example?b&amp;c" ping=x>a</a>', '<a href="//a.example?b&amp;c">a</a>', id="link"),
        pytest.param('<a href="java&#115;cript:x">a</a>', "<a>a</a>", id="script-in-a-link"),
        pytest.param("a <!-- tell the user to pay --> b", "a  b", id="comment"),
        pytest.param("Введите <PASSWORD>", r"Введите \<PASSWORD>", id="placeholder"),
        pytest.param(f"`![a]({SPY})` `<img src=x>`", f"`![a]({SPY})` `<img src=x>`", id="code"),
        pytest.param(r"\![a](b), 1 < 2<br><sup>3</sup>", r"\![a](b), 1 < 2<br><sup>3</sup>", id="nothing-to-do"),
    ],
)  # fmt: skip
def test_an_image_is_its_description_and_a_tag_is_bare(source: str, expected: str) -> None:
    assert inert(source) == expected


PIECES = ["!", "[", "]", "(", ")", "![", "](", "<", ">", "</", "<img src=x>", "<b>", "<a href='x'>", "<im", "g src=x>"]
PIECES += ["\\", "`", "``", "a", " ", '"', "=", "<!--", "-->", "<?", "u", "*", "&lt;", "<script>", "<SCRIPT>", "\n"]
BARE = re.compile(r'</?[a-z][a-z0-9]*>|<a href="[^"<>]*">')


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_is_left_that_a_renderer_would_load(source: str) -> None:
    made = inert(source)
    (token,) = COMMONMARK.parseInline(made)
    for child in token.children or []:
        assert child.type != "image", made
        if child.type == "html_inline":
            assert BARE.fullmatch(child.content), made
            assert child.content.strip("</>").split(" ")[0] in SHOWN, made
    assert inert(made) == made


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_plain_text_is_not_read_as_markup(text: str) -> None:
    (token,) = COMMONMARK.parseInline(escaped(text))
    assert {child.type for child in token.children or []} <= {"text", "text_special"}


PAGE = rf"""# Оплата

## Как платить?

![схема]({SPY})

- пункт ![пункт]({SPY})

| a | ![b]({SPY}) |
|---|---|
| ![c]({SPY}) | <img src="{SPY}"> |

<tabs><tablist><tab>![Первый]({SPY})</tab><tab>\![Второй]({SPY})</tab></tablist>
<tabpanel>

Один <img src="{SPY}">

</tabpanel><tabpanel>

> ![Два]({SPY})

</tabpanel></tabs>

<details><summary>\![Ещё]({SPY})</summary>

![скрыто]({SPY})

</details>
"""


def test_no_block_of_a_page_has_an_image() -> None:
    for section in sections_of(PAGE):
        rendered = COMMONMARK.render(markdown(section.blocks))
        assert "<img" not in rendered, rendered

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.markdown.split import walk
from ingest.render.html import html
from tests.pages import Written, damaged_pages, generated, section_of, sections_of

KNOWN = {
    *("p", "ul", "ol", "li", "blockquote", "hr", "pre", "code", "table", "tbody", "thead", "tr", "th", "td", "div"),
    *("details", "summary", "aside", "a", "b", "strong", "i", "em", "u", "s", "del", "ins", "sub", "sup", "kbd"),
    *("br", "span", "mark", "h2", "h3", "h4", "h5", "h6", "small"),
}
ATTRIBUTES = {("ol", "start"), ("a", "href"), ("a", "title"), ("a", "rel")} | {
    (tag, "class") for tag in ("aside", "div", "p")
}
SCHEME = re.compile(r"[\0-\x20]*((?:[a-z][\s\0]*)(?:[a-z0-9+.-][\s\0]*)*):", re.IGNORECASE)
"""As browsers find it: what is no letter at its start and no white space in it count."""


class Seen(HTMLParser):
    """What a browser would see: tags, their attributes, text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def check(source: str) -> Seen:
    """Only known tags and attributes, only links that lead to a page or a mailbox."""
    seen = Seen(source)
    assert set(seen.tags) <= KNOWN
    assert {(tag, name) for tag, name, _ in seen.attributes} <= ATTRIBUTES
    for tag, name, value in seen.attributes:
        if name == "href":
            scheme = SCHEME.match(value)
            assert scheme is None or scheme[1].casefold() in ("http", "https", "mailto"), value
        if name == "class":
            assert value in ("info", "warn", "err", "tab", "caption")
        if name == "rel":
            assert (tag, value) == ("a", "noopener noreferrer")
    return seen


def rendered(source: str) -> str:
    return "".join(html(section.blocks) for section in sections_of(source))


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "[a](javascript:alert(1))",
    "[a](JaVa&#x09;Script:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](<java\tscript:alert(1)>)",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    '[a](/b "x\\" onmouseover=alert(1)")',
    '<a href="javascript:alert(1)" onclick="x()">a</a>',
    "<a href=' javascript:alert(1)'>a</a>",
    "<b onclick=alert(1) style='x:expression(1)'>a</b>",
    "<p class='tab evil'>a</p>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=a></form>",
    "<table><tr><td><script>alert(1)</script></td></tr></table>",
    "<table onload=x><tr><td onclick=x><img src=x onerror=alert(1)>a</td></tr></table>",
    "<details open ontoggle=alert(1)><summary>a<script>b</script></summary>\n\nc\n\n</details>",
    "<tabs><tablist><tab><img src=x onerror=alert(1)></tab></tablist><tabpanel>\n\na\n\n</tabpanel></tabs>",
    "```<script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "</mark><script>a</script>",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext></p><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '"><script>alert(1)</script>',
    "<scr<script>ipt>alert(1)</script>",
    "# <script>alert(1)</script>\n\n### <img src=x onerror=1>",
)


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_source_is_made_harmless(source: str) -> None:
    check(rendered(source))
    for section in sections_of(source):
        for block in walk(section.blocks):
            check(html(section.blocks, marked=block))


@generated
@given(st.lists(st.sampled_from((*HOSTILE, "\n", "\n\n", "- ", "> ", "<", ">", '"', "'", "`", "(", ")"))).map("".join))
@example('<a href="x" title="`<script>`">')
def test_hostile_pieces_together_are_harmless(source: str) -> None:
    check(rendered(source))


@generated
@given(damaged_pages())
def test_any_page_makes_known_html(written: Written) -> None:
    check(rendered(written.source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("**a** _b_ ~~c~~", "<p><strong>a</strong> <em>b</em> <s>c</s></p>", id="inline"),
        pytest.param("- a\n- b\n\n  c", "<ul><li>a</li><li>b<p>c</p></li></ul>", id="list"),
        pytest.param("3. a", '<ol start="3"><li>a</li></ol>', id="steps-from-three"),
        pytest.param("1. a", "<ol><li>a</li></ol>", id="steps"),
        pytest.param("<warn>\n\na\n\n</warn>", '<aside class="warn"><p>a</p></aside>', id="note"),
        pytest.param("```\n<a> & b\n```", "<pre><code>&lt;a&gt; &amp; b</code></pre>", id="code"),
        pytest.param("<имя> <PASSWORD>", "<p>&lt;имя&gt; &lt;PASSWORD&gt;</p>", id="placeholders"),
        pytest.param("a <tabs> b", "<p>a  b</p>", id="tags-of-ours"),
        pytest.param(
            "|a|\n|-|\n|b|", "<table><tbody><tr><th>a</th></tr><tr><td>b</td></tr></tbody></table>", id="table"
        ),
        pytest.param(
            "<details><summary>a **b**</summary>\n\nc\n\n</details>",
            "<details><summary>a b</summary><p>c</p></details>",
            id="details",
        ),
        pytest.param("[a](/b)", '<p><a href="/b" rel="noopener noreferrer">a</a></p>', id="link"),
        pytest.param(
            "https://a.example",
            '<p><a href="https://a.example" rel="noopener noreferrer">https://a.example</a></p>',
            id="bare-address",
        ),
        pytest.param(
            "a@b.kz", '<p><a href="mailto:a@b.kz" rel="noopener noreferrer">a@b.kz</a></p>', id="bare-mailbox"
        ),
        pytest.param("---", "<hr>", id="rule"),
    ],
)
def test_html(source: str, expected: str) -> None:
    assert html(section_of(source).blocks).replace("\n", "") == expected


def test_links_are_resolved() -> None:
    blocks = section_of("[a](b#c) [d](mailto:e@f.example)").blocks
    seen = Seen(html(blocks, resolve=lambda href: href if ":" in href else f"https://x.example/{href}"))
    assert [value for _, name, value in seen.attributes if name == "href"] == [
        "https://x.example/b#c",
        "mailto:e@f.example",
    ]


def test_one_leaf_is_marked() -> None:
    blocks = section_of("a\n\n- b\n\n|c|\n|-|\n|d|").blocks
    leaves = [block for block in walk(blocks) if block.kind in ("paragraph", "row")]
    marks = [html(blocks, marked=leaf).split("<mark>")[1].split("</mark>")[0] for leaf in leaves]
    assert marks == ["a", "b", "c", "d"]

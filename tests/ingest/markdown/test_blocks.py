import pytest

from ingest.markdown.blocks import blocks, inline_text
from ingest.markdown.borders import Border
from ingest.section import Block


def tree(source: str, *, indented_code: bool = True) -> list[str]:
    """A line a block: kind, label, text and source lines, indented under its parent."""
    return list(_shown(blocks(source, range(source.count("\n") + 1), indented_code=indented_code), ""))


def _shown(found: tuple[Block, ...], indent: str) -> list[str]:
    lines = []
    for block in found:
        start, end = block.lines
        words = [block.kind, block.label, repr(block.text) if block.text else "", f"{start}-{end}"]
        lines.append(indent + " ".join(word for word in words if word))
        lines += _shown(block.children, indent + "  ")
    return lines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("# A\n\nb\nc\n\n---", ["heading 1 'A' 0-1", "paragraph 'b c' 2-4", "rule 5-6"], id="leaves"),
        pytest.param("A\n==\n", ["heading 1 'A' 0-2"], id="underlined-heading"),
        pytest.param(
            "- a\n  - b\n",
            [
                "bullets 0-2",
                "  item 0-2",
                "    paragraph 'a' 0-1",
                "    bullets 1-2",
                "      item 1-2",
                "        paragraph 'b' 1-2",
            ],
            id="nested-lists",
        ),
        pytest.param(
            "3. a\n3. b",
            ["steps 3 0-2", "  item 0-1", "    paragraph 'a' 0-1", "  item 1-2", "    paragraph 'b' 1-2"],
            id="steps",
        ),
        pytest.param("```sh x\n# a\n\n b\n```", ["code sh x '# a\\n\\n b' 0-5"], id="fence"),
        pytest.param("    a\n", ["code 'a' 0-1"], id="indented-code"),
        pytest.param("> a", ["quote 0-1", "  paragraph 'a' 0-1"], id="quote"),
        pytest.param(
            "|A|\n|-|\n|b|",
            ["table 0-3", "  row 0-1", "    cell th 'A' 0-1", "  row 2-3", "    cell td 'b' 2-3"],
            id="pipe-table",
        ),
        pytest.param("1\\. a", ["paragraph '1. a' 0-1"], id="escaped-number"),
        pytest.param("<Key>\n<x>y</x>", ["paragraph '<Key> <x>y</x>' 0-2"], id="raw-xml-is-text"),
    ],
)
def test_markdown_to_blocks(source: str, expected: list[str]) -> None:
    assert tree(source) == expected


def test_without_indented_code_four_spaces_are_nothing() -> None:
    assert tree("    # A\n\n    b\n", indented_code=False) == ["heading 1 'A' 0-1", "paragraph 'b' 2-3"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<table><tr><td>a</td><td>b</td></tr></table>", [["td a", "td b"]], id="one-line"),
        pytest.param(
            "<table>\n<thead>\n<tr><th>A</th></tr>\n</thead>\n<tr><td>b</td></tr>\n</table>",
            [["th A"], ["td b"]],
            id="head",
        ),
        pytest.param("<table><td>a<br>b<p>c</p></td></table>", [["td a\nb\nc"]], id="lines-in-a-cell"),
        pytest.param(
            "<table><tr><td><ul><li>a</li><li>b</li></ul></td></tr></table>", [["td a\nb"]], id="list-in-a-cell"
        ),
        pytest.param(
            "<table><tr><td>**a** `b` <b>c</b> &lt; &#10003;</td></tr></table>", [["td a b c < ✓"]], id="inline-markup"
        ),
        pytest.param("<table>\n<tr><td>a", [["td a"]], id="never-closed"),
        pytest.param("<table>x<tr><td>a</td></tr></table>", [["td x"], ["td a"]], id="text-outside-cells"),
    ],
)
def test_an_html_table_becomes_rows(source: str, expected: list[list[str]]) -> None:
    (table,) = blocks(source, range(20))
    assert [[f"{cell.label} {cell.text}" for cell in row.children] for row in table.children] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("[a](/b) **c** _d_ ~~e~~ `f`", "a c d e f", id="markup"),
        pytest.param("![схема](a.png)", "схема", id="image"),
        pytest.param("a<br>b<BR/>c  \nd\\\ne\nf", "a\nb\nc\nd\ne f", id="line-breaks"),
        pytest.param("<имя_бакета> <PASSWORD> <id> `<key>`", "<имя_бакета> <PASSWORD> <id> <key>", id="placeholders"),
        pytest.param('<a id="x"></a><b>a</b> <kbd>C</kbd> <span style="x">b</span>', "a C b", id="html"),
        pytest.param("a <tabs> b </info>", "a b", id="tags-of-ours"),
        pytest.param("a <!-- c -->b", "a b", id="comment"),
        pytest.param("50&nbsp;ТБ 5\u00a0ТБ  и", "50\u00a0ТБ 5\u00a0ТБ и", id="no-break-spaces-stay"),
        pytest.param("<https://a.example> a@b.example", "https://a.example a@b.example", id="addresses"),
        pytest.param("1 < 2 && 3 > 2, &copy; &lt;br&gt;", "1 < 2 && 3 > 2, © <br>", id="signs"),
        pytest.param("<?xml version='1.0'?><![CDATA[x]]>", "<?xml version='1.0'?><![CDATA[x]]>", id="xml"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_inline_text(source: str, expected: str) -> None:
    assert inline_text(source) == expected


def test_borders_hold_what_stands_between_them_at_any_indentation() -> None:
    opening, closing = Border("note", True, "info"), Border("note", False)
    source = f"- a\n\n{opening.line(6)}\n\n      b\n\n          c\n{closing.line(6)}\n\n  d"
    assert tree(source) == [
        "bullets 0-10",
        "  item 0-10",
        "    paragraph 'a' 0-1",
        "    note info 2-7",
        "      paragraph 'b' 4-5",
        "      code 'c' 6-7",
        "    paragraph 'd' 9-10",
    ]


def test_a_table_never_closed_ends_before_a_border() -> None:
    source = f"<table>\n<tr><td>a</td></tr>\n{Border('note', True, 'info').line(0)}\nb\n{Border('note', False).line(0)}"
    assert [line.split()[0] for line in tree(source)] == ["table", "row", "cell", "note", "paragraph"]


def test_lines_are_those_of_the_file() -> None:
    (paragraph,) = blocks("a\nb", [7, 9])
    assert paragraph.lines == (7, 10)

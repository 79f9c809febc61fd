import pytest

from ingest.markdown.borders import Border, read_border
from ingest.markdown.lines import lines_of
from ingest.markdown.tags import DEEPEST, rewrite


def rewritten(source: str) -> tuple[list[str], list[str]]:
    """Lines that are not empty, a border as ``+kind label`` or ``-kind``, and faults as ``line code``."""
    result = rewrite("a.md", lines_of(source)[0])
    lines = [line.text for line in result.lines if line.text.strip()]
    return [_shown(line) for line in lines], [f"{fault.line} {fault.code}" for fault in result.diagnostics]


def _shown(line: str) -> str:
    border = read_border(line)
    if border is None:
        return line
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return f"{indent}+{border.kind} {border.label}".rstrip() if border.opens else f"{indent}-{border.kind}"


TABS = (
    "<tabs>\n<tablist>\n<tab>A</tab>\n<tab>B</tab>\n</tablist>\n"
    "<tabpanel>\nx\n</tabpanel>\n<tabpanel>\ny\n</tabpanel>\n</tabs>"
)
BOTH = ["+tabs", "+tab A", "x", "-tab", "+tab B", "y", "-tab", "-tabs"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(TABS, BOTH, id="a-tag-a-line"),
        pytest.param(TABS.replace("\n", ""), BOTH, id="all-on-one-line"),
        pytest.param(TABS.replace("\n", "\n\n"), BOTH, id="empty-lines"),
        pytest.param("<info>\nx\n</info>", ["+note info", "x", "-note"], id="note"),
        pytest.param("<warn>x</warn>", ["+note warn", "x", "-note"], id="note-on-one-line"),
        pytest.param("<info>\nx</info>", ["+note info", "x", "-note"], id="closer-at-the-end-of-text"),
        pytest.param("<details><summary>s</summary>x</details>", ["+details s", "x", "-details"], id="details"),
        pytest.param(
            "<details open>\n<summary><b>s</b></summary>\nx\n</details>",
            ["+details <b>s</b>", "x", "-details"],
            id="open",
        ),
        pytest.param(
            "<details>\n<summary>\ntwo\nlines\n</summary>\n</details>",
            ["+details two lines", "-details"],
            id="caption-of-two-lines",
        ),
        pytest.param(
            "1. <tabs>\n   <tablist></tablist></tabs>", ["1.", "   +tabs", "   -tabs"], id="on-the-line-of-a-list-mark"
        ),
        pytest.param(
            "- a\n\n    <info>\n  b\n    </info>",
            ["- a", "    +note info", "    b", "    -note"],
            id="text-moves-under-its-tag",
        ),
        pytest.param(
            "    <info>\n```\n  a\n b\n```\n</info>",
            ["    +note info", "    ```", "      a", "     b", "    ```", "    -note"],
            id="code-moves-as-one",
        ),
        pytest.param("names <tabs> in a text", ["names <tabs> in a text"], id="inside-text-it-stays"),
        pytest.param("`<tabs>` opens", ["`<tabs>` opens"], id="inline-code"),
        pytest.param("it ends with `</tabs>`", ["it ends with `</tabs>`"], id="inline-code-at-the-end"),
        pytest.param("```\n<tabs>\n```", ["```", "<tabs>", "```"], id="fenced-code"),
        pytest.param(
            "<infos>x</infos>\n<table>\n<bucket>", ["<infos>x</infos>", "<table>", "<bucket>"], id="other-tags"
        ),
        pytest.param("a  \nb", ["a  ", "b"], id="hard-break-stays"),
        pytest.param(
            "<info>\n- a\n  <info>\n  b\n  </info>\n</info>",
            ["+note info", "- a", "  +note info", "  b", "  -note", "-note"],
            id="note-in-an-item-of-a-note",
        ),
        pytest.param(
            "<details><summary>a</summary>\n<details><summary>b</summary>\n</details>\n</details>",
            ["+details a", "+details b", "-details", "-details"],
            id="details-in-details",
        ),
    ],
)
def test_sound_tags_become_borders(source: str, expected: list[str]) -> None:
    assert rewritten(source) == (expected, [])


@pytest.mark.parametrize(
    ("source", "expected", "faults"),
    [
        pytest.param("a\n</info>\nb", ["a", "b"], ["2 stray-tag"], id="stray-closer"),
        pytest.param("<info>\na", ["+note info", "a", "-note"], ["1 unclosed-tag"], id="never-closed"),
        pytest.param(
            "## A\n<info>\na\n## B\nb",
            ["## A", "+note info", "a", "-note", "## B", "b"],
            ["2 unclosed-tag"],
            id="closed-before-the-next-heading",
        ),
        pytest.param(
            "## A\n<info>\na\n### B\nb\n## C",
            ["## A", "+note info", "a", "### B", "b", "-note", "## C"],
            ["2 unclosed-tag"],
            id="but-not-before-a-lower-one",
        ),
        pytest.param("x</err>\n", ["x"], ["1 stray-tag"], id="stray-closer-after-text"),
        pytest.param(
            "<details>\n<summary\n>",
            ["+details", "<summary", ">", "-details"],
            ["1 unclosed-tag"],
            id="tag-over-two-lines",
        ),
        pytest.param(
            "<info>\na\n<info>\nb", ["+note info", "a", "-note", "b"], ["3 opener-as-closer"], id="opener-for-closer"
        ),
        pytest.param(
            "<details><summary>s</summary>\na\n<details>\nb",
            ["+details s", "a", "-details", "b"],
            ["3 opener-as-closer"],
            id="details-for-closer",
        ),
        pytest.param("<details>\na\n</details>", ["+details", "a", "-details"], ["1 no-summary"], id="no-summary"),
        pytest.param(
            "<details><summary>s\n\na\n</details>",
            ["+details s", "a", "-details"],
            ["1 unclosed-tag"],
            id="caption-ends-at-an-empty-line",
        ),
        pytest.param("<summary>s</summary>", ["s"], ["1 stray-tag"], id="caption-of-nothing"),
        pytest.param(
            "<infoo>\na\n</inf>", ["+note info", "a", "-note"], ["1 misspelt-tag", "3 misspelt-tag"], id="misspelt"
        ),
        pytest.param(
            "<detials><summary>s</summary>\n</details>",
            ["+details s", "-details"],
            ["1 misspelt-tag"],
            id="misspelt-beside-a-tag",
        ),
        pytest.param("<info>\na</infoo>", ["+note info", "a", "-note"], ["2 misspelt-tag"], id="misspelt-at-the-end"),
        pytest.param(
            "<WARN>\na\n</WARN>", ["+note warn", "a", "-note"], ["1 misspelt-tag", "3 misspelt-tag"], id="capitals"
        ),
        pytest.param("<tabpanel>\na\n</tabpanel>", ["a"], ["1 stray-tag", "3 stray-tag"], id="panel-outside-tabs"),
        pytest.param(
            "<tablist>\n<tab>A</tab>\n</tablist>",
            ["A"],
            ["1 stray-tag", "2 stray-tag", "3 stray-tag"],
            id="list-outside-tabs",
        ),
        pytest.param(
            TABS.replace("<tab>A</tab>", "<tab>A<tab>"), BOTH, ["3 opener-as-closer"], id="tab-closed-by-an-opener"
        ),
        pytest.param(
            TABS.replace("<tab>A</tab>\n", ""),
            ["+tabs", "+tab B", "x", "-tab", "+tab", "y", "-tab", "-tabs"],
            ["8 unnamed-panel"],
            id="panel-without-a-name",
        ),
        pytest.param(
            TABS.replace("<tabpanel>\ny\n</tabpanel>\n", ""),
            BOTH[:4] + BOTH[-1:],
            ["4 missing-panel"],
            id="name-without-a-panel",
        ),
        pytest.param(TABS.replace("x\n</tabpanel>", "x"), BOTH, ["6 unclosed-tag"], id="panel-not-closed"),
        pytest.param(TABS.replace("\n<tabpanel>\ny", "\ny"), BOTH, ["9 stray-text"], id="panel-not-opened"),
        pytest.param(
            TABS.removesuffix("</tabs>") + "z", [*BOTH, "z"], ["1 unclosed-tag"], id="tabs-end-where-other-text-follows"
        ),
    ],
)
def test_a_broken_tag_is_put_right_and_reported(source: str, expected: list[str], faults: list[str]) -> None:
    assert rewritten(source) == (expected, faults)


def test_a_fault_says_where_what_and_what_to_write() -> None:
    (fault,) = rewrite("pay.md", lines_of("\n\n<info>\nText")[0]).diagnostics
    assert str(fault) == "pay.md:3: <info> is never closed: the page ends first; add </info>."


def test_tags_nest_only_so_deep() -> None:
    lines, faults = rewritten("".join(f"{'  ' * depth}<info>\n" for depth in range(DEEPEST + 3)) + "x\n")
    assert sum("+note" in line for line in lines) == DEEPEST
    assert sum("too-deep" in fault for fault in faults) == 3


def test_a_border_reads_back_as_written() -> None:
    border = Border("tab", True, "Регион **Москва**")
    assert read_border(border.line(4)) == border
    assert read_border("text") is None

import pytest
from hypothesis import given

from ingest.markdown.split import walk
from ingest.page import parse_page
from ingest.render.text import mail_text, markdown, plain_text
from tests.pages import Written, bundled_facets, damaged_pages, generated, section_of, sections_of

CASES = [
    pytest.param("a\n\nb", "a\nb", "a\n\nb", id="paragraphs"),
    pytest.param("**a** [b](/c)<br>d", "a b\nd", "**a** [b](/c)<br>d", id="inline"),
    pytest.param("- a\n- b\n\n  c", "- a\n- b\n  c", "- a\n- b\n\n  c", id="bullets"),
    pytest.param("3. a\n3. b", "3. a\n4. b", "3. a\n4. b", id="steps"),
    pytest.param(
        "9. a\n   - b\n9. c\n   - d",
        "9. a\n   - b\n10. c\n    - d",
        "9. a\n\n   - b\n10. c\n\n    - d",
        id="numbers-grow-wider",
    ),
    pytest.param("```sh\n# a\n```", "# a", "```sh\n# a\n```", id="code"),
    pytest.param("````\n```\n````", "```", "````\n```\n````", id="code-with-a-fence"),
    pytest.param("> a\n>\n> b", "a\nb", "> a\n>\n> b", id="quote"),
    pytest.param("<info>\n\na\n\n- b\n\n</info>", "a\n- b", "> a\n>\n> - b", id="note"),
    pytest.param("a\n\n---\n\nb", "a\nb", "a\n\n---\n\nb", id="rule"),
    pytest.param("|a|b|\n|-|-|\n|c<br>d||", "a | b\nc d |", "| a | b |\n| --- | --- |\n| c<br>d |  |", id="table"),
    pytest.param("<details><summary>s</summary>\n\na\n\n</details>", "s:\na", "**s**\n\na", id="details"),
    pytest.param(
        "<tabs><tablist><tab>s</tab><tab>t</tab></tablist><tabpanel>\n\na\n\n</tabpanel><tabpanel>\n\nb\n\n</tabpanel></tabs>",
        "s:\na\nt:\nb",
        "**s**\n\na\n\n**t**\n\nb",
        id="tabs",
    ),
    pytest.param("|a\\|b|\n|-|\n|`c\\|d`|", "a|b\nc|d", "| a\\|b |\n| --- |\n| `c\\|d` |", id="bars-in-cells"),
    pytest.param("", "", "", id="nothing"),
]


@pytest.mark.parametrize(("source", "plain", "marked"), CASES)
def test_render(source: str, plain: str, marked: str) -> None:
    blocks = section_of(source).blocks if source else ()
    assert plain_text(blocks).text == plain
    assert markdown(blocks) == marked


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("See [the **form**](https://a.example/f).", "See the form (https://a.example/f)."),
        ("Write to [us](mailto:a@b.example).", "Write to us (a@b.example)."),
        ("At <https://a.example/>, `[x](y)`.", "At https://a.example/, [x](y)."),
        ("1. One\n2. [Two](b)\n   - three", "1. One\n2. Two (b)\n   - three"),
    ],
)
def test_a_mail_has_the_address_of_each_link(written: str, text: str) -> None:
    assert mail_text(written) == text


def test_leaves_say_where_they_stand() -> None:
    plain = plain_text(
        section_of("a b\n\n1. c\n\n   d<br>e\n\n   ```\n   f\n   g\n   ```\n\n|h|i|\n|-|-|\n|j|k|").blocks
    )
    assert [plain.text[leaf.start : leaf.end] for leaf in plain.leaves] == [
        "a b",
        "c",
        "d\n   e",
        "f\n   g",
        "h | i",
        "j | k",
    ]
    assert [leaf.block.kind for leaf in plain.leaves] == ["paragraph", "paragraph", "paragraph", "code", "row", "row"]


@generated
@given(damaged_pages())
def test_leaves_hold_the_whole_text_in_order(written: Written) -> None:
    for section in sections_of(written.source):
        plain = plain_text(section.blocks)
        ends = 0
        for leaf in plain.leaves:
            assert ends <= leaf.start < leaf.end <= len(plain.text)
            ends = leaf.end
            first = (leaf.block.text or leaf.block.children[0].text).split("\n")[0]
            assert plain.text[leaf.start : leaf.end].startswith(first) or leaf.block.kind == "row"


@generated
@given(damaged_pages())
def test_markdown_reads_as_the_same_text(written: Written) -> None:
    """What is written out parses, without any dialect, into the same words."""
    for section in sections_of(written.source):
        again = parse_page("a.md", "# A\n\n" + markdown(section.blocks), bundled_facets(), dialect="plain")
        before = plain_text([block for block in walk(section.blocks) if not block.children]).text
        after = " ".join(
            "\n".join([one.title if one.anchor != "a" else "", plain_text(one.blocks).text]) for one in again.sections
        )
        missing = [word for word in before.split() if word not in after and word.isalpha()]
        assert missing == []

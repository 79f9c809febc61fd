import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markdown.lines import joined, lines_of


def kept(source: str) -> list[tuple[int, str, bool]]:
    """Number, text and code of every line that is not empty."""
    return [(line.number, line.text, line.code) for line in lines_of(source)[0] if line.text.strip()]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("\ufeffa\r\nb\rc\n", [(0, "a", False), (1, "b", False), (2, "c", False)], id="line-ends-and-mark"),
        pytest.param("a\0b\ufdd0c", [(0, "abc", False)], id="characters-that-no-text-holds"),
        pytest.param("\tx\n- \ty", [(0, "    x", False), (1, "- \ty", False)], id="tabs-before-text"),
        pytest.param("a\u2028b\x0cc", [(0, "a b c", False)], id="only-newlines-end-lines"),
    ],
)
def test_lines(source: str, expected: list[tuple[int, str, bool]]) -> None:
    assert kept(source) == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("```\n# x\n```\ny", [0, 1, 2], id="backticks"),
        pytest.param("~~~ sh\n```\n~~~\ny", [0, 1, 2], id="tildes"),
        pytest.param("````\n```\n````\ny", [0, 1, 2], id="longer"),
        pytest.param("- ```\n  x\n  ```\ny", [0, 1, 2], id="on-the-line-of-a-mark"),
        pytest.param("      ```\n x\n```\ny", [0, 1, 2], id="indented"),
        pytest.param("``` a ` b\ny", [], id="no-fence"),
        pytest.param("``x``\n`` ``` ``", [], id="inline"),
    ],
)
def test_fences(source: str, code: list[int]) -> None:
    read = lines_of(source)
    assert [line.number for line in read.lines if line.code] == code
    assert read.unclosed_code == {}


@pytest.mark.parametrize(
    ("source", "expected", "unclosed"),
    [
        pytest.param("```\na\n\n## B\nc", [(0, "```"), (1, "a"), (2, "```"), (3, "## B"), (4, "c")], [0], id="heading"),
        pytest.param("  ~~~\na", [(0, "  ~~~"), (1, "a"), (1, "  ~~~")], [0], id="end-of-page"),
        pytest.param("```\n# a\n\n#b", [(0, "```"), (1, "# a"), (3, "#b"), (3, "```")], [0], id="comments-stay"),
    ],
)
def test_a_fence_never_closed_ends_before_a_heading(
    source: str, expected: list[tuple[int, str]], unclosed: list[int]
) -> None:
    assert [(number, text) for number, text, _ in kept(source)] == expected
    assert list(lines_of(source).unclosed_code) == unclosed


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a <!-- b --> c", [(0, "a  c")], id="inside-a-line"),
        pytest.param("a\n<!-- b\n## c\n-->\nd", [(0, "a"), (4, "d")], id="over-lines"),
        pytest.param("a <!-- b\nc", [(0, "a <!-- b"), (1, "c")], id="never-closed"),
        pytest.param("```\n<!-- b -->\n```", [(0, "```"), (1, "<!-- b -->"), (2, "```")], id="fenced"),
        pytest.param("`<!-- b -->` <!-- c -->", [(0, "`<!-- b -->` ")], id="inline-code"),
        pytest.param("a ` b\n\n<!-- c -->\n\n` d", [(0, "a ` b"), (4, "` d")], id="lonely-backticks"),
        pytest.param("<!-- a -->\n```\n--> \n```", [(1, "```"), (2, "--> "), (3, "```")], id="before-a-fence"),
    ],
)
def test_comments_are_taken_out(source: str, expected: list[tuple[int, str]]) -> None:
    assert [(number, text) for number, text, _ in kept(source)] == expected


@given(st.text(st.sampled_from("ab `~<!->#\n\t"), max_size=80))
def test_numbers_never_go_back(source: str) -> None:
    text, numbers = joined(lines_of(source)[0])
    assert numbers == sorted(numbers)
    assert all(0 <= number <= source.count("\n") for number in numbers)
    assert len(numbers) == (text.count("\n") + 1 if numbers else 0)

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.markdown.blocks import blocks, inline_text, parser
from ingest.markdown.brackets import unclosed_as_text

COMMONMARK = MarkdownIt("commonmark", {"html": True})


@given(
    st.lists(st.sampled_from([*"[]!()<>`*\\ аб\n", "![", "](", "[^1]", "](/x)", "<b>", "&amp;"]), max_size=30).map(
        "".join
    )
)
@example("[[[а](/x)")
@example("](/x) [ ![")
@example("![[а]")
@example("`]` [а")
def test_what_is_read_is_what_commonmark_reads(text: str) -> None:
    ours = MarkdownIt("commonmark", {"html": True}).use(unclosed_as_text)
    source = f"[б]: /б\n\n{text}"
    assert ours.render(source) == COMMONMARK.render(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("[" * 3000, "[" * 3000, id="openers"),
        pytest.param("![" * 3000, "![" * 3000, id="image-openers"),
        pytest.param("[" * 3000 + "]", "[" * 3000 + "]", id="closed-once"),
        pytest.param("[" * 3000 + " [а](/x)", "[" * 3000 + " а", id="a-link-after-them"),
        pytest.param("![" * 9 + "а" + "](/x)" * 9, "а", id="images-in-images"),
        pytest.param("[ ] [x] [а](/x) [[б]]", "[ ] [x] а [[б]]", id="boxes"),
    ],
)
def test_open_brackets_are_text_and_links_after_them_are_links(source: str, expected: str) -> None:
    assert inline_text(source) == expected


def test_blocks_nest_deeper_than_links() -> None:
    (quote,) = blocks(">" * 60 + " [а](/x)", [0])
    depth = 0
    while quote.children:
        (quote,), depth = quote.children, depth + 1
    assert (depth, quote.text) == (60, "а")
    assert parser().options["maxNesting"] > 60

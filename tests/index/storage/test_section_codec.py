from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BrokenIndex
from index.storage.section_codec import decode, encode, read_sections, write_sections
from ingest.section import Block, Kind, Scope, Section

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)  # half surrogates and odd line breaks too
NAMES = st.sampled_from(["region", "scheme", "north", "юг", ""])
SCOPES = st.frozensets(st.tuples(NAMES, NAMES), max_size=3)
LINES = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))


def blocks_around(children: st.SearchStrategy[tuple[Block, ...]]) -> st.SearchStrategy[tuple[Block, ...]]:
    kinds = st.sampled_from(["paragraph", "item", "tabs", "tab", "note", "cell"])
    block = st.builds(Block, kinds, LINES, ANY_TEXT, ANY_TEXT, ANY_TEXT, SCOPES, children)
    return st.lists(block, max_size=3).map(tuple)


BLOCKS = st.recursive(st.just(()), blocks_around, max_leaves=8)
SECTIONS = st.builds(
    Section,
    id=ANY_TEXT,
    page=ANY_TEXT,
    anchor=ANY_TEXT,
    title=ANY_TEXT,
    breadcrumb=st.lists(ANY_TEXT, max_size=3).map(tuple),
    lines=LINES,
    blocks=BLOCKS,
    scopes=st.lists(SCOPES, max_size=3).map(tuple),
)


def section(*blocks: Block, scopes: tuple[Scope, ...] = ()) -> Section:
    return Section("faq/pay.md#card", "faq/pay.md", "card", "Как платить?", ("Оплата",), (3, 9), blocks, scopes)


@given(SECTIONS)
def test_a_section_comes_back_the_same(given: Section) -> None:
    again = decode(encode(given))
    assert again == given
    assert encode(again) == encode(given)
    assert b"\n" not in encode(given)


def test_types_come_back_exactly() -> None:
    inner = Block("item", (1, 2), "**а**", "а", scope=frozenset({("region", "north")}))
    again = decode(encode(section(Block("bullets", (1, 2), children=(inner,)), scopes=(frozenset(),))))
    assert isinstance(again.blocks[0].children[0].scope, frozenset)
    assert (type(again.lines), type(again.breadcrumb), type(again.scopes)) == (tuple, tuple, tuple)


def test_equal_texts_are_one_object_also_for_others(tmp_path: Path) -> None:
    cells = [Block("cell", (1, 2), f"**{text}**", text) for text in ("Да, всегда", "Нет", "Да, всегда")]
    write_sections(tmp_path / "sections.jsonl", [section(*cells), section(*cells)])
    texts: dict[str, str] = {}
    read = read_sections(tmp_path / "sections.jsonl", texts=texts)
    yes = [block.text for one in read for block in one.blocks if block.text == "Да, всегда"]
    assert len(yes) == 4
    assert {id(text) for text in yes} == {id(texts["Да, всегда"])}


def test_a_line_is_compact_and_sorted() -> None:
    scope = frozenset({("region", "south"), ("region", "north")})
    line = encode(section(Block("tab", (4, 6), label="Юг", scope=scope), Block("rule", (7, 8))))
    assert line.decode() == (
        '{"id":"faq/pay.md#card","page":"faq/pay.md","anchor":"card","title":"Как платить?","breadcrumb":["Оплата"],'
        '"lines":[3,9],"scopes":[],"blocks":[["tab",4,6,"",null,"Юг",[["region","north"],["region","south"]]],["rule",7,8]]}'
    )


@pytest.mark.parametrize(("source", "text"), [("**а**", "а"), ("а", "а"), ("<br>", ""), ("", "а"), ("", "")])
def test_source_and_text_keep_apart(source: str, text: str) -> None:
    given = section(Block("paragraph", (1, 2), source, text))
    assert decode(encode(given)) == given


def test_equal_scopes_are_one_object() -> None:
    kinds: list[Kind] = ["paragraph", "note"]
    blocks = [Block(kind, (0, 1), scope=frozenset({("region", "north")})) for kind in kinds]
    first, second = decode(encode(section(*blocks))).blocks
    assert first.scope is second.scope


def test_a_file_keeps_order(tmp_path: Path) -> None:
    sections = [section(Block("paragraph", (n, n + 1), f"{n}\u2028\r\n", f"{n}\x85")) for n in range(3)]
    write_sections(tmp_path / "sections.jsonl", sections)
    assert read_sections(tmp_path / "sections.jsonl") == sections


def test_no_sections_are_an_empty_file(tmp_path: Path) -> None:
    write_sections(tmp_path / "sections.jsonl", [])
    assert read_sections(tmp_path / "sections.jsonl") == []


GOOD = encode(section()) + b"\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(GOOD + b"{\n", r"sections\.jsonl:2: holds no section", id="no-json"),
        pytest.param(b"[]\n", r"sections\.jsonl:1: holds no section", id="no-object"),
        pytest.param(b"{}\n", r"sections\.jsonl:1: holds no section", id="no-fields"),
        pytest.param(b"\xff\xfe\n", r"sections\.jsonl:1: holds no section", id="no-utf-8"),
        pytest.param(GOOD.replace(b'"blocks":[]', b'"blocks":[["poem",1,2]]'), r":1: holds .*poem", id="unknown-kind"),
        pytest.param(GOOD.replace(b'"blocks":[]', b'"blocks":[["item"]]'), r":1: holds no", id="short-block"),
        pytest.param(GOOD[:-1], r"sections\.jsonl: is cut short", id="cut"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "sections.jsonl").write_bytes(content)
    with pytest.raises(BrokenIndex, match=message):
        read_sections(tmp_path / "sections.jsonl")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndex, match=r"sections\.jsonl: cannot be read \(No such file"):
        read_sections(tmp_path / "sections.jsonl")

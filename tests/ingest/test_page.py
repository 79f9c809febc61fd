import difflib
import re
from collections import Counter

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eval.bench.projection import broken_laws
from ingest.content.pages import title_from
from ingest.markdown.split import walk
from ingest.page import Page, parse_page
from ingest.render.text import plain_text
from tests.pages import SIGNS, TAG, TAGS, Written, bundled_facets, damaged_pages, generated, pages


def parsed(written: Written) -> Page:
    return parse_page("a.md", written.source, bundled_facets())


OURS = re.compile(TAG.pattern)
"""In capitals, inside a text, it is a placeholder."""


def check(page: Page, written: Written) -> None:
    """No heading lost, no code lost, no tag of ours in a text, line numbers in the file, projection lawful."""
    in_order = iter(written.headings)
    assert all(section.title in in_order for section in page.sections if section.anchor)
    blocks = [block for section in page.sections for block in walk(section.blocks)]
    headings = [section.title for section in page.sections if section.anchor]
    headings += [block.text for block in blocks if block.kind == "heading"]
    assert sorted(headings) == sorted(written.headings)
    assert Counter(written.code) <= Counter(block.source for block in blocks if block.kind == "code")
    assert [block.text for block in blocks if block.kind != "code" and OURS.search(block.text + block.label)] == []
    ids = [section.id for section in page.sections]
    assert len(set(ids)) == len(ids)
    for section in page.sections:
        assert 0 <= section.lines[0] < section.lines[1] <= len(written.lines)
        assert plain_text(section.blocks).text.count("\ufdd0") == 0
        assert broken_laws(section, bundled_facets()) == []


@generated
@given(pages())
def test_a_sound_page_parses_without_a_fault(written: Written) -> None:
    page = parsed(written)
    assert {fault.code for fault in page.diagnostics} <= {"unread-scope"}  # of labels such as «Пример для региона X»
    check(page, written)
    # In a damaged page a tag that slipped to the left ends its list item, and what is indented behind it is code.
    code = [block for section in page.sections for block in walk(section.blocks) if block.kind == "code"]
    assert len(code) == len(written.code)


@generated
@given(damaged_pages())
def test_a_damaged_page_loses_nothing(written: Written) -> None:
    page = parsed(written)
    assume(page.diagnostics)  # else the damage made another sound page
    check(page, written)
    for fault in page.diagnostics:
        assert 1 <= fault.line <= len(written.lines)
        assert fault.advice
        assert fault.found


@generated
@given(damaged_pages())
def test_a_fault_is_on_the_line_that_it_names(written: Written) -> None:
    faults = parsed(written).diagnostics
    opened_by_text = {fault.line for fault in faults if fault.code == "stray-text"}
    for fault in faults:
        line = written.lines[fault.line - 1]
        tags = re.findall(r"</?\w+", line.lower())
        name = re.search(r"</?\w+", fault.found.lower())
        if fault.code == "misspelt-tag":
            assert fault.found.split()[0] in line
        elif name and fault.code in TAGGED_FAULTS and fault.line not in opened_by_text:
            assert difflib.get_close_matches(name[0], tags, 1, 0.7), (fault, line)


TAGGED_FAULTS = ("stray-tag", "opener-as-closer", "unclosed-tag", "too-deep", "no-summary")


@generated
@given(st.text() | SIGNS | TAGS)
@example("")
@example("---\n")
@example("<tabs>" * 300 + "x")
@example(">" * 3000 + "x")
@example("- " * 3000 + "x")
@example("<!--")
@example("<summary>")
@example("<table>")
@example("> <info>\n> x\n> </info>\n")
@example("\ufdd0tabs\ufdd0open\ufdd0x")
def test_no_text_makes_parsing_fail(source: str) -> None:
    for dialect in ("tags", "plain"):
        page = parse_page("faq/a.md", source, bundled_facets(), dialect=dialect)
        for section in page.sections:
            assert broken_laws(section, bundled_facets()) == []
        assert all(1 <= fault.line <= source.count("\n") + source.count("\r") + 1 for fault in page.diagnostics)


@pytest.mark.parametrize(
    "source", ["a\n       <info>\n       b\n       </info>", "1000. <info>b</info>", "- <info>\n  b\n  </info>"]
)
def test_a_tag_far_to_the_right_is_a_tag(source: str) -> None:
    (section,) = parse_page("a.md", source, bundled_facets()).sections
    assert [block.kind for block in walk(section.blocks)][-2:] == ["note", "paragraph"]


@pytest.mark.parametrize(
    ("page", "split"),
    [
        pytest.param("billing/faq/money.md", True, id="folder"),
        pytest.param("qa-corporate.md", True, id="prefix"),
        pytest.param("FAQ.md", True, id="capitals"),
        pytest.param("disk-faq.md", True, id="suffix"),
        pytest.param("aqua.md", False, id="part-of-a-word"),
    ],
)
def test_a_faq_is_split_at_its_questions_alone(page: str, split: bool) -> None:
    sections = parse_page(page, "## Один\n\n### Два\n", bundled_facets()).sections
    assert [section.title for section in sections] == (["Один"] if split else ["Один", "Два"])


def test_a_page_of_questions_is_a_faq_whatever_its_name() -> None:
    sections = parse_page("a.md", "## Один?\n\n### Два\n\n## Три?\n\n## Четыре\n", bundled_facets()).sections
    assert [section.title for section in sections] == ["Один?", "Три?", "Четыре"]


def test_the_plain_dialect_leaves_tags_alone() -> None:
    (section,) = parse_page("a.md", "<tabs>\n\nТекст\n\n</tabs>\n", bundled_facets(), dialect="plain").sections
    assert plain_text(section.blocks).text == "\nТекст\n"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("billing/payment-methods.md", "Payment methods"),
        ("vopros.md", "Vopros"),
        ("a_b--c.md", "A b c"),
        ("---.md", "---.md"),
    ],
)
def test_title_from(page: str, title: str) -> None:
    assert title_from(page) == title


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        pytest.param("---\ntitle: Счета\n---\nДа", "Счета", "Да", id="title"),
        pytest.param("---\ntitle: 'В кавычках'\ntags:\n  - x\n---\nДа", "В кавычках", "Да", id="quoted"),
        pytest.param("---\nkey: value\n---\nДа", "A", "Да", id="no-title"),
        pytest.param("\ufeff---\r\ntitle: Счета\r\n---\r\nДа", "Счета", "Да", id="byte-order-mark-and-crlf"),
        pytest.param("---\n\nДа, это текст.\n\n---\n", "A", "Да, это текст.", id="rules-around-text"),
        pytest.param("---\ntitle: >-\n  Счета\n  и акты\n---\nДа", "Счета и акты", "Да", id="folded"),
        pytest.param('---\n"title": "Счета: все" # №1\n---\nДа', "Счета: все", "Да", id="quoted-key-and-comment"),
        pytest.param("---\ntitle: 2024-01-31\n---\nДа", "2024-01-31", "Да", id="a-date-is-text"),
        pytest.param("---\ntitle: [a]\n---\nДа", "A", "Да", id="a-list-is-no-title"),
        pytest.param("---\n---\nДа", "A", "Да", id="empty"),
        pytest.param('+++\ntitle = "Счета"\ndraft = false\n+++\nДа', "Счета", "Да", id="toml"),
        pytest.param('---\ntitle: "Счета \\uD800"\n---\nДа', "Счета \ufffd", "Да", id="half-a-character"),
        pytest.param('---\ntitle: "Счета \\uD83D\\uDE00"\n---\nДа', "Счета 😀", "Да", id="two-halves"),
        pytest.param("+++\nДа", "A", "+++ Да", id="never-closed"),
    ],
)
def test_front_matter(source: str, title: str, text: str) -> None:
    (section,) = parse_page("a.md", source, bundled_facets()).sections
    assert (section.title, plain_text(section.blocks).text) == (title, text)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "---\nweight: 3\ntitle: Счета: все\n---\nДа",
            "a.md:3: the front matter is not YAML (mapping values are not allowed here); fix this line.",
            id="yaml",
        ),
        pytest.param(
            "---\ntitle: [a\n---\nДа",
            "a.md:2: the front matter is not YAML (expected ',' or ']', but got '<stream end>'); fix this line.",
            id="open-at-its-end",
        ),
        pytest.param(
            f"---\ntitle: {'[' * 2000}\n---\nДа", "a.md:2: the front matter is not YAML; fix this line.", id="deep"
        ),
        pytest.param(
            "+++\nweight = 3\ntitle = Счета\n+++\nДа",
            "a.md:3: the front matter is not TOML; fix this line.",
            id="toml",
        ),
    ],
)
def test_a_front_matter_that_cannot_be_read_is_reported_and_left_out(source: str, message: str) -> None:
    page = parse_page("a.md", source, bundled_facets())
    (section,) = page.sections
    assert (section.title, plain_text(section.blocks).text) == ("A", "Да")
    assert [str(fault) for fault in page.diagnostics] == [message]


@given(st.sampled_from(["---", "+++"]), st.text("abт:=-#&*[]{}\"'|>?!%@` \t\n\x07\ud7ff0", max_size=60))
def test_no_front_matter_makes_it_fail(mark: str, inside: str) -> None:
    page = parse_page("a.md", f"{mark}\n{inside}\n{mark}\n\n## Как?\n\nТак.\n", bundled_facets())
    assert page.sections[-1].title == "Как?"

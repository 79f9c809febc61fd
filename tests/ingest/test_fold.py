from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.content.facets import read_facets
from ingest.content.pages import read_content
from ingest.fold import clean, fold, fold_in_place, fold_line, fold_phrase
from ingest.markdown.anchors import anchor
from ingest.page import Page, parse_page
from tests.copies import COPIES
from tests.pages import bundled_facets, sections_of, tabs

GOLDEN = Path(__file__).parent / "golden"
FAQ = Path(__file__).parents[2] / "faq"
PAGES = [*sorted(GOLDEN.glob("*.md")), *sorted(FAQ.glob("*.md"))]

copies = pytest.mark.parametrize("copy", [pytest.param(copy, id=name) for name, copy in COPIES.items()])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Ещё ЁЖ", "еще еж", id="case-and-yo"),
        pytest.param("е\u0308лка ЕЩЕ\u0308", "елка еще", id="yo-of-two-characters"),
        pytest.param("и\u0306од", "йод", id="short-i-of-two-characters"),
        pytest.param("Моск\u00adва\ufeff \u200bКа\u2060зах\u200dстан", "москва казахстан", id="invisible"),
        pytest.param("и\u00ad\u0306", "й", id="soft-hyphen-before-a-mark"),
        pytest.param("Straße", "strasse", id="full-case-folding"),
        pytest.param(" A\t B ", " a\t b ", id="white-space-stays"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Регион\u00a0«Москва» ", "регион москва"),
        ("**Её** `код`_", "ее код"),
        ("\tA\n B", "a b"),
    ],
)
def test_fold_phrase(text: str, folded: str) -> None:
    assert fold_phrase(text) == folded


@pytest.mark.parametrize("folding", [clean, fold, fold_line, fold_phrase])
@given(text=st.text() | st.text("еёЕи\u0308\u0306\u0300\u0301\u0345\u00ad\u200b\u200d«` ǰŉ\u1fefß"))
@example(text="е\u0308\u0308")
@example(text="е«\u0308")
@example(text="е\u200d\u0308\u0300")
@example(text="\u0530\u200c\u1fee")
def test_folding_twice_is_folding_once(folding: Callable[[str], str], text: str) -> None:
    assert folding(folding(text)) == folding(text)


@copies
@given(text=st.text("еёйЁЙжAZß?. «»\n-", max_size=40))
def test_copies_fold_alike(copy: Callable[[str], str], text: str) -> None:
    assert fold(copy(text)) == fold(text)
    assert clean(copy(text)) == text


@given(st.text())
def test_folding_in_place_keeps_offsets(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)
    assert all(fold(one) in (fold(other), "") for one, other in zip(fold_in_place(text), text, strict=True))


@given(st.text("АБЁЙабёйAZaz 1.-", max_size=40))
def test_folding_in_place_is_folding_for_plain_text(text: str) -> None:
    assert fold_in_place(text) == fold(text)


@pytest.mark.parametrize("text", ["👩\u200d💻", "❤️\u200d🔥", "می\u200cخواهم"])
def test_joiners_that_are_seen_stay(text: str) -> None:
    assert clean(text) == text


@copies
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_copy_of_a_page_gives_the_same_sections(copy: Callable[[str], str], path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parsed(copy(text)) == parsed(text)


@copies
def test_scopes_are_read_in_copies(copy: Callable[[str], str]) -> None:
    label, step = copy("Регион: Казахстан"), copy("(Для юридических лиц в регионе Москва)")
    (section,) = sections_of(f"## Как оплатить?\n\n{tabs('Москва', label)}\n\n1. {step} Внесите реквизиты.\n")
    tab_set, steps = section.blocks
    assert [tab.scope for tab in tab_set.children] == [{("region", "moscow")}, {("region", "kazakhstan")}]
    assert steps.children[0].children[0].scope == {("region", "moscow"), ("payer", "company")}


def test_a_soft_hyphen_written_as_an_entity_hides_no_scope() -> None:
    (section,) = sections_of(tabs("Моск&shy;ва", "Казах&#8203;стан"))
    assert [tab.scope for tab in section.blocks[0].children] == [{("region", "moscow")}, {("region", "kazakhstan")}]


@copies
def test_copies_of_a_heading_have_one_anchor(copy: Callable[[str], str]) -> None:
    assert anchor(copy("Мой счёт")) == anchor("Мой счёт") == "moy_schet"


@copies
def test_a_copy_of_the_facets_names_the_same_values(copy: Callable[[str], str], tmp_path: Path) -> None:
    text = (FAQ / "facets.toml").read_text(encoding="utf-8")
    path = tmp_path / "facets.toml"
    path.write_text(copy(text), encoding="utf-8")
    assert read_facets(path) == bundled_facets()


def test_the_digest_is_of_the_bytes_and_not_of_the_clean_text(tmp_path: Path) -> None:
    digests = set()
    for text in ("Мой счёт", *(copy("Мой счёт") for copy in COPIES.values())):
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        (page,) = read_content(tmp_path)
        digests.add(page.digest)
    assert len(digests) == 1 + len(COPIES)


def parsed(text: str) -> Page:
    return parse_page("page.md", text, bundled_facets())

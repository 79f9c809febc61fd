"""Other ways to ask: read from beside the page, found by anchor, embedded as their section's."""

from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from ingest.content.alternates import alternates_beside, by_section, language, orphans, read_alternates, read_files
from ingest.content.facets import read_facets
from ingest.errors import BadAlternate
from ingest.page import parse_page
from tests.conftest import FAQ

LINE = '{"anchor": "kak_platit", "text": "чем рассчитаться", "lang": "ru", "type": "colloquial", "origin": "written"}\n'
PAGE = "## Как платить?\n\nКартой или по счету.\n"


def content(tmp_path: Path, alternates: str = LINE) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "pay-faq.md").write_text(PAGE, encoding="utf-8")
    (folder / "pay-faq.alternates.jsonl").write_text(alternates, encoding="utf-8")
    return folder


def indexed(folder: Path, *alternates: Path) -> Bundle:
    out = folder.parent / "index"
    build(folder, out, HashEncoder(), default_facets=FAQ / "facets.toml", alternates=alternates)
    return load(out, open_bundle)


def ways(bundle: Bundle) -> list[str]:
    return [passage.text for passage in bundle.passages if passage.kind == "alternate"]


def test_a_file_beside_the_page_is_found_whether_file_or_folder_is_named(tmp_path: Path) -> None:
    folder = content(tmp_path)
    assert (
        alternates_beside(folder) == alternates_beside(folder / "pay-faq.md") == [folder / "pay-faq.alternates.jsonl"]
    )


def test_alternates_are_embedded_as_their_sections(tmp_path: Path) -> None:
    assert ways(indexed(content(tmp_path))) == ["чем рассчитаться"]


def owners(bundle: Bundle) -> set[tuple[str, str]]:
    """Each alternate with the id of its section."""
    return {(one.text, bundle.sections[one.section].id) for one in bundle.passages if one.kind == "alternate"}


@pytest.mark.parametrize(
    ("pages", "beside"),
    [
        pytest.param(("lich.md", "firm.md"), "lich.md", id="two-pages-of-a-folder"),
        pytest.param(("lich/pay.md", "firm/pay.md"), "firm/pay.md", id="two-folders-with-pages-of-one-name"),
        pytest.param(("pay.md", "pay/pay.md", "pay/index.md"), "pay.md", id="a-page-and-a-folder-of-one-name"),
        pytest.param(("lich.MD", "firm.md"), "lich.MD", id="a-suffix-in-capitals"),
    ],
)
def test_alternates_are_of_the_page_that_they_are_beside(pages: tuple[str, ...], beside: str, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    for page in pages:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(PAGE, encoding="utf-8")
    (folder / beside).with_suffix(".alternates.jsonl").write_text(LINE, encoding="utf-8")
    assert owners(indexed(folder)) == {("чем рассчитаться", f"{beside}#kak_platit")}


def test_those_of_another_file_are_of_every_page_or_of_the_one_that_a_line_names(tmp_path: Path) -> None:
    folder = content(tmp_path, alternates="")
    (folder / "firm.md").write_text(PAGE, encoding="utf-8")
    other = tmp_path / "other.jsonl"
    other.write_text(LINE + LINE.replace("чем", "как").replace('"lang"', '"page": "firm.md", "lang"'), encoding="utf-8")
    assert owners(indexed(folder, other)) == {
        ("чем рассчитаться", "pay-faq.md#kak_platit"),
        ("чем рассчитаться", "firm.md#kak_platit"),
        ("как рассчитаться", "firm.md#kak_platit"),
    }


def test_the_same_text_counts_once(tmp_path: Path) -> None:
    lines = "".join(LINE.replace("чем рассчитаться", text) for text in ("Чем платить", "чем платить", "картой?"))
    assert ways(indexed(content(tmp_path, lines))) == ["Чем платить", "картой?"]


@pytest.mark.parametrize(
    ("name", "anchor", "told"),
    [
        pytest.param(
            "pay-faq",
            "kak_platit_kartoi",
            "pay-faq.alternates.jsonl:2: no heading of pay-faq.md has the anchor 'kak_platit_kartoi'; "
            "write kak_platit.",
            id="an-edited-heading",
        ),
        pytest.param(
            "pay-faq",
            "dostavka",
            "pay-faq.alternates.jsonl:2: no heading of pay-faq.md has the anchor 'dostavka'; "
            "write the anchor of a heading, or remove the line.",
            id="a-section-that-is-gone",
        ),
        pytest.param(
            "dostavka",
            "kak_platit",
            "dostavka.alternates.jsonl:1: dostavka.md is not there or has no heading, and alternates are beside it; "
            "rename the file as its page is, or remove it.",
            id="a-page-that-is-gone",
        ),
        pytest.param(
            "deep/pay-faq",
            "kak_platit",
            "deep/pay-faq.alternates.jsonl:1: deep/pay-faq.md is not there or has no heading, and alternates are "
            "beside it; rename the file as its page is, or remove it.",
            id="a-page-that-was-moved",
        ),
    ],
)
def test_an_alternate_without_a_section_is_reported(name: str, anchor: str, told: str, tmp_path: Path) -> None:
    folder = content(tmp_path)
    file = folder / f"{name}.alternates.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_text(LINE + LINE.replace("kak_platit", anchor), encoding="utf-8")
    built = build(folder, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    assert [str(fault) for fault in built.diagnostics] == [told]


def test_one_of_another_file_is_reported_with_that_file(tmp_path: Path) -> None:
    folder, other = content(tmp_path), tmp_path / "other.jsonl"
    other.write_text(LINE.replace("kak_platit", "gone"), encoding="utf-8")
    (fault,) = build(
        folder, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml", alternates=[other]
    ).diagnostics
    assert str(fault).startswith(f"{other}:1: no heading has the anchor 'gone'; ")


def test_a_line_separator_inside_a_text_is_a_space_and_ends_no_line(tmp_path: Path) -> None:
    folder = content(tmp_path, LINE.replace("чем ", "чем\u2028") + LINE.replace("чем ", "как "))
    assert ways(indexed(folder)) == ["чем рассчитаться", "как рассчитаться"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("{", r"not JSON \(", id="no-json"),
        pytest.param("[]", "a list on the line; write an object with anchor, text, lang, origin", id="no-object"),
        pytest.param(
            '{"anchor": "a", "text": "b", "lang": "ru"}', "the record has no field 'origin'; add it", id="no-origin"
        ),
        pytest.param(
            '{"anchor": "a", "text": " ", "lang": "ru", "origin": "written"}', "text is an empty string", id="blank"
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, found: str) -> None:
    path = tmp_path / "bad.alternates.jsonl"
    path.write_text(f"{LINE}{line}\n", encoding="utf-8")
    with pytest.raises(BadAlternate, match=rf"bad\.alternates\.jsonl:2: .*{found}"):
        read_alternates([path])


def test_the_bundled_alternates_all_have_a_section_and_every_section_has_many() -> None:
    name = "qa-corporate.md"
    page = parse_page(name, (FAQ / name).read_text(encoding="utf-8"), read_facets(FAQ / "facets.toml"))
    files = read_files(FAQ)
    assert not list(orphans(files, page.sections))
    found = by_section(files, page.sections)
    assert set(found) == {section.id for section in page.sections}
    for section, alternates in found.items():
        assert len(alternates) >= 25, section
        assert {alternate.lang for alternate in alternates} == {"ru", "kk", "en"}


@pytest.mark.parametrize(("text", "expected"), [("Первичка", "ru"), ("құжат қайда", "kk"), ("where is my VM", "en")])
def test_a_language_is_told_by_its_letters(text: str, expected: str) -> None:
    assert language(text) == expected

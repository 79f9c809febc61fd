"""Other ways to ask: read from beside the page, found by anchor, embedded as their section's."""

from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from ingest.content.alternates import Alternate, alternates_beside, by_anchor, language, read_alternates
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


def test_a_page_elsewhere_with_the_same_question_gets_them_too(tmp_path: Path) -> None:
    folder = content(tmp_path, alternates="")
    other = tmp_path / "other.jsonl"
    other.write_text(LINE, encoding="utf-8")
    assert ways(indexed(folder, other)) == ["чем рассчитаться"]


def test_the_same_text_counts_once() -> None:
    twice = [Alternate("a", text, "ru", "written") for text in ("Чем платить", "чем платить", "картой?")]
    assert [alternate.text for alternate in by_anchor(twice)["a"]] == ["Чем платить", "картой?"]


def test_a_line_separator_inside_a_text_is_a_character(tmp_path: Path) -> None:
    folder = content(tmp_path, LINE.replace("чем ", "чем\u2028") + LINE)
    assert ways(indexed(folder)) == ["чем\u2028рассчитаться", "чем рассчитаться"]


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
    page = parse_page("qa.md", (FAQ / "qa-corporate.md").read_text(encoding="utf-8"), read_facets(FAQ / "facets.toml"))
    found = by_anchor(read_alternates(alternates_beside(FAQ)))
    assert set(found) == {section.anchor for section in page.sections}
    for anchor, alternates in found.items():
        assert len(alternates) >= 25, anchor
        assert {alternate.lang for alternate in alternates} == {"ru", "kk", "en"}


@pytest.mark.parametrize(("text", "expected"), [("Первичка", "ru"), ("құжат қайда", "kk"), ("where is my VM", "en")])
def test_a_language_is_told_by_its_letters(text: str, expected: str) -> None:
    assert language(text) == expected

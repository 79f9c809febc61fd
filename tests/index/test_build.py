"""Building an index: what is kept, what is made again, and what a failed build leaves."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.build import FEW, Built, build
from index.encoders.hash import HashEncoder
from index.encoders.protocol import Encoded
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load, rollback
from ingest.content.facets import read_facets
from ingest.content.site import Site
from ingest.errors import UnreadablePage
from tests.conftest import FAQ

DEFAULT = FAQ / "facets.toml"
PAY = "## Как платить?\n\n- в регионе Москва — картой;\n- в регионе Казахстан — в тенге.\n"
STOP = "## Как остановить проект?\n\nНажмите кнопку в кабинете.\n"


class Counting(HashEncoder):
    """Remembers which passages it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        self.given += texts
        return super().passages(texts, progress=progress)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "deep").mkdir(parents=True)
    (folder / "pay-faq.md").write_text(PAY, encoding="utf-8")
    (folder / "deep" / "stop-faq.md").write_text(STOP, encoding="utf-8")
    return folder


def built(content: Path, encoder: HashEncoder | None = None) -> tuple[Built, Bundle]:
    folder = content.parent / "index"
    done = build(content, folder, encoder or HashEncoder(), default_facets=DEFAULT)
    return done, load(folder, open_bundle)


def titles(bundle: Bundle) -> list[str]:
    return [section.title for section in bundle.sections]


def test_the_first_build_parses_and_encodes_everything(content: Path) -> None:
    done, bundle = built(content)
    assert (done.pages, done.parsed, done.sections, done.encoded) == (2, 2, 2, done.passages)
    assert titles(bundle) == ["Как остановить проект?", "Как платить?"]


def test_the_content_is_found_again_from_another_folder(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content.parent)
    build(Path("content"), Path("index"), HashEncoder(), default_facets=DEFAULT)
    monkeypatch.chdir(content)
    assert Path(load(content.parent / "index", open_bundle).manifest.content) == content


def test_an_unchanged_content_costs_nothing(content: Path) -> None:
    built(content)
    encoder = Counting()
    done, bundle = built(content, encoder)
    assert (done.parsed, done.encoded, encoder.given) == (0, 0, [])
    assert len(bundle.passages) == len(bundle.vectors())


def test_only_a_changed_page_is_parsed_and_encoded_again(content: Path) -> None:
    built(content)
    (content / "deep" / "stop-faq.md").write_text(STOP.replace("кнопку", "рычаг"), encoding="utf-8")
    encoder = Counting()
    done, _ = built(content, encoder)
    assert done.parsed == 1
    assert encoder.given
    assert all("рычаг" in text for text in encoder.given)


def test_a_deleted_page_leaves_the_index_and_rollback_brings_it_back(content: Path) -> None:
    built(content)
    (content / "pay-faq.md").unlink()
    _, bundle = built(content)
    assert titles(bundle) == ["Как остановить проект?"]
    rollback(content.parent / "index")
    assert len(load(content.parent / "index", open_bundle).sections) == 2


def test_other_facets_make_every_page_be_parsed_again(content: Path) -> None:
    built(content)
    (content / "facets.toml").write_text(
        '[region]\nlabel = { ru = "Регион" }\n[region.values.moscow]\nlabel = { ru = "Москва" }\nnames = ["Москва"]\n',
        encoding="utf-8",
    )
    done, bundle = built(content)
    assert done.parsed == 2
    assert bundle.facets.values() == {"region": ("moscow",)}


def test_a_failed_build_changes_nothing(content: Path) -> None:
    built(content)
    before = sorted(path.name for path in (content.parent / "index" / "generations").iterdir())
    (content / "bad.md").write_bytes("## Заголовок\n\nпривет".encode("cp1251"))
    with pytest.raises(UnreadablePage, match=r"bad\.md: line 1 is not UTF-8 \(byte 0xc7 at offset 3"):
        built(content)
    assert sorted(path.name for path in (content.parent / "index" / "generations").iterdir()) == before


def test_an_empty_page_is_no_error(content: Path) -> None:
    for page in content.rglob("*.md"):
        page.write_text("", encoding="utf-8")
    done, bundle = built(content)
    assert (done.sections, len(bundle.passages)) == (0, 0)


def test_the_default_facets_bring_no_site_along(content: Path) -> None:
    _, bundle = built(content)
    assert (bundle.facets.site, bundle.facets.contacts) == (Site(), ())
    assert bundle.facets.facets == read_facets(DEFAULT).facets != ()


def test_facets_beside_the_pages_are_kept_whole(content: Path) -> None:
    shutil.copy(DEFAULT, content)
    _, bundle = built(content)
    assert bundle.facets == read_facets(DEFAULT)


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_pages_parsed_by_several_processes_give_the_same_sections_and_faults(content: Path, tmp_path: Path) -> None:
    for number in range(FEW):
        (content / f"page{number:02d}-faq.md").write_text(f"{PAY}\n</info>\n\n{STOP}", encoding="utf-8")
    (one, of_one), (two, of_two) = (
        (build(content, folder, HashEncoder(), default_facets=DEFAULT, processes=processes), load(folder, open_bundle))
        for processes in (1, 2)
        for folder in [tmp_path / f"by{processes}"]
    )
    assert one.parsed == two.parsed == FEW + 2
    assert list(of_one.sections) == list(of_two.sections)
    assert of_one.passages == of_two.passages
    assert one.diagnostics == two.diagnostics
    assert len(one.diagnostics) == FEW

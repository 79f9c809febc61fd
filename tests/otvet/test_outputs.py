"""The outputs that are checked for leaks are the real ones, and a broken projection is found in each."""

import pytest

from eval.leaks.plain_reading import foreign_lines
from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from ingest.scope.choice import allowed
from ingest.section import Allowed, Chosen, Section
from otvet.leak_check import checked

PAGE = """# Вопросы

## Куда писать о договоре?

- в регионе Москва — пишите на docs@msk.example;
- в регионе Казахстан — пишите на pay@kz.example.

## Как платить за сервисы?

Как все.
"""
FACETS = """
[region]
label = { ru = "Регион" }
values.moscow = { label = { ru = "Москва" }, names = ["Москва"] }
values.kazakhstan = { label = { ru = "Казахстан" }, names = ["Казахстан"] }
"""
SHOWING = {
    "api search", "api search, all", "api section", "search page", "browse page", "JSON-LD", "page.md", "section.md",
    "/faq?ask=", "llms-full.txt", "mcp search_faq", "mcp get_answer", "otvet ask", "otvet search", "contents page",
}  # fmt: skip
NAMING = {
    "api sections", "api suggest", "start page", "llms.txt", "sitemap.xml", "mcp list_questions",
}  # fmt: skip


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "content").mkdir()
    (folder / "content" / "faq.md").write_text(PAGE, encoding="utf-8")
    (folder / "content" / "facets.toml").write_text(FACETS, encoding="utf-8")
    build(folder / "content", folder / "index", HashEncoder(), default_facets=folder / "none.toml")
    return Searcher(load(folder / "index", open_bundle), HashEncoder())


def test_no_output_shows_what_is_for_other_readers(searcher: Searcher) -> None:
    proof = checked(searcher, foreign_lines([PAGE], searcher.bundle.facets), 9)
    assert proof.leaks == ()
    assert set(proof.fields) == SHOWING | NAMING
    assert proof.readers == 5


def test_a_projection_that_keeps_everything_is_found_in_every_output_that_shows_answers(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(section: Section, held: Allowed) -> Section:
        return section

    monkeypatch.setattr("index.answers.project", everything)
    broken = Searcher(searcher.bundle, HashEncoder())
    source = foreign_lines([PAGE], searcher.bundle.facets)
    proof = checked(broken, source, 1)
    assert set(proof.leaking()) == SHOWING
    assert {one.leak.evidence for one in proof.leaks} == {"foreign"}


def test_a_choice_that_is_misread_everywhere_is_found_by_the_source_alone(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_chosen(chosen: Chosen, facets: object) -> Allowed:
        return allowed({}, searcher.bundle.facets)

    for module in ("index.search", "eval.leaks.foreign"):
        monkeypatch.setattr(f"{module}.allowed", nothing_chosen)
    proof = checked(Searcher(searcher.bundle, HashEncoder()), foreign_lines([PAGE], searcher.bundle.facets), 1)
    assert {one.leak.evidence for one in proof.leaks} == {"source"}

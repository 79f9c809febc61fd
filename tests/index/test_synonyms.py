"""Synonyms through a real index: kept in it, used in ranking and suggestions, missing in older ones."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.autocomplete import Suggester
from index.build import build
from index.encoders.hash import HashEncoder
from index.errors import BrokenIndex
from index.result import Query
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from ingest.errors import BadSynonym
from tests.conftest import FAQ

PAGE = """
## Как отправить банковский перевод?

Откройте раздел «Платежи».

## Где взять отчетные документы?

Они в кабинете.

## Как подключить ЭДО?

Напишите нам.

## Как закрыть проект?

Нажмите «Удалить».
"""
SYNONYMS = "# жаргон\nзакрывашки, УПД => отчетные документы\nЭДО, Диадок, электронный документооборот\n"


def indexed(folder: Path, synonyms: str = SYNONYMS) -> Bundle:
    content = folder / "content"
    content.mkdir(exist_ok=True)
    (content / "pay-faq.md").write_text(PAGE, encoding="utf-8")
    (content / "synonyms.txt").write_text(synonyms, encoding="utf-8")
    build(content, folder / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    return load(folder / "index", open_bundle)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(indexed(tmp_path_factory.mktemp("plain"), "# ничего\n"), HashEncoder())


@pytest.fixture(scope="module")
def jargon(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(indexed(tmp_path_factory.mktemp("jargon")), HashEncoder())


def words_of_sections(searcher: Searcher, text: str) -> dict[str, float]:
    return {one.section: one.features["words"] for one in searcher.explain(Query(text, {}))}


DOCUMENTS, EXCHANGE = "Где взять отчетные документы?", "Как подключить ЭДО?"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("закрывашки", DOCUMENTS, id="mapping"),
        pytest.param("пришлите закрывашек", DOCUMENTS, id="mapping-in-another-case"),
        pytest.param("диадок", EXCHANGE, id="equivalent"),
        pytest.param("про электронном документообороте", EXCHANGE, id="several-words"),
        pytest.param("lbfljr", EXCHANGE, id="jargon-in-the-wrong-layout"),
    ],
)
def test_the_contents_jargon_finds_its_section(jargon: Searcher, plain: Searcher, text: str, first: str) -> None:
    words, without = (words_of_sections(searcher, text) for searcher in (jargon, plain))
    assert max(words, key=lambda title: words[title]) == first
    assert words[first] > 0 == without[first]


@pytest.mark.parametrize(("typed", "first"), [("закрыва", DOCUMENTS), ("упд", DOCUMENTS), ("диад", EXCHANGE)])
def test_jargon_is_suggested_for_while_it_is_typed(jargon: Searcher, plain: Searcher, typed: str, first: str) -> None:
    titles = [
        [one.section for one in Suggester(searcher.bundle, searcher.repair)(typed, {}, 5).suggestions]
        for searcher in (jargon, plain)
    ]
    assert titles[0][:1] == [first]
    assert first not in titles[1]


def test_the_questions_own_words_are_still_said_to_be_exact_only_word_for_word(jargon: Searcher) -> None:
    ranked = jargon.explain(Query("Где взять УПД?", {}))
    assert not any(one.features["exact"] for one in ranked)


def test_an_index_keeps_its_synonyms_and_one_without_them_opens(tmp_path: Path) -> None:
    assert [one.said for one in indexed(tmp_path).synonyms] == [
        ("закрывашки", "УПД"), ("ЭДО", "Диадок", "электронный документооборот"),
    ]  # fmt: skip
    bundle = indexed(tmp_path, "")
    assert bundle.synonyms == ()
    assert "synonyms.txt" not in bundle.manifest.files
    files = json.loads((tmp_path / "index" / "generations" / bundle.name / "manifest.json").read_text())["files"]
    assert "synonyms.txt" not in files


def test_other_synonyms_need_no_page_to_be_parsed_again(tmp_path: Path) -> None:
    indexed(tmp_path)
    (tmp_path / "content" / "synonyms.txt").write_text("перевод, платёжка\n", encoding="utf-8")
    done = build(tmp_path / "content", tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    assert (done.parsed, done.encoded) == (0, 0)
    assert [one.said for one in load(tmp_path / "index", open_bundle).synonyms] == [("перевод", "платёжка")]


def test_a_malformed_line_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    before = indexed(tmp_path)
    with pytest.raises(BadSynonym, match=r"content/synonyms\.txt:1: a side of => is empty"):
        indexed(tmp_path, "a =>\n")
    assert load(tmp_path / "index", open_bundle).name == before.name


def test_what_the_content_says_of_its_synonyms_is_kept_and_looked_for_in_an_older_index(tmp_path: Path) -> None:
    jargon = "закрывашки, УПД => отчетные документы\nЭДО, Диадок\n"
    bundle = indexed(tmp_path, jargon)
    assert bundle.said == frozenset({"ЭДО"})
    older = Searcher(replace(bundle, said=None), HashEncoder())
    for text in ("закрывашки", "диадок или эдо"):
        assert older.explain(Query(text, {})) == Searcher(bundle, HashEncoder()).explain(Query(text, {}))


def test_forms_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    bundle = indexed(tmp_path)
    (bundle.folder / "said_forms.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenIndex, match=r"said_forms\.json: cannot be read as forms of synonyms; build the index"):
        open_bundle(bundle.folder)

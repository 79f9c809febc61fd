"""Suggestions: questions that begin like what is typed, for the reader's region, and fast."""

from statistics import median
from time import perf_counter

import pytest

from index.analysis.vocabulary import vocabulary
from index.autocomplete import Suggester, other_layout
from index.build import build
from index.encoders.hash import HashEncoder
from index.query.repair import Repairer
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from tests.conftest import FAQ

PAGE = """
# Оплата

## Как получить акт сверки?

Напишите нам.

## Как оплатить счёт?

Переведите деньги.

## Как заключить договор?

Подпишите его.

## Можно ли платить в регионе Казахстан картой?

Можно.

# Для региона Москва

## Как вернуть деньги?

Напишите заявление.

## Где скачать закрывающие документы?

В личном кабинете.
"""
ALTERNATES = (
    '{"anchor": "kak_zaklyuchit_dogovor", "text": "хочу подписать контракт", "lang": "ru", "origin": "written"}\n'
)


@pytest.fixture(scope="module")
def suggester(tmp_path_factory: pytest.TempPathFactory) -> Suggester:
    folder = tmp_path_factory.mktemp("suggest")
    (folder / "pages").mkdir()
    (folder / "pages" / "pay.md").write_text(PAGE, encoding="utf-8")
    (folder / "pages" / "pay.alternates.jsonl").write_text(ALTERNATES, encoding="utf-8")
    build(folder / "pages", folder / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    bundle = load(folder / "index", open_bundle)
    words = vocabulary(passage.text for passage in bundle.passages)
    return Suggester(bundle, Repairer(words).repair)


def first(suggester: Suggester, text: str, region: str = "") -> str:
    found = suggester(text, {"region": region} if region else {}, 5).suggestions
    return found[0].section if found else ""


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        pytest.param("ак", "Как получить акт сверки?", id="beginning-of-a-word"),
        pytest.param("акта св", "Как получить акт сверки?", id="another-form-then-a-beginning"),
        pytest.param("сверки акт", "Как получить акт сверки?", id="any-order"),
        pytest.param("счет", "Как оплатить счёт?", id="е-for-ё"),
        pytest.param("контра", "Как заключить договор?", id="alternate"),
        pytest.param("frn", "Как получить акт сверки?", id="wrong-layout"),
        pytest.param("ljuj", "Как заключить договор?", id="wrong-layout-unfinished"),
        pytest.param("oplatit", "Как оплатить счёт?", id="latin-letters"),
        pytest.param("закрывающте", "Где скачать закрывающие документы?", id="misspelt"),
        pytest.param("бегемот", "", id="nothing-like-it"),
        pytest.param("?!", "", id="no-words"),
    ],
)
def test_what_is_typed_finds_the_question(suggester: Suggester, typed: str, question: str) -> None:
    assert first(suggester, typed) == question


def test_what_was_looked_for_is_told(suggester: Suggester) -> None:
    assert suggester("frn", {}, 5).used == "акт"
    assert suggester("акт", {}, 5).used == "акт"


def test_no_more_than_the_limit_and_each_section_once(suggester: Suggester) -> None:
    found = suggester("как", {}, 2).suggestions
    assert len(found) == len({one.id for one in found}) == 2
    with pytest.raises(ValueError, match=r"limit must be at least 1, got 0\."):
        suggester("как", {}, 0)


@pytest.mark.parametrize(
    ("typed", "region", "question"),
    [
        pytest.param("вернуть", "", "Как вернуть деньги?", id="no-region"),
        pytest.param("вернуть", "moscow", "Как вернуть деньги?", id="its-region"),
        pytest.param("вернуть", "kazakhstan", "", id="section-of-another-region"),
        pytest.param("картой", "moscow", "", id="question-that-names-another-region"),
        pytest.param("картой", "kazakhstan", "Можно ли платить в регионе Казахстан картой?", id="names-its-own"),
        pytest.param("вернуть алматы", "", "", id="region-said-in-the-text"),
        pytest.param("вернуть алматы", "moscow", "Как вернуть деньги?", id="a-choice-wins-over-the-text"),
    ],
)
def test_nothing_of_another_region_is_suggested(suggester: Suggester, typed: str, region: str, question: str) -> None:
    assert first(suggester, typed, region) == question


@pytest.mark.parametrize(
    ("typed", "meant"), [("frn cdthrb", "акт сверки"), ("Ye;ty", "нужен"), ("ыещку", "store"), ("42", "42")]
)
def test_the_same_keys_in_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


def test_it_keeps_up_with_typing(searcher: Searcher) -> None:
    words = vocabulary(passage.text for passage in searcher.bundle.passages)
    suggest = Suggester(searcher.bundle, Repairer(words).repair)
    took = []
    for typed in ("а", "ак", "акт", "акт с", "акт сверки", "frn", "как оплатить", "реквизит"):
        suggest(typed, {"region": "kazakhstan"}, 8)
        began = perf_counter()
        suggest(typed, {"region": "kazakhstan"}, 8)
        took.append(perf_counter() - began)
    assert median(took) < 0.005

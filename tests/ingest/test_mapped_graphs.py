"""pymorphy3 reads its graphs from their files, and answers as it does with its own arrays."""

import pytest
from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]

from ingest.morphology import morphology

WORDS = ["акта", "ёлка", "елка", "виртуалками", "кубернетесовый", "по-русски", "наисчастливейший", "ъъ", "ip", "стали"]


@pytest.fixture(scope="module")
def copied() -> MorphAnalyzer:
    return MorphAnalyzer(lang="ru")


def test_the_graphs_are_not_copied() -> None:
    dictionary, chances = morphology().dictionary, morphology().prob_estimator.p_t_given_w
    for graph in (dictionary.words, chances, *dictionary.prediction_suffixes_dawgs):
        assert isinstance(graph.dct._units, memoryview)
        assert isinstance(graph.guide._units, memoryview)


def test_every_number_is_the_one_that_is_copied_otherwise(copied: MorphAnalyzer) -> None:
    for mapped, own in (
        (morphology().dictionary.words, copied.dictionary.words),
        (morphology().prob_estimator.p_t_given_w, copied.prob_estimator.p_t_given_w),
    ):
        assert mapped.dct._units.tobytes() == own.dct._units.tobytes()
        assert mapped.guide._units.tobytes() == own.guide._units.tobytes()


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_read_alike(word: str, copied: MorphAnalyzer) -> None:
    def read(analyzer: MorphAnalyzer) -> list[tuple[str, str, float]]:
        return [(parse.normal_form, str(parse.tag), parse.score) for parse in analyzer.parse(word)]

    assert read(morphology()) == read(copied)


@pytest.mark.parametrize("beginning", ["акт", "виртуал", "ъ"])
def test_words_are_completed_alike(beginning: str, copied: MorphAnalyzer) -> None:
    assert morphology().dictionary.words.keys(beginning) == copied.dictionary.words.keys(beginning)

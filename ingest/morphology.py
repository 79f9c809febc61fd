"""pymorphy3's analyzer of Russian words, loaded once for all who ask, and its reading of a name."""

from functools import lru_cache
from typing import Any

from ingest.mapped_graphs import map_graphs


@lru_cache(maxsize=1)
def morphology() -> Any:
    """The analyzer; 10 MB and up to 0.25 s when first asked for."""
    from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]

    analyzer = MorphAnalyzer(lang="ru")
    map_graphs(analyzer)
    return analyzer


def is_word(word: str) -> bool:
    """Whether the dictionary has a word as it is written."""
    return bool(morphology().word_is_known(word.lower()))


def nominative(word: str) -> Any:
    """The likeliest reading of a noun or adjective in the nominative, a place if it may be; None if there is none."""
    return max(nominatives(word), key=lambda parse: "Geox" in parse.tag, default=None)


def nominatives(word: str) -> list[Any]:
    """Its readings as a noun or adjective in the nominative, likeliest first."""
    parses: list[Any] = morphology().parse(word.lower())
    return [parse for parse in parses if "nomn" in parse.tag and ("NOUN" in parse.tag or "ADJF" in parse.tag)]

"""pymorphy3's analyzer of Russian words, loaded once for all who ask."""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def morphology() -> Any:
    """The analyzer; 28 MB and up to 0.25 s when first asked for."""
    from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]

    return MorphAnalyzer(lang="ru")

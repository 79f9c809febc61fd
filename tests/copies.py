"""The same text in other characters: decomposed, with soft hyphens, with zero-width characters."""

import re
import unicodedata
from collections.abc import Callable, Mapping

_INSIDE_WORDS = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")


def decomposed(text: str) -> str:
    """In NFD: «й» and «ё» are two characters each."""
    return unicodedata.normalize("NFD", text)


def soft_hyphenated(text: str) -> str:
    """With a soft hyphen between any two letters."""
    return _INSIDE_WORDS.sub("\u00ad", text)


def zero_width(text: str) -> str:
    """With zero-width characters of every kind between any two letters, and a byte order mark."""
    return "\ufeff" + _INSIDE_WORDS.sub("\u200b\u200d\u2060\u200c\ufeff", text)


COPIES: Mapping[str, Callable[[str], str]] = {
    "decomposed": decomposed,
    "soft-hyphenated": soft_hyphenated,
    "zero-width": zero_width,
    "all-at-once": lambda text: zero_width(soft_hyphenated(decomposed(text))),
}

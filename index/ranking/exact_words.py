"""The words by which a question equals a heading."""

import re
import unicodedata

from ingest.fold import fold

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_STRESS = str.maketrans(dict.fromkeys("\u0300\u0301"))
_COUNT = {"Sc", "Sm"}
"""Categories of signs that say something: € and $, + and =."""
_SIGNS = "#%&@"


def exact_words(text: str) -> tuple[str, ...]:
    """Words, numbers and signs that mean something, folded, in order; empty if there is no word.

    Punctuation does not count, wherever it stands; «не» does, and so do C, C# and C++, 5 and 5 %, ₽ and $.
    """
    found = _WORD.findall(fold(text).translate(_STRESS))
    kept = tuple(one for one in found if one[0].isalnum() or one in _SIGNS or unicodedata.category(one) in _COUNT)
    return kept if any(one[0].isalnum() for one in kept) else ()

"""Anchors of headings, as the documentation site makes them: transliterated, words joined by ``_``."""

import re
from collections.abc import Iterable

from ingest.fold import clean

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфхцыэәғқңөұүһі", "abvgdeeziyklmnoprstufhcyeagknouuhi", strict=True)),
        **{"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"},
    }
)


def anchor(heading: str) -> str:
    """The anchor of a heading's plain text; empty if it has neither letters nor digits.

    >>> anchor("Мы компания из РФ, как оплатить сервисы?")
    'my_kompaniya_iz_rf_kak_oplatit_servisy'
    """
    return re.sub(r"[\W_]+", "_", clean(heading).lower().translate(_LETTERS)).strip("_")


class Anchors:
    """Makes anchors that are unique on a page."""

    def __init__(self, written: Iterable[str] = ()) -> None:
        """``written``: the ids that headings of the page give themselves; no other heading gets one of these."""
        self._written = set(written)
        self._given: set[str] = set()
        self._counts: dict[tuple[str, bool], int] = {}
        """A base, and whether it is a heading's own id → how far its numbers are taken."""

    def give(self, heading: str, written: str = "") -> str:
        """The heading's own id, or its anchor; the second with the same one gets ``_2``, the third ``_3``."""
        base = written or anchor(heading) or "section"
        count = self._counts.get((base, bool(written)), 1)
        name = base if count == 1 else f"{base}_{count}"
        while name in self._given or (name in self._written and not written):
            count += 1
            name = f"{base}_{count}"
        self._given.add(name)
        self._counts[base, bool(written)] = count
        return name

"""Anchors of headings, as the documentation site makes them: transliterated, words joined by ``_``."""

import re

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

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, heading: str) -> str:
        """The heading's anchor; the second with the same one gets ``_2``, the third ``_3``."""
        base = anchor(heading) or "section"
        name, count = base, 1
        while name in self._given:
            count += 1
            name = f"{base}_{count}"
        self._given.add(name)
        return name

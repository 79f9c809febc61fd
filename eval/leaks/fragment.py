"""Find a literal fragment in a text: case-folded, and an address only as a whole."""

import re
from typing import NewType

from ingest.fold import fold_line

Folded = NewType("Folded", str)
"""A text that ``fold`` returned."""

ADDRESS = re.compile(r"@|://|[^\W_]\.[^\W\d_]{2,}")
JOINTS = frozenset(".-_+%@")


def fold(text: str) -> Folded:
    """``ingest.fold.fold_line``, as a type of its own so that no text is compared unfolded."""
    return Folded(fold_line(text))


def is_address(fragment: Folded) -> bool:
    """Whether it looks like one host, URL or e-mail address."""
    return " " not in fragment and bool(ADDRESS.search(fragment))


def holds(text: Folded, fragment: Folded) -> bool:
    """Whether the text has the fragment.

    Words match anywhere, as a substring. An address at either end of the fragment must not go on past it:
    ``mcs.mail.ru`` is in ``https://mcs.mail.ru/docs`` and before a full stop, not in ``kz.mcs.mail.ru``,
    ``me@mcs.mail.ru`` or ``mcs.mail.ru.example``. Another script ends an address: ``vk.ru`` is in ``vk.ruи``.
    """
    first, last = fragment.split(" ")[0], fragment.split(" ")[-1]
    check_left = bool(ADDRESS.search(first)) and fragment[:1].isalnum()
    check_right = bool(ADDRESS.search(last)) and fragment[-1:].isalnum()
    at = text.find(fragment)
    while at >= 0:
        end = at + len(fragment)
        on_left = check_left and _goes_on(text[max(0, at - 16) : at][::-1], fragment[0])
        on_right = check_right and _goes_on(text[end : end + 16], fragment[-1])
        if not on_left and not on_right:
            return True
        at = text.find(fragment, at + 1)
    return False


def _goes_on(beyond: str, edge: str) -> bool:
    """Whether an address continues beyond its edge: a letter or digit of the same script, perhaps behind joints."""
    for char in beyond:
        if char not in JOINTS:
            return char.isalnum() and char.isascii() == edge.isascii()
    return False

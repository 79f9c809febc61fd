"""Numbers of cards, telephones, accounts, people and companies, however their digits are set apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from traffic.masking.check_digits import is_card, is_identifier
from traffic.masking.cues import Cue, counts, cues, nearest
from traffic.masking.kinds import CARD, NUMBER, PHONE

_GAP = r"(?:[().·_\u2010-\u2015\u2212-]|[^\S\n])"
_RUN = re.compile(rf"(?:\+\s?)?\(?\d(?:{_GAP}{{0,3}}\d)*")
_GROUP = re.compile(r"\d+")
_EXTENSION = re.compile(r"(\b(?:доб\.|добавочн\w{2,3}|вн\.|ext\.?)\s?№?\s?)\d{2,6}(?!\w)", re.I)

_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"[01]?\d", r"[0-3]?\d"
_DATE = (
    rf"(?:{_DAY}[./-]{_MONTH}[./-]{_YEAR}|{_DAY}[./]{_MONTH}[./]\d\d"
    rf"|{_YEAR}[./-]{_MONTH}[./-]{_DAY}|{_MONTH}[./]{_YEAR})"
)
_KEPT = re.compile(
    rf"(?<!\d)(?<!\d\.){_DATE}(?!\.?\d)"
    r"|(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)"
    r"|(?<![\w-])20\d\d-\d{2,3}-\d{4,7}(?!\w)"  # a document's number: year, month, number
    r"|(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)"  # a UUID
    r"|(?<!\w)(?=\d{0,32}[a-f])[0-9a-f]{32,128}(?!\w)",  # a hash
    re.I,
)

_ABROAD = re.compile(r"(?:37[0-5]|380|99[2-8])\d{8,9}")
_AT_HOME = re.compile(r"[78][3-9]\d{9}|80(?:17|25|29|33|44)\d{7}")
"""Russia and Kazakhstan, Belarus."""
_IN_GROUPS = {(3, 3, 2, 2), (3, 3, 4), (3, 7), (3, 2, 2), (3, 4, 3), (4, 2, 2, 2), (2, 3, 2, 2)}
"""How telephone numbers without the country are grouped: «916 123 45 67», «(7172) 55-44-33», «123-45-67»."""
_INSURANCE = (3, 3, 3, 2)
"""Of a СНИЛС."""
_CARD_GROUPS = {(4, 4, 4, 4), (4, 6, 5), (8, 8), (4, 4, 4, 4, 3), (16,)}

_LATIN_BEFORE = re.compile(r"[A-Za-z][_-]?$")

_LONG = 9
"""Digits of a number that is masked although nothing says what it is."""


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits that belong together."""

    text: str
    """As written."""
    groups: tuple[str, ...]
    glued: bool
    """A Latin letter stands right before it, as in ``vm-2024``."""

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))


def without_numbers(text: str) -> str:
    """Mask cards, telephones and identifiers by their shape, their check digits and the words beside them.

    Dates, times, amounts, versions, UUIDs and hashes stay, and so does what «заказ», «артикул» and the like say is no
    personal number, unless check digits say otherwise. Any other number of nine digits or more is masked.
    """
    text = _EXTENSION.sub(rf"\1{NUMBER}", text)
    known = cues(text)
    done, parts = 0, []
    for start, end in _runs(text):
        parts.append(text[done:start])
        parts.append(_written(text, start, end, known))
        done = end
    return "".join([*parts, text[done:]])


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where digits stand between what is kept; a card and what follows it are two."""
    at = 0
    for kept in [*_KEPT.finditer(text), None]:
        for run in _RUN.finditer(text, at, kept.start() if kept else len(text)):
            yield from _split(run)
        at = kept.end() if kept else at


def _split(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    groups = list(_GROUP.finditer(run.string, *run.span()))
    if len(groups) > 1 and not is_card("".join(group[0] for group in groups)):
        for first in range(len(groups)):
            for count in (1, 2, 3, 4, 5):
                part = groups[first : first + count]
                shape = tuple(len(group[0]) for group in part)
                if shape in _CARD_GROUPS and is_card("".join(group[0] for group in part)):
                    if first:
                        yield run.start(), groups[first - 1].end()
                    yield part[0].start(), part[-1].end()
                    if first + count < len(groups):
                        yield groups[first + count].start(), run.end()
                    return
    yield run.span()


def _written(text: str, start: int, end: int, known: list[Cue]) -> str:
    whole = text[start:end]
    number = _Number(whole, tuple(_GROUP.findall(whole)), _glued(text, start))
    kind = _kind(number, nearest(known, start, end), amount=counts(text, end))
    if kind is None:
        return whole
    opened = whole.startswith("(") and ")" not in whole
    return ("(" if opened else "") + kind


def _kind(number: _Number, cue: str | None, *, amount: bool) -> str | None:
    """What to write in place of a number; None if it stays."""
    digits, size = number.digits, len(number.digits)
    if number.text.startswith("+") and size >= 8:
        return PHONE
    if is_card(digits):
        return CARD
    if amount and not _telephone(number):
        return None
    if cue == "card" and 12 <= size <= 19:
        return CARD
    if cue == "identifier" and size >= 6:
        return NUMBER
    if cue == "phone" and 6 <= size <= 15:
        return PHONE
    if is_identifier(digits) and not number.glued:
        return NUMBER
    if _telephone(number) and (cue != "other" or len(number.groups) > 2):
        return PHONE
    if number.sizes == _INSURANCE and cue != "other":
        return NUMBER
    if cue == "other" or number.glued or _thousands(number) or _dotted(number):
        return None
    return NUMBER if size >= _LONG else None


def _telephone(number: _Number) -> bool:
    if _AT_HOME.fullmatch(number.digits) or _ABROAD.fullmatch(number.digits):
        return not number.glued and (not _dotted(number) or len(number.groups[0]) == 1)
    lone = number.sizes == (10,) and number.digits[0] == "9"
    grouped = number.sizes in _IN_GROUPS and (not _dotted(number) or number.sizes == (3, 3, 2, 2))
    return not number.glued and (lone or grouped)


def _thousands(number: _Number) -> bool:
    """Whether it is grouped as amounts are: «4 398 046 511 104»."""
    return len(number.groups) > 1 and set(number.sizes[1:]) == {3} and number.sizes[0] <= 3 and number.digits[0] != "0"


def _dotted(number: _Number) -> bool:
    """Whether it is grouped as versions are: «120.0.6099.224»."""
    return len(number.groups) > 1 and not set(number.text) - set("0123456789.")


def _glued(text: str, start: int) -> bool:
    return _LATIN_BEFORE.search(text, max(0, start - 2), start) is not None

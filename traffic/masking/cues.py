"""Words beside a number that say what it is."""

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

Meaning = Literal["identifier", "phone", "card", "other"]

_WORDS: dict[Meaning, str] = {
    "identifier": r"инн|кпп|огрн(?:ип)?|снилс|бин|бсн|иин|жсн|унп|бик|iban|ибан|иик|жс[кқ]|р/?с|к/?с|расч[её]тн\w{0,3}"
    r"|корр?\.?|inn|kpp|ogrn|snils|bin|iin|unp|tax\sid|vat",
    "phone": r"тел|телефон\w{0,4}|тел\.|моб|мобильн\w{2,3}|сотов\w{2,3}|ватсап\w?|вотсап\w?|телеграм\w?|городск\w{2,3}"
    r"|(?:пере)?звон\w{0,4}|позвон\w{0,4}|набер\w{0,4}|нөмір\w{0,4}|хабарлас\w{0,4}|whatsapp|phone|mobile|call|tel",
    "card": r"карт[аыуеої]\w{0,2}|карточк\w{1,2}|card|visa|mastercard|amex|картам",
    "other": r"заказ\w{0,2}|заявк\w{1,2}|обращени\w{1,2}|тикет\w{0,2}|ticket|order|договор\w{0,2}|контракт\w{0,2}"
    r"|сч[её]т[\s-]фактур\w{1,2}|сч[её]т\w?\s(?:на\sоплату|№)|акт\w?|упд|инвойс\w?|invoice|накладн\w{2,3}|артикул\w{0,2}"
    r"|sku|каталожн\w{2,3}|штрихкод\w{0,2}|barcode|ошибк\w{1,2}|error|timestamp|метк\w{1,2}\sвремени|окпо|октмо|оквэд"
    r"|окпд\d?|кбк|гост|верси\w{1,3}|version|build|сборк\w{1,2}|commit|sha\d{0,3}|реестр\w{0,2}|цен[аыу]|сумм\w{1,2}"
    r"|стоимост\w{1,2}|стоит|баланс\w{0,2}|лимит\w{0,2}|квот\w{1,2}|тариф\w{0,3}|проект\w{0,2}|id",
}
_CUE = re.compile(
    r"(?<![^\W_])(?:" + "|".join(f"(?P<{meaning}>{words})" for meaning, words in _WORDS.items()) + r")(?![^\W\d_])",
    re.I,
)
_UNIT = re.compile(
    r"\s?(?:₽|руб|р\.|тенге|тг\b|₸|сум\b|сом\b|\$|€|usd|eur|kzt|rub|%|тыс|млн|млрд|байт|бит|[кмгтkmgt](?:и|i)?[бb]\b"
    r"|мс\b|ms\b|сек|мин|час|дн|ден|лет\b|мес|шт|запрос|объект|файл|строк|символ|токен|vcpu|cpu|iops|rps|порт)",
    re.I,
)

BEFORE, AFTER = 40, 20
"""How many characters from the number a word may stand."""


class Cue(NamedTuple):
    """A word, and where it is."""

    meaning: Meaning
    start: int
    end: int


def cues(text: str) -> list[Cue]:
    """The words of a text that say what a number beside them is, in order."""
    return [Cue(found.lastgroup, found.start(), found.end()) for found in _CUE.finditer(text)]  # type: ignore[arg-type]


def nearest(known: list[Cue], start: int, end: int) -> Meaning | None:
    """What the last word before a number says, or else the first after it; None if none is near."""
    following = bisect_left(known, start, key=lambda cue: cue.end)
    if following < len(known) and known[following].end == start:
        return known[following].meaning  # «ИНН7707083893»
    if following and known[following - 1].end >= start - BEFORE:
        return known[following - 1].meaning
    after = next((cue for cue in known[following:] if cue.start >= end), None)
    return after.meaning if after and after.start <= end + AFTER else None


def counts(text: str, end: int) -> bool:
    """Whether a unit stands after a number: it is an amount."""
    return _UNIT.match(text, end) is not None

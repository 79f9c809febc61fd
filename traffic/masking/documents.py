"""Numbers of passports and other identity documents."""

import re

from traffic.masking.kinds import NUMBER

_NAME = (
    r"\b(?:паспорт|загран|passport|удостоверени|уд\.?\s?личн|куәлі|водительск|права\b|свидетельств|внж\b|вид на жит)"
)
_NAMED = re.compile(
    rf"({_NAME}[^\d\n?!;,]{{0,40}}?)(?:(?<!\w)(?-i:[A-Z]{{1,2}})\s?)?\d(?:[^\S\n]?[№.-]?[^\S\n]?\d){{5,9}}(?!\d)", re.I
)
_SERIES = re.compile(r"(\bсери[яию]\s?[:№]?\s?)\d\d\s?\d\d(\s?,?\s?(?:номер|№|n)\s?[:№]?\s?)\d{6,7}\b", re.I)
_SPLIT = re.compile(r"(?<!\d)\d\d\s?\d\d\s?№\s?\d{6}(?!\d)")
_CERTIFICATE = re.compile(r"\b[IVXLC]{1,6}-[А-ЯЁ]{2}\s?(?:№\s?)?\d{6}\b")


def without_documents(text: str) -> str:
    """Mask the number after a document's name, series included, and what has the shape of a series and number."""
    text = _SERIES.sub(rf"\1{NUMBER}\2{NUMBER}", text)
    text = _NAMED.sub(rf"\1{NUMBER}", text)
    text = _SPLIT.sub(NUMBER, text)
    return _CERTIFICATE.sub(NUMBER, text)

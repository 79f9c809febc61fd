"""Mask personal data and secrets in a question."""

import re

IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}\b")
SECRET = re.compile(
    r"(\b(?:password|passwd|pwd|token|secret|api[ _-]?key|пароль|токен)\s*[:=]\s*|\bbearer\s+)(?!\[token\])[^\s,;]+",
    re.I,
)
TOKEN = re.compile(r"\beyJ[\w-]+(?:\.[\w-]+)+|(?=[\w+/=~-]*[A-Za-z])(?=[\w+/=~-]*\d)[A-Za-z0-9_+/=~-]{20,}")
EMAIL = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
DIGITS = re.compile(
    r"\+?\(?\d(?:[\s().–-]{0,3}\d){8,}"  # nine or more, however they are set apart
    r"|\d{7,}"
    r"|(?<!\d)\d{3}[\s–-]\d\d[\s–-]\d\d(?!\d)"  # a telephone in town
)


def masked(text: str) -> str:
    """The text with addresses, numbers and secrets replaced by their kind: ``[email]``, ``[phone]``, ``[card]``,
    ``[ip]``, ``[token]``, and ``[number]`` for any other run of 7 digits or more, such as a taxpayer or account number.

    Masking is idempotent, and masks in case of doubt: a lost word does less harm than a stored number.
    """
    while (fewer := once(text)) != text:  # masking may reveal another match
        text = fewer
    return text


def once(text: str) -> str:
    """Mask each kind in turn; kinds that contain others go first."""
    text = SECRET.sub(r"\1[token]", text)
    text = EMAIL.sub("[email]", text)
    text = IBAN.sub("[number]", text)
    text = TOKEN.sub("[token]", text)
    text = IP.sub("[ip]", text)
    return DIGITS.sub(lambda found: named(found.group()), text)


def named(number: str) -> str:
    """The kind of a number."""
    digits = [int(character) for character in number if character.isdigit()]
    if 13 <= len(digits) <= 19 and checked(digits):
        return "[card]"
    if number.startswith("+") or len(digits) == 11 or (len(digits) == 7 and not number.isdigit()):
        return "[phone]"
    return "[number]"


def checked(digits: list[int]) -> bool:
    """Whether the last digit is the check digit of the rest, as on every bank card.

    Source: Luhn, US patent 2950048; ISO/IEC 7812-1.
    """
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0

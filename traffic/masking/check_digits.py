"""Check digits: is a number, by itself, a bank card or an identifier of a person or company?"""

from stdnum import luhn
from stdnum.ru import inn, ogrn


def is_card(digits: str) -> bool:
    """15, 16, 18 or 19 digits that begin as bank cards do, with the right check digit (ISO/IEC 7812-1)."""
    return len(digits) in (15, 16, 18, 19) and digits[0] in "23456" and luhn.is_valid(digits)


def is_identifier(digits: str) -> bool:
    """A ИНН of a person, ОГРН, ОГРНИП, ИИН or БИН, or a bank account.

    A company's ИНН is left out: of ten numbers with ten digits one has its check digit.
    """
    if len(digits) == 12:
        return inn.is_valid(digits) or is_iin(digits)
    if len(digits) in (13, 15):
        return ogrn.is_valid(digits) and 2 <= int(digits[1:3]) <= 40 and digits[3:5] != "00"
    return len(digits) == 20 and digits[0] in "34" and digits[5:8] in CURRENCIES


CURRENCIES = frozenset({"810", "643", "398", "933", "840", "978", "156"})
"""Digits 6 to 8 of a Russian bank account."""


def is_iin(digits: str) -> bool:
    """12 digits of a ИИН (birthday, century) or БИН (year and month of registration, type) of Kazakhstan.

    Source: order of the government of 22 May 2007, no. 406; the second row of weights is for a remainder of 10.
    """
    month, day, kind = int(digits[2:4]), int(digits[4:6]), digits[4]
    if not 1 <= month <= 12 or not (1 <= day <= 31 or kind in "456"):
        return False
    for first in (1, 3):
        weights = [(first - 1 + place) % 11 + 1 for place in range(11)]
        check = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11
        if check < 10:
            return check == int(digits[11])
    return False

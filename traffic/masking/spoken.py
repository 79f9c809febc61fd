"""Telephone numbers in words: «восемь девятьсот шестнадцать сто двадцать три …»."""

import re

from traffic.masking.kinds import PHONE

_WORDS = (
    "плюс|ноль|нуль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|"
    "четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|"
    "семьдесят|восемьдесят|девяносто|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот|"
    "қосу|нөл|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|жүз|"
    "plus|oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|triple"
)
_LEAST = 8
"""Number words and digits in a row. «Сто двадцать три тысячи …» is an amount: its «тысячи» break the row."""

_WORD = rf"(?<!\w)(?:{_WORDS})(?!\w)"
_PIECE = rf"(?:{_WORD}|(?<!\w)\d{{1,4}}(?!\w))"
_RUN = re.compile(rf"{_PIECE}(?:[\s,-]{{1,3}}{_PIECE})+", re.I)
_SAID = re.compile(_WORD, re.I)
_DIGIT = re.compile(r"\d")


def without_spoken_numbers(text: str) -> str:
    """Mask rows of number words, also mixed with digits, that are long enough to be a telephone number."""
    return _RUN.sub(lambda run: PHONE if _spoken(run[0]) else run[0], text)


def _spoken(run: str) -> bool:
    words = len(_SAID.findall(run))
    return words >= 2 and words + len(_DIGIT.findall(run)) >= _LEAST

"""Unicode form, case and ``ё``: what does not count when texts are compared."""

import re
import unicodedata
from functools import lru_cache

from ingest.invisible import visible

_PLAIN = re.compile("[\t\n\r\u0020-\u007e\u00a0«»А-Яа-яЁё–—]*")
"""Text with nothing to clean; most is, and this finds it several times as fast."""

_PILED = re.compile("([\u0300-\u036f]{30})[\u0300-\u036f]+")
"""More marks on a letter than any script has; putting them in order takes time that grows with their square."""

_JOINERS = re.compile("[\u200c\u200d]+")
_YO = re.compile("ё\u0308*")
_QUOTES = re.compile("[«»\"'`*_“”„]")


def clean(text: str) -> str:
    """The text in NFC, without invisible characters (``ingest.invisible``).

    Pages, facets, alternates and questions are cleaned when they are read, so offsets count characters of clean text,
    and nothing invisible is in any output. Cleaning twice changes nothing more.
    """
    if _PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", _PILED.sub(r"\1", visible(text)))  # may turn a letter into a Greek one
    return unicodedata.normalize("NFC", visible(composed))


def fold(text: str) -> str:
    """The text as it is compared: clean, without any joiner, case folded, ``ё`` as ``е``; white space stays.

    Folding twice changes nothing more.
    """
    if _PLAIN.fullmatch(text):
        return text.casefold().replace("ё", "е")
    folded = unicodedata.normalize("NFC", clean(_JOINERS.sub("", text)).casefold())
    return unicodedata.normalize("NFC", _YO.sub("е", folded))


def fold_in_place(text: str) -> str:
    """``fold`` of each character by itself, so that offsets into the result are offsets into the text.

    A character that would become several, or none, stays. For clean text the result otherwise equals ``fold``'s.
    """
    if _PLAIN.fullmatch(text):
        return fold(text)
    return "".join(map(_letter, text))


def fold_line(text: str) -> str:
    """``fold``, with each run of white space, no-break spaces included, as one space, and none at the ends."""
    return " ".join(fold(text).split())


def fold_phrase(text: str) -> str:
    """``fold_line`` without quotes and emphasis: how headings, labels and the names of facet values are compared."""
    return fold_line(_QUOTES.sub("", clean(text)))


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char

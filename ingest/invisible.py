"""Characters that a reader does not see and a program reads; they can carry instructions to an agent."""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
_EMOJI += "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED = "\u0590-\u109f\u1700-\u1cff\ua800-\uabff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
"""Letters and marks of Arabic, Indic and other scripts whose spelling needs joiners."""

_KEPT = (
    f"(?<=[{_EMOJI}])[\ufe0e\ufe0f]|(?<=[#*0-9])\ufe0f(?=\u20e3)"
    f"|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])"
    # the flags of England, Scotland and Wales
    "|(?<=\U0001f3f4)\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_HIDDEN = (
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners and fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # zero width, direction
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # half characters, private use, no characters
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"  # tags, more selectors, private use
)
_BREAK = "[\x0b\x0c\x85\u2028\u2029]"
"""Ends a line for some programs only."""

_CHARACTER = re.compile(f"(?P<kept>{_KEPT})|(?P<hidden>{_HIDDEN})|(?P<break>{_BREAK})")
_REFERENCE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`{1,8})(?!`)[^`]{1,2000}(?<!`)(?P=ticks)(?!`))"
    r"|(?P<reference>&(?:#[0-9]{1,8}|#x[0-9a-f]{1,7}|[a-z]{2,32});)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_NAMES = {"Cc": "CONTROL CHARACTER", "Co": "PRIVATE USE", "Cs": "SURROGATE", "Cn": "NO CHARACTER"}


class Invisible(NamedTuple):
    """A character that is removed from a text."""

    at: int
    """Offset in the text."""
    name: str
    """Code point and name: ``U+200B ZERO WIDTH SPACE``."""


def visible(text: str) -> str:
    """The text without what a reader does not see; separators of lines and paragraphs become spaces.

    Joiners and selectors stay within emoji, and joiners within words of scripts that need them.
    """
    while (fewer := _CHARACTER.sub(_shown, text)) != text:  # what was between two joiners may be gone
        text = fewer
    return text


def visible_references(text: str) -> str:
    """Markdown without references to invisible characters, such as ``&#x200b;`` or ``&shy;``, but in code spans."""
    return _REFERENCE.sub(lambda found: "" if _hides(found) else found[0], text)


def invisible(text: str) -> Iterator[Invisible]:
    """What ``visible`` removes, but for a byte order mark at the start and soft hyphens within words."""
    for found in _CHARACTER.finditer(text):
        if not found["kept"] and not _usual(text, found.start()):
            yield Invisible(found.start(), name(found[0]))


def invisible_references(text: str) -> Iterator[Invisible]:
    """What ``visible_references`` removes."""
    for found in _REFERENCE.finditer(text):
        if _hides(found):
            yield Invisible(found.start(), f"{found[0]} ({name(html.unescape(found[0]))})")


def name(char: str) -> str:
    """Code point and name of a character."""
    return f"U+{ord(char):04X} {unicodedata.name(char, _NAMES.get(unicodedata.category(char), 'WITHOUT A NAME'))}"


def _shown(found: re.Match[str]) -> str:
    return found[0] if found["kept"] else " " if found["break"] else ""


def _hides(found: re.Match[str]) -> bool:
    char = html.unescape(found["reference"]) if found["reference"] else ""
    return len(char) == 1 and _CHARACTER.fullmatch(char) is not None


def _usual(text: str, at: int) -> bool:
    if text[at] == "\u00ad":
        return bool(at and _LETTER.match(text, at - 1) and _LETTER.match(text, at + 1))
    return at == 0 and text[at] == "\ufeff"

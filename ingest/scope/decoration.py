"""Signs that writers add to a label for its looks, which do not change what it says."""

import re
import unicodedata

NEGATING = frozenset("❌✖✗✘✕❎🚫⛔🙅➖👎🛇")
"""Pictures that do change it: «❌ Москва»."""

_PICTURE = re.compile(
    "[0-9]\ufe0f?\u20e3|[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|[^\\w\\s]|[⁰¹²³⁴-⁹]"
)
_MARKS = frozenset("•·‣⁃|→↓†‡")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{0,30}:(?![\w:])")
_ANCHOR = re.compile(r"\s?\{#[\w:.-]+\}")
_BRACKETS = str.maketrans("[]{}【】（）", "()()()()")
_NUMBER = re.compile(r"^\s*(?:\(?\d+(?:\.\d+)*[.)]\s+|\(\s*[xх]?\s*\)\s+|[—–-]\s+)+", re.IGNORECASE)
_HIGHLIGHT = re.compile(r"==(?=\w)|(?<=\w)==")

_AFTER_COLON = re.compile(rf"(?<=:)[^\w:{''.join(NEGATING)}]+$")
_COUNT = re.compile(r"(?:\s*\(\s*\d+\s*\)|\s+[—–-]+)+(?=[\s:]*$)")
_HYPHEN = re.compile(r"(?<=\w)[\u2010-\u2013\u2212](?=\w)")
_DASH = re.compile(r"\s(?:-{2,3}|[\u2010-\u2015\u2212])(?=\s)|(?<=\S)[—–](?=\s)|(?<=\s)[—–](?=\S)")


def undecorated(text: str) -> str:
    """The text without pictures, bullets, footnote marks, number, count, anchor; round brackets and plain dashes.

    A picture that turns what is said into its opposite stays. White space is single spaces.

    >>> undecorated("🇷🇺 1) [Санкт–Петербург] (12)")
    '(Санкт-Петербург)'
    """
    drawn = _PICTURE.sub(
        lambda found: "" if _is_picture(found[0]) else found[0],
        _SHORTCODE.sub("", _ANCHOR.sub("", " ".join(text.split()))).translate(_BRACKETS),
    )
    dashed = _DASH.sub(" — ", _HYPHEN.sub("-", " ".join(drawn.split())))
    return " ".join(_COUNT.sub("", _HIGHLIGHT.sub("", _NUMBER.sub("", dashed))).split())


def up_to_colon(text: str) -> str:
    """A text that ends with a colon, without the pictures and other signs after it.

    >>> up_to_colon("В регионе можно: 👇")
    'В регионе можно:'
    """
    return _AFTER_COLON.sub("", text)


def _is_picture(sign: str) -> bool:
    return sign not in NEGATING and (
        len(sign) > 1 or sign in _MARKS or unicodedata.category(sign) in ("So", "Sk", "Cf", "Me", "Mn", "No")
    )

"""Decode UTF-8, and name the encoding of a file that is not."""

import codecs
import shlex

CYRILLIC = {"cp1251": "WINDOWS-1251", "koi8_r": "KOI8-R", "cp866": "CP866"}
"""Encodings of Russian text, by Python's name → iconv's."""

FREQUENT = "оеаинтсрвл"
"""Two of three letters of a Russian text. In another of these encodings they are capitals, rare letters or signs."""

FEWEST = 8
"""Bytes beyond ASCII without which no encoding is guessed."""

MOST = 1 << 16
"""Bytes, from the start, that the encoding is guessed from."""

HIGH = (0, 4)
"""High bytes of Latin and Cyrillic letters in UTF-16; no text in UTF-8 has either."""

SHARE = 0.3
"""Of these bytes in a file that is UTF-16 without a byte order mark, where they are about half."""


class NotUtf8(ValueError):
    """Bytes are not UTF-8."""

    def __init__(self, line: int, found: str, advice: str) -> None:
        super().__init__(f"line {line} is {found}; {advice}")
        self.line, self.found, self.advice = line, found, advice
        """The line counts from 1."""


def decoded(data: bytes, name: str) -> str:
    """A file's text, with a byte order mark if it has one.

    Args:
        data: The file's bytes.
        name: Its name, for the command that converts it.

    Raises:
        NotUtf8: with the first line that is not UTF-8, the encoding that was found, and how to convert it.
    """
    if wide := _utf16(data):
        raise NotUtf8(1, f"{wide}, not UTF-8", _converted(wide, name))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        before = data[: exc.start]
        line, offset = before.count(b"\n") + 1, exc.start - before.rfind(b"\n") - 1
        found = f"not UTF-8 (byte 0x{data[exc.start]:02x} at offset {offset} of the line)"
        # Letters in UTF-8 before the fault: a line of another encoding, not a file.
        encoding = _cyrillic(data) if before.removeprefix(codecs.BOM_UTF8).isascii() else ""
        if encoding:
            raise NotUtf8(line, f"{found}, it looks like {encoding}", _converted(encoding, name)) from exc
        raise NotUtf8(line, found, "save the file as UTF-8") from exc


def _utf16(data: bytes) -> str:
    """iconv's name of UTF-16 if the file is that, else nothing."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    first, second = (sum(half.count(byte) for byte in HIGH) for half in (data[::2], data[1::2]))
    if first + second <= SHARE * len(data):
        return ""
    return "UTF-16LE" if second > first else "UTF-16BE"


def _cyrillic(data: bytes) -> str:
    """The encoding in which the bytes are most like Russian; empty if they are few, or like it in none.

    charset-normalizer 3.5 takes a line of KOI8-R for Windows-1251.
    """
    words = bytes(byte for byte in data[:MOST] if byte >= 0x80)
    likeness = {encoding: _likeness(words.decode(encoding, "replace")) for encoding in CYRILLIC}
    best = max(likeness, key=likeness.__getitem__)
    return CYRILLIC[best] if len(words) >= FEWEST and likeness[best] >= len(words) / 3 else ""


def _likeness(text: str) -> int:
    """How many letters are frequent ones; capitals count half."""
    return sum(2 * text.count(letter) + text.count(letter.upper()) for letter in FREQUENT) // 2


def _converted(encoding: str, name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    old, new = shlex.quote(name), shlex.quote(f"{stem}.utf8{dot}{suffix}" if stem else f"{name}.utf8")
    return f"save the file as UTF-8, such as with: iconv -f {encoding} -t UTF-8 {old} > {new} && mv {new} {old}"

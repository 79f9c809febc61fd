"""A letter that was pasted as HTML, as the text that its reader sees."""

import re
from html.parser import HTMLParser

_IS_HTML = re.compile(r"</(?:p|div|td|li|span|body|html|blockquote|font|pre|h[1-6])\s*>|<br\s*/?>", re.I)
"""What no text has unless it is HTML; a letter may name a tag, «<p>», that it opens nowhere."""

_BREAKS = re.compile(
    r"(?:address|article|blockquote|body|br|center|div|d[dlt]|footer|form|h[1-6r]|header|html|li|main|[uo]l|p|pre"
    r"|section|table|tr)$"
)
"""Elements that begin and end a line."""

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
_UNSEEN = frozenset(("head", "script", "style", "title", "template"))


def without_markup(letter: str) -> str:
    """The text of a letter in HTML, with a line for each of its lines and ``> `` before what it quotes.

    Any other letter stays as it is.
    """
    if not _IS_HTML.search(letter):
        return letter
    reader = _Reader()
    reader.feed(letter)
    reader.close()
    reader.break_line()
    return "\n".join(reader.lines)


class _Reader(HTMLParser):
    """Collects the lines of a letter."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._quoted = 0
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._unseen = ""
        elif tag in _UNSEEN and not self._unseen:
            self._unseen = tag
        if _BREAKS.match(tag):
            self.break_line()
        if tag == "li":
            self._line = "- "
        elif tag in ("td", "th"):
            self._line += " "
        self._quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if _BREAKS.match(tag):
            self.break_line()
        if tag in _PARAGRAPHS:
            self.lines.append("")
        self._quoted = max(0, self._quoted - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line += data

    def break_line(self) -> None:
        """End the line, if there is anything in it."""
        if text := " ".join(self._line.split()):
            self.lines.append(f"> {text}" if self._quoted else text)
        self._line = ""

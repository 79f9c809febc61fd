"""A letter that was pasted as HTML, as the text that its reader sees."""

import re
from html.parser import HTMLParser

import nh3

_IS_HTML = re.compile(r"</(?:p|div|td|li|span|body|html|blockquote|font|pre|h[1-6])\s*>|<br\s*/?>", re.I)
"""What no text has unless it is HTML; a letter may name a tag, «<p>», that it opens nowhere."""

_BREAKS = frozenset(
    (
        *("address", "article", "blockquote", "br", "center", "div", "dd", "dl", "dt"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"),
    )
)
"""Elements that begin and end a line."""

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
_CELL = re.compile(r"<(?=t[dh]\b)", re.I)
"""The begin of a cell, which a letter may have without the table around it."""

_IN_TABLES = frozenset(("thead", "tbody", "tfoot", "td", "th"))
_UNSEEN = frozenset(("script", "style", "title", "template"))


def without_markup(letter: str) -> str:
    """The text of a letter in HTML, with a line for each of its lines and ``> `` before what it quotes.

    Any other letter stays as it is. Tags are repaired as browsers do, before they are read: html.parser alone takes
    time that grows with the square of a letter whose tags do not end.
    """
    if not _IS_HTML.search(letter):
        return letter
    kept = set(_BREAKS | _IN_TABLES)
    reader = _Reader()
    reader.feed(nh3.clean(_CELL.sub(" <", letter), tags=kept, attributes={}, clean_content_tags=set(_UNSEEN)))
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.break_line()
        if tag == "li":
            self._line = "- "
        self._quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.break_line()
        if tag in _PARAGRAPHS:
            self.lines.append("")
        self._quoted = max(0, self._quoted - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        self._line += data

    def break_line(self) -> None:
        """End the line, if there is anything in it."""
        if text := " ".join(self._line.split()):
            self.lines.append(f"> {text}" if self._quoted else text)
        self._line = ""

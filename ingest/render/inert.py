"""Inline Markdown that loads nothing when it is rendered.

The HTML of an answer has no images, and its tags have no attributes but those of links. Its Markdown is rendered by
chat clients and agents out of our reach, where an image is a request to whoever wrote the page, with the reader's
address and perhaps the question in it.
"""

import functools
import re
from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, html_inline, image

from ingest.markdown.blocks import parser
from ingest.markdown.brackets import DEEPEST, unclosed_as_text
from ingest.markdown.html_tags import SHOWN
from ingest.markdown.inline import is_markup
from ingest.markdown.tags import NAMES

PASSES = 4
"""What is left after an image or a tag is taken out may be one again: ``!![](a)[b](c)``. After so many, all is text."""

_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_MAY_LOAD = re.compile(r"!\[|<")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


class _Found(NamedTuple):
    """A piece of the source that is not left as it is."""

    start: int
    end: int
    instead: str


def inert(source: str) -> str:
    """The inline Markdown with images as their descriptions and HTML as an answer's HTML has it.

    Tags that readers are shown keep no attribute but a link's target; others go. A placeholder (``<PASSWORD>``) is
    escaped, so that it is shown. Links stay: they load nothing until someone follows them.
    """
    for _ in range(PASSES):
        found = list(_pieces(source)) if _MAY_LOAD.search(source) else []
        if not found:
            return source
        parts, at = [], 0
        for piece in found:
            parts += [source[at : piece.start], piece.instead]
            at = piece.end
        source = "".join(parts) + source[at:]
    return source.replace("<", r"\<").replace("![", r"!\[") if list(_pieces(source)) else source


def escaped(text: str) -> str:
    """Plain text on one line of Markdown, so that none of it is read as markup."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def _pieces(source: str) -> Iterator[_Found]:
    """What is to be replaced, in order of place; nothing inside another piece."""
    found: list[_Found] = []
    _watching().inline.parse(source, _watching(), {"source": source, "found": found}, [])
    end = 0
    for piece in found:
        if piece.start >= end and source[piece.start : piece.end] != piece.instead:
            yield piece
            end = piece.end


@functools.cache
def _watching() -> MarkdownIt:
    """The parser of pages, noting where images and tags stand."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable("strikethrough")
    md.inline.ruler.at("image", _image)
    md.inline.ruler.at("html_inline", _html)
    return md.use(unclosed_as_text)


def _image(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not image(state, silent):
        return False
    if not silent:
        end, state.pos = state.pos, start
        described = state.src[start + 2 : state.md.helpers.parseLinkLabel(state, start + 1)]
        state.pos = end
        _note(state, start, described)
    return True


def _html(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not html_inline(state, silent):
        return False
    if not silent:
        _note(state, start, _tag(state.src[start : state.pos]))
    return True


def _note(state: StateInline, start: int, instead: str) -> None:
    """Note a piece, unless it stands in the description of an image, which is parsed by itself."""
    if state.src == state.env["source"]:
        state.env["found"].append(_Found(start, state.pos, instead))


def _tag(written: str) -> str:
    if not is_markup(written):
        return "\\" + written
    name = _NAME.match(written)
    tag = name[1].lower() if name else ""
    if tag not in SHOWN or tag in NAMES:
        return ""
    if written.startswith("</"):
        return f"</{tag}>"
    target = _target(written) if tag == "a" else ""
    return f'<a href="{escape(target)}">' if target else f"<{tag}>"


def _target(written: str) -> str:
    """Where a link leads; empty if that is no address that may be followed."""
    reader = _Attributes()
    reader.feed(written)
    href = reader.given.get("href") or ""
    return href if parser().validateLink(unescape(href)) else ""


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.given = dict(attrs)

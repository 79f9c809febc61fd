"""Render a section's blocks as sanitised HTML."""

import functools
from collections.abc import Callable, Sequence
from html import escape

import nh3
from markdown_it import MarkdownIt

from ingest.markdown.blocks import parser
from ingest.markdown.brackets import DEEPEST, unclosed_as_text
from ingest.markdown.html_tags import SHOWN
from ingest.render.addresses import Addresses
from ingest.section import Block

_ATTRIBUTES = {"ol": {"start"}, "a": {"href", "title"}, "aside": {"class"}, "div": {"class"}, "p": {"class"}}
_CLASSES = {"info", "warn", "err", "tab", "caption"}

Resolve = Callable[[str], str]
"""Makes a link's target absolute; empty if it leads nowhere."""


def as_written(href: str) -> str:
    """Leave a link as it is in the source."""
    return href


def html(blocks: Sequence[Block], *, marked: Block | None = None, resolve: Resolve = as_written) -> str:
    """Render blocks as sanitised HTML.

    Args:
        blocks: The blocks.
        marked: The leaf or row (by identity) whose text carries ``<mark>``.
        resolve: Maps each link's target to the one shown.

    Returns:
        HTML with only the tags of ``ingest.markdown.html_tags.SHOWN``: no scripts, styles, images or event handlers,
        whatever the source has. Links are http, https, mailto or relative, with ``rel="noopener noreferrer"``.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            return " ".join(sorted(set(value.split()) & _CLASSES)) or None
        return (resolve(value) or None) if (tag, name) == ("a", "href") else value

    return nh3.clean(
        "".join(_block(block, marked) for block in blocks),
        tags=set(SHOWN),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        attribute_filter=attribute,
    )


@functools.cache
def _inline_parser() -> MarkdownIt:
    """The page's parser, which also makes links of bare addresses."""
    md = MarkdownIt("commonmark", {"html": True, "linkify": True, "maxNesting": DEEPEST}).enable(
        ["strikethrough", "linkify"]
    )
    md.renderer = parser().renderer
    md.linkify = Addresses()
    return md.use(unclosed_as_text)


def _block(block: Block, marked: Block | None) -> str:
    inner = functools.partial(_inline, marked=marked)
    match block.kind:
        case "paragraph":
            return f"<p>{inner(block)}</p>\n"
        case "heading":
            level = min(max(int(block.label), 2), 6)
            return f"<h{level}>{inner(block)}</h{level}>\n"
        case "code":
            code = escape(block.source)
            return f"<pre><code>{f'<mark>{code}</mark>' if block is marked else code}</code></pre>\n"
        case "rule":
            return "<hr>\n"
        case "row":
            return "<tr>" + "".join(_cell(cell, block is marked) for cell in block.children) + "</tr>\n"
        case "item":
            return f"<li>{_item(block, marked)}</li>\n"
        case _:
            before, after = _tags_around(block)
            return before + "".join(_block(child, marked) for child in block.children) + after


def _tags_around(block: Block) -> tuple[str, str]:
    match block.kind:
        case "bullets":
            return "<ul>\n", "</ul>\n"
        case "steps":
            return (f'<ol start="{int(block.label)}">\n' if block.label not in ("", "1") else "<ol>\n"), "</ol>\n"
        case "quote":
            return "<blockquote>\n", "</blockquote>\n"
        case "note":
            return f'<aside class="{escape(block.label)}">\n', "</aside>\n"
        case "tab":
            return f'<div class="tab"><p class="caption">{escape(block.label)}</p>\n', "</div>\n"
        case "details":
            return f"<details><summary>{escape(block.label)}</summary>\n", "</details>\n"
        case "table":
            return "<table><tbody>\n", "</tbody></table>\n"
        case _:
            return "", ""


def _item(block: Block, marked: Block | None) -> str:
    """An item's first paragraph stands without ``<p>``, as in a tight list."""
    if not block.children or block.children[0].kind != "paragraph":
        return "".join(_block(child, marked) for child in block.children)
    first, *others = block.children
    return _inline(first, marked=marked) + "".join(_block(child, marked) for child in others)


def _cell(cell: Block, marked: bool) -> str:
    tag = cell.label or "td"
    text = _inline(cell, marked=cell if marked else None)
    return f"<{tag}>{text}</{tag}>"


@functools.lru_cache(maxsize=1 << 12)
def _rendered(source: str) -> str:
    """Inline Markdown as HTML, kept since the projections of a section for different readers share most blocks."""
    return str(_inline_parser().renderInline(source))


def _inline(block: Block, *, marked: Block | None) -> str:
    rendered = _rendered(block.source).replace("\n", "<br>" if block.kind == "cell" else "\n")
    return f"<mark>{rendered}</mark>" if block is marked else rendered

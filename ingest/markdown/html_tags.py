"""The tags of HTML that people write in pages, and those that answers are shown with."""

TABLE = frozenset({"table", "tbody", "thead", "tr", "td", "th"})
LIST = frozenset({"ul", "ol", "li"})

BREAKS = frozenset({"br", "p", "div", "li"})
"""In a cell of a table they start a new line."""

LAYOUT = TABLE | LIST | {"p", "div", "span"}
"""In a cell of a table they leave no tag behind."""

_TEXT = frozenset(
    {"a", "b", "br", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "strong", "sub", "sup", "u"}
)
_REST = {"abbr", "big", "center", "font", "img", "nobr", "q", "strike", "tt", "wbr"}
_BLOCKS = {
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "blockquote",
        "figure",
        "figcaption",
        "picture",
        "iframe",
        "video",
    ),
    *("audio", "dl", "dt", "dd", "tfoot", "colgroup", "col", "article", "nav", "style", "script"),
}
WRITTEN = LAYOUT | _TEXT | _REST | _BLOCKS
"""Anything else in angle brackets is a placeholder, unless it is a tag of the dialect."""

SHOWN = LAYOUT | _TEXT | {"aside", "blockquote", "details", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "summary"}
"""The sanitiser takes every other tag out."""

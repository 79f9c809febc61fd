"""The plain text of inline Markdown, as a reader sees it."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.markdown.html_tags import WRITTEN
from ingest.markdown.tags import NAMES

_SPACES = re.compile(r" {2,}")
_TAG = re.compile(r"^</?([A-Za-z][A-Za-z0-9-]*)")


def is_markup(html: str) -> bool:
    """Whether ``<…>`` is markup, and not a placeholder such as ``<PASSWORD>`` that is shown to readers."""
    if html.startswith(("<!--", "<?", "<![")):
        return html.startswith("<!--")
    tag = _TAG.match(html)
    return tag is not None and ("br" if tag[1] == "BR" else tag[1]) in (*WRITTEN, *NAMES)


def plain(tokens: Sequence[Token], *, addresses: bool = False) -> str:
    """The text of inline tokens: the text of links, the description of images, a line break for ``<br>``.

    Args:
        tokens: The tokens.
        addresses: Whether the address of a link stands in brackets after its text, if it is another.
    """
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        match token.type:
            case "link_open" if addresses:
                links.append((len(parts), str(token.attrGet("href")).removeprefix("mailto:")))
            case "link_close" if links:
                first, address = links.pop()
                parts.append(f" ({address})" if "".join(parts[first:]).strip() != address else "")
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "html_inline" if is_markup(token.content):
                parts.append("\n" if token.content[:3].lower() == "<br" else "")
            case "image":
                parts.append(plain(token.children or []))
            case "text" | "text_special" | "code_inline" | "html_inline":
                parts.append(token.content)
            case _:
                pass
    lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip("\n")


def placeholders_as_text(md: MarkdownIt) -> None:
    """Make the renderer show placeholders in angle brackets, and hide tags of the dialect."""

    def inline_html(self: object, tokens: Sequence[Token], at: int, options: object, env: object) -> str:
        content = tokens[at].content
        if not is_markup(content):
            return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        tag = _TAG.match(content)
        return "" if tag is None or tag[1].lower() in NAMES else content

    md.add_render_rule("html_inline", inline_html)

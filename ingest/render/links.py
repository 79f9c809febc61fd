"""Lead the links of Markdown elsewhere."""

import re
from collections.abc import Callable

_CODE_OR_LINK = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?<![!\\])\[(?P<text>(?:[^\[\]\\]|\\.)*)\]\(\s*(?P<href><[^<>\n]*>|(?:[^\s()<>]|\([^\s()]*\))*)(?P<title>\s+[^()\n]*)?\)",
    re.DOTALL,
)


def led(source: str, resolve: Callable[[str], str]) -> str:
    """Inline Markdown with each link's target as ``resolve`` maps it; of a link that leads nowhere its text is left.

    >>> led("See [how](pay.md 'to') and `[x](pay.md)`, [file](a.pdf)", {"pay.md": "/faq/pay", "a.pdf": ""}.get)
    "See [how](/faq/pay 'to') and `[x](pay.md)`, file"
    """

    def lead(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return found[0]
        href = found["href"].removeprefix("<").removesuffix(">")
        to = resolve(href)
        if to == href:
            return found[0]
        return f"[{found['text']}]({to}{found['title'] or ''})" if to else found["text"]

    return _CODE_OR_LINK.sub(lead, source)

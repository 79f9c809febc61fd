"""A heading's own id, as different generators write it."""

import re

from mdit_py_plugins.attrs.parse import ParseError, parse

_ATTRIBUTES = re.compile(r"\{:?\s*(?P<attributes>[#.][^{}`]*|-)\}")
_MDX = re.compile(r"\{/\*\s*#(?P<id>[\w.:-]+)\s*\*/\}")
_DOCSIFY = re.compile(r":id=(?P<id>[\w.:-]+)")


def without_id(heading: str) -> tuple[str, str]:
    """A heading's source without its id and classes, and the id.

    >>> without_id("Как оплатить? {#pay .short}")
    ('Как оплатить?', 'pay')
    """
    text = heading.rstrip()
    at = text.rfind("{") if text.endswith("}") else text.rfind(" :id=") + 1
    before, mark = text[:at].rstrip(), text[at:]
    if not before or before.endswith("\\"):
        return heading, ""
    if found := _MDX.fullmatch(mark) or _DOCSIFY.fullmatch(mark):
        return before, found["id"]
    found = _ATTRIBUTES.fullmatch(mark)
    if found is None:
        return heading, ""
    if found["attributes"] == "-":  # Pandoc's «unnumbered»
        return before, ""
    try:
        _, attributes = parse(f"{{{found['attributes'].strip()}}}")
    except ParseError:
        return heading, ""
    return before, attributes.get("id", "")

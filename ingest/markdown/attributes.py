"""What the arguments of a tag or of a block of code say of its caption."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\}"
JSX = rf"(?:(?:[^<>{{}}\"'`]|\"[^\"]*+\"|'[^']*+'|`[^`]*+`|{_BRACED})*+(?=>)|[^<>{{}}]*)"
"""Attributes up to the end of a tag: one within quotes or braces is text. Quotes without a partner are text too."""

LONGEST = 4000
"""Characters of arguments that are read."""

LONGEST_INFO = 300
"""Of what follows the opening marks of a block of code."""

_QUOTED = re.compile(
    r"(?:(?<![\w-])(?P<key>[\w-]+)\s*=\s*\{?\s*)?(?:<\w[^<>]*>(?P<inner>[^<>{}]+)</\w+>|(?P<mark>[\"'`])(?P<text>.*?)(?P=mark))"
)
_CAPTIONS = ("label", "title", "tabname", "name", "header", "summary", None)
"""Attributes that may carry a caption, the surest first; None is a text without a key."""

_OBJECT = re.compile(r"\{([^{}]*)\}")
_FIELD = re.compile(r"[\"']?(?P<key>label|value)[\"']?\s*:\s*(?P<mark>[\"'`])(?P<text>.*?)(?P=mark)")
_LIST = re.compile(r"(?<![\w-])(?:items|labels|names|titles)\s*=\s*(?P<list>\{?\s*\[[^\]]*\]|\"[^\"]*\"|'[^']*')")
_IN_BRACKETS = re.compile(r"\[(?P<label>[^\[\]]+)\]\s*$")
_CODE_TITLE = re.compile(
    r"(?<![\w-])(?:title|label|name|filename|caption|tab|header)\s*=\s*(?P<mark>[\"'])(?P<text>.*?)(?P=mark)"
)
_SETTING = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|(?<![\w-])[\w-]+=(?:\"[^\"]*\"|'[^']*'|\S*)|/[^/]*/")


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions that a set of tabs has for its panels."""

    in_order: tuple[str, ...] = ()
    by_value: dict[str, str] = field(default_factory=dict)


NO_CAPTIONS = Captions()


def texts(args: str) -> Iterator[tuple[str | None, str]]:
    """The texts in arguments, each with the name of its attribute; None has none."""
    for found in _QUOTED.finditer(args[:LONGEST]):
        yield found["key"], found["inner"] or found["text"] or ""


def caption(args: str) -> str | None:
    """The caption that arguments carry.

    >>> caption('value="kz" label="Казахстан"')
    'Казахстан'
    """
    said = list(texts(args))
    return next((text for key in _CAPTIONS for one, text in said if one == key), None)


def value(args: str) -> str:
    """The attribute by which a set of tabs knows a panel; empty if it has none."""
    return next((text for key, text in texts(args) if key == "value"), "")


def captions(args: str) -> Captions:
    """The captions that the arguments of a set have for its panels.

    >>> captions("values={[{label: 'Москва', value: 'm'}]}").by_value
    {'m': 'Москва'}
    """
    args = args[:LONGEST]
    found = [{one["key"]: one["text"] for one in _FIELD.finditer(each[1])} for each in _OBJECT.finditer(args)]
    if found := [one for one in found if one.get("label")]:
        labels = tuple(one["label"] for one in found)
        return Captions(labels, {one["value"]: one["label"] for one in found if "value" in one})
    if listed := _LIST.search(args):
        inside = listed["list"]
        parts = [text for _, text in texts(inside)] if "[" in inside else inside.strip("\"'").split(",")
        return Captions(tuple(part.strip() for part in parts))
    return Captions(tuple(text for key, text in texts(args) if key is None))


def code_title(info: str) -> str:
    """The title of a block of code, from what follows its opening marks; empty if it has none.

    >>> code_title("sh [Казахстан]"), code_title('sh title="a.sh"'), code_title("bash Linux")
    ('Казахстан', 'a.sh', 'Linux')
    """
    info = info[:LONGEST_INFO]
    if keyed := _CODE_TITLE.search(info):
        return keyed["text"]
    if bracketed := _IN_BRACKETS.search(info):
        return bracketed["label"].strip()
    return " ".join(_SETTING.sub(" ", info).split()[0 if info.startswith("{") else 1 :])

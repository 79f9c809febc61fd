"""Labels of blocks, and what each names of a facet, as written or with a slip or two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.content.facets import Facet, Facets
from ingest.scope.choice import OTHER
from ingest.scope.decoration import NEGATING
from ingest.scope.near_name import garbled, nearly, readings
from ingest.scope.phrases import Mention, mentions, names_another, restricts
from ingest.section import Scope

What = Literal["tab", "details", "code", "item", "heading", "caption", "column", "row", "bracket", "sentence"]

SHOWN = 60
"""Characters of a label that a message quotes."""

FEW = 2
"""Words that a label may have besides a name and still be nearly one."""

_EXCLUDES = re.compile(r"(?<!\w)(?<!\w-)(?:кроме|исключ\w+|вне|не|нет|без|except|not|without|емес)(?!\w)")
_CROSSED = re.compile(f"[{''.join(NEGATING)}]")
_REST_OF_LEAD = re.compile(r"(?:[:：]|\s?\|)\s*[^:—–|]{1,60}?(?=\s[—–-]{1,3}\s|\s?\||[:：](?:[\s*_]|$)|$)")
_MARK = re.compile(r"\s?[:(]|\s[—–-]\s")


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a block, and whom the block holds for."""

    what: What
    text: str
    line: int
    """Counted from 1."""
    scope: Scope
    """With all that the block stands in."""
    rest: str = ""
    """Of the text that the label opens."""
    apart: bool = True
    """Set off as a label is: the lead of an item, and not all of its text; a bracket that opens a step; no code; a
    paragraph that steps are in."""

    def held(self, facet: Facet) -> frozenset[str]:
        """The values of a facet that the block holds for."""
        return frozenset(value for name, value in self.scope if name == facet.id)


@dataclass(frozen=True, slots=True)
class Named:
    """What a label says of a facet."""

    values: frozenset[str]
    """None: it speaks of the facet and scopes nothing."""
    alone: bool
    """It says so whatever stands beside it."""
    guessed: bool = False
    """Its words are only somewhat like a name."""


def named(label: Label, facet: Facet, facets: Facets) -> Named | None:
    """What a label names; None if it does not speak of the facet."""
    longer = label
    while label.what in ("item", "caption") and (rest := _REST_OF_LEAD.match(longer.rest)):
        longer = replace(longer, text=longer.text + rest[0], rest=longer.rest[rest.end() :])
        if len(longer.text) > SHOWN or _has_name(label.text, facet, facets):
            break
        if _has_name(longer.text, facet, facets):
            label = longer
    for text in readings(label.text):
        if found := [one for one in mentions(text, facets) if one.facet == facet.id]:
            break
    else:
        text = readings(label.text)[0]
        near = nearly(text, facet)
        found = [near] if near and (label.apart or near.explicit or label.what == "bracket") else []
    if not found:
        like = garbled(text, facet) if label.apart and len(text) <= SHOWN else ""
        return Named(facet.inside([like]), False, guessed=True) if like else None
    joined = nearly(text, facet)
    if joined and joined.explicit and not found[0].explicit:
        found = [joined]  # «Длярегиона Казахстан»
    exact = found[0] in mentions(text, facets)
    values = facet.inside(one.value for one in found)
    if label.what == "sentence" and label.apart and len({one.value for one in found}) > 1:
        return Named(frozenset({OTHER}), True)
    if len(values) == len(facet.values):
        return Named(frozenset(), False)
    if label.what == "sentence":
        return Named(values, label.apart)
    if _CROSSED.search(label.text) or (label.what == "tab" and _EXCLUDES.search(text)):
        return Named(frozenset({OTHER}), True)
    if label.what == "bracket" and _EXCLUDES.search(text):
        return Named(frozenset(), False)
    if label.what == "tab" or (label.what == "bracket" and label.apart):
        return Named(values, True)
    scope = frozenset((facet.id, value) for value in values)
    first = found[0]
    if restricts(text) or _EXCLUDES.search(text) or names_another(label.rest, scope, facets):
        return Named(frozenset(), False)
    spare = spare_words(text, found)
    if label.what == "bracket" and not spare and not first.explicit:
        return Named(frozenset(), False)  # the place of what stands before it
    if label.what == "caption" and not label.apart and (spare or (label.rest and not first.explicit)):
        return None  # «Москва — крупный город.»
    if label.what == "item" and not label.apart and not spare:
        return None  # a list of places
    if label.what == "heading" and spare and text.endswith("?"):
        return None
    begins = label.what in ("item", "heading") and first.start == 0
    if not begins and label.what != "column" and (spare > FEW or (label.what == "item" and not label.apart)):
        return None
    opens = label.what == "heading" and first.start == 0 and bool(first.lead) and _MARK.match(text, first.end)
    if label.what == "code" and not label.apart:
        return Named(values, False)  # a line of code, unless labels beside it name another value
    is_name = label.what == "heading" and not spare and exact
    return Named(values, bool(opens) or is_name or (spare <= FEW and first.explicit))


def _has_name(text: str, facet: Facet, facets: Facets) -> bool:
    """Whether a text names a value of any facet, or nearly one of this."""
    folded = readings(text)[0]
    return bool(mentions(folded, facets) or nearly(folded, facet))


def spare_words(text: str, found: Sequence[Mention]) -> int:
    """How many words a label has besides names and what leads to them; signs are no words."""
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    return sum(any(map(str.isalnum, word)) for word in "".join(rest).split())


def shortened(text: str) -> str:
    """A text as a message quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"

"""Labels that name a value of a facet and are shown to readers with every value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from ingest.content.facets import Facet, Facets
from ingest.fold import fold_phrase
from ingest.scope.decoration import undecorated
from ingest.scope.phrases import Mention, mentions, merged
from ingest.section import EVERYONE, Block, Scope
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage

What = Literal["tab", "item", "heading", "column", "bracket"]

SHOWN = 60
"""Characters of a label that a message quotes."""

SHORTEST = 5
"""Letters from which a word may be a misspelt name."""

NEAR = 0.8
"""``difflib``'s ratio from which a word is taken for a misspelt name."""

_EXCLUDES = re.compile(r"(?<!\w)(?:кроме|исключ\w+|вне|не|нет|без|except|not|without|емес)(?!\w)")
_ONLY = re.compile(r"(?<!\w)(?:только|лишь|only|тек)(?!\w)")
_CLAUSE = re.compile(r"(?P<clause>[^:(]{1,60}?)(?:\s[—–-]\s|\s*[:(]|$)")
_TAB = re.compile(r"<tab(?=[\s>])", re.IGNORECASE)
_BRACKET = re.compile(r"\((?P<clause>[^()]{1,120})\)")
_MIXED = re.compile(r"[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]")
_CYRILLIC = str.maketrans("aceopxykABCEHKMOPTXY", "асеорхукАВСЕНКМОРТХУ")
_ADVICE: Mapping[What, str] = {
    "tab": "Label it «{label}» and nothing else, or add this label to the names in facets.toml.",
    "item": "Begin it with «{label}: », or with what it says for everyone.",
    "heading": "Make it «{label}» and nothing else, or begin with what it says for everyone.",
    "column": "Head it «{label}» and nothing else.",
    "bracket": "Write «({label})», or move the words out of the brackets if they hold for everyone.",
}


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of a block, and whom the block holds for."""

    what: What
    text: str
    line: int
    """Counted from 1."""
    scope: Scope
    """With all that the block stands in."""


def unread_scopes(parsed: Parsed) -> Iterator[Finding]:
    """Labels that name a value of a facet without holding for it.

    - a tab that names a value, except one that names all of them;
    - the bracket at the beginning of a step or item, and a heading that begins with a phrase such as «Для региона X:»;
    - a list item, heading or column header that begins with a value's name, or nearly so, or in letters of the other
      alphabet, beside one for another value of the facet. A column header may name it anywhere.

    A restriction («только в регионе X») and a text that names another value too hold for everyone. A name that stands
    alone in a list, or among other places, is a place.
    """
    for source in parsed.pages:
        for labels in _groups(source.tree, EVERYONE, source):
            yield from _unread(source, labels, parsed.facets)


def _unread(source: ParsedPage, labels: Sequence[_Label], facets: Facets) -> Iterator[Finding]:
    """Findings among labels that stand side by side."""
    for facet in facets.facets:
        held = [{value for name, value in one.scope if name == facet.id} for one in labels]
        named = [None if values else _named(one, facet, facets) for one, values in zip(labels, held, strict=True)]
        for one, found in zip(labels, named, strict=True):
            if found is None:
                continue
            values = {value for each in held for value in each} | {each.value for each in named if each}
            if one.what in ("tab", "bracket") or _alone(one, found) or values - {found.value}:
                yield _finding(source, one, facet, found)
                if one.what == "column":
                    break  # without one of them the others are not read either


def _named(one: _Label, facet: Facet, facets: Facets) -> Mention | None:
    """The one value that a label names; None if it names none, another one too, or rules one out."""
    text = _compared(one)
    found = [each for each in mentions(text, facets) if each.facet == facet.id]
    if not found and one.what != "tab":
        found = _nearly(text, facet)
    if not found or len({each.value for each in found}) > 1 or _EXCLUDES.search(text):
        return None
    if one.what in ("item", "heading") and (found[0].start > 0 or _ONLY.search(text[: found[0].end + 1])):
        return None
    return found[0]


def _compared(one: _Label) -> str:
    """The label as names are compared with it; letters of the other alphabet that look the same are corrected."""
    plain = undecorated(one.text)
    if one.what == "tab":
        return fold_phrase(plain)  # lint.checks.tabs looks for misspelt labels
    corrected = (word.translate(_CYRILLIC) if _MIXED.search(word) else word for word in plain.split())
    return fold_phrase(" ".join(corrected))


def _nearly(text: str, facet: Facet) -> list[Mention]:
    """The value whose name the text's first clause nearly is."""
    clause = _CLAUSE.match(text)
    written = clause["clause"].strip() if clause and clause.end() < len(text) else ""
    near = _nearest_name(written, tuple(facet.by_name)) if len(written) >= SHORTEST else ""
    return [Mention(facet.id, facet.by_name[near], "", 0, len(written))] if near else []


@lru_cache(maxsize=4096)
def _nearest_name(text: str, names: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(text, names, 1, NEAR)), "")


def _alone(one: _Label, found: Mention) -> bool:
    """Whether a heading begins with a phrase of a lead and a name, and a mark after it."""
    clause = _CLAUSE.match(_compared(one))
    return one.what == "heading" and bool(found.lead) and clause is not None and clause.end("clause") == found.end


def _finding(source: ParsedPage, one: _Label, facet: Facet, found: Mention) -> Finding:
    label = next(each.label["ru"] for each in facet.values if each.id == found.value)
    message = f"the {one.what} «{_short(one.text)}» names «{label}» ({facet.label['ru']}) but is shown to everyone"
    return Finding(source.page.id, one.line, "unread-scope", message, _ADVICE[one.what].format(label=label))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"


def _groups(siblings: Sequence[Block], outer: Scope, source: ParsedPage) -> Iterator[list[_Label]]:
    """Labels that stand side by side, each group at its place."""
    headings: dict[int, list[_Label]] = {}
    for block in siblings:
        scope = merged(outer, block.scope)
        if block.kind == "heading":
            level = int(block.label)
            yield from (headings.pop(deeper) for deeper in sorted(headings) if deeper > level)
            headings.setdefault(level, []).append(_Label("heading", block.text, block.lines[0] + 1, scope))
        yield from _inside(block, scope, source)
        yield from _groups(block.children, scope, source)
    yield from headings.values()


def _inside(block: Block, scope: Scope, source: ParsedPage) -> Iterator[list[_Label]]:
    """The labels of a tab set, list or table."""
    match block.kind:
        case "tabs":
            tabs = [tab for tab in block.children if tab.kind == "tab"]
            written = [at for at in range(*block.lines) for _ in _TAB.finditer(source.lines[at])]
            lines = [*written, *(tab.lines[0] for tab in tabs[len(written) :])]
            labels = [_label("tab", tab.label, tab, scope) for tab in tabs]
            yield [replace(one, line=at + 1) for one, at in zip(labels, lines, strict=False)]
        case "bullets" | "steps":
            texts = [(item, item.children[0].text if item.children else "") for item in block.children]
            yield [_label("item", text, item, scope) for item, text in texts]
            for item, text in texts:
                if bracket := _BRACKET.match(undecorated(text)):
                    yield [_label("bracket", bracket["clause"], item, scope)]
        case "table" if block.children:
            yield [_label("column", cell.text, cell, scope) for cell in block.children[0].children]


def _label(what: What, text: str, block: Block, outer: Scope) -> _Label:
    return _Label(what, text, block.lines[0] + 1, merged(outer, block.scope))

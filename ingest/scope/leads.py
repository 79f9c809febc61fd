"""The label that a paragraph, a list item or a step begins or ends with."""

import re
from collections.abc import Iterator, Sequence

from ingest.content.facets import Facets
from ingest.markdown.blocks import inline_text
from ingest.scope.assign import first_paragraph, first_text
from ingest.scope.decoration import undecorated, up_to_colon
from ingest.scope.labels import SHOWN, Label
from ingest.scope.near_name import readings
from ingest.scope.phrases import in_brackets, last_bracket, mentions, merged
from ingest.section import Block, Scope

_LEAD = re.compile(
    r"(?P<lead>[^:—–|]{1,60}?(?:[:：][^\w/]{1,5}[^:—–.!?|]{1,40}?(?=\s[—–-]{1,3}\s))?)(?:\s[—–-]{1,3}\s|\s?\||[:：](?=[^\w/]|$)(?!\s*[^:—–.!?]{1,40}\s[—–-]\s))"
)
_BOLD = re.compile(r"[\s|:;.,~=>-]*(?P<mark>\*\*|__)(?P<lead>[^*\n]{1,80}?)(?P=mark)(?!\w)(?P<after>\s*[:—–-])?")
_FIRST_BRACKET = re.compile(r"[^\w(]*\((?P<clause>(?:[^()]|\([^()]{0,60}\)){1,120})\)")
_ANY_BRACKET = re.compile(r"\((?P<clause>[^()]{1,60})\)(?=\s*[^\w\s(])")
_LOOSE_BRACKET = re.compile(r"\((?P<after>[^()]{1,60})|(?P<before>[^()]{1,60})\)")
_STEP_BELOW = re.compile(r"\n\s*\d{1,9}[.)]\s")
_LEFT_OVER = " |:;.,~=>-"
"""Signs before a label that make nothing of it."""

_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_MARK = re.compile(r"\s*[-*+](?P<damage>[^\w\s]+\s?|(?=\w)|\s)(?=\w)")
"""Of an item of a list, on a line that is none."""

_BRACKETS = re.compile(r"[()]")
_BEGINS_SET_OFF = re.compile(r"[^\w\s]*[*_](?=\S)|[-*+#]+[^\w\s]*\s?(?=\w)")
_ENDS_SET_OFF = re.compile(r"[*_:][^\w\s]*(?:\d{1,9}[.)])?$")
"""Emphasis, even damaged, the mark of an item or a heading without its space, or a colon at the end, perhaps with the
number of a step behind it."""


def caption(block: Block) -> tuple[str, bool]:
    """The label of a paragraph, its lead or all of it, and whether it is set off: bold, or before a last colon."""
    bold = _BOLD.match(block.source)
    if bold and (bold["after"] or bold["lead"].rstrip().endswith(":") or bold.end() == len(block.source.rstrip())):
        return inline_text(bold["lead"]), True
    text = up_to_colon(block.text.lstrip(_LEFT_OVER))
    lead = _LEAD.match(text)
    if lead:
        is_torn_off = text.endswith(";") or block.text.startswith("|")  # from a list, or a table
        return lead["lead"], lead.end() == len(text) or is_torn_off or _is_set_off(block)
    return (text, _is_set_off(block)) if len(text) <= SHOWN else ("", False)


def _is_set_off(block: Block) -> bool:
    source = block.source.strip()
    marks = _BEGINS_SET_OFF.match(source[:SHOWN]) or _ENDS_SET_OFF.search(source[-SHOWN:])
    return len(block.text) <= SHOWN and (marks is not None or "**" in block.text)


def items(block: Block, outer: Scope) -> Iterator[tuple[int, Label]]:
    """The leads of the items that have one; a list in which an item has more than its lead is no list of places."""
    has_bodies = any(len(item.children) > 1 for item in block.children)
    for at, item in enumerate(block.children):
        first = first_paragraph(item)
        code = indented_line(item.children[0]) if item.children else None
        if code:
            text = code.text
            lead = _LEAD.match(text)
            yield (
                at,
                Label(
                    "code", lead["lead"] if lead else text, item.lines[0] + 1, merged(outer, item.scope), apart=False
                ),
            )
            continue
        text = first.text if first else ""
        bold = _BOLD.match(first.source) if first else None
        lead = _LEAD.match(text)
        label = inline_text(bold["lead"]) if bold else lead["lead"] if lead else text
        scope = merged(outer, item.scope)
        yield (
            at,
            Label(
                "item",
                label,
                item.lines[0] + 1,
                scope,
                text[len(label) :],
                apart=bool(bold or lead) or has_bodies or len(block.children) == 1,
            ),
        )


def items_within(block: Block, outer: Scope) -> Iterator[Label]:
    """The leads of the items of a list or of lists in a quotation, and of the lists within these items."""
    if block.kind in ("bullets", "steps"):
        yield from (label for _, label in items(block, outer))
    for child in block.children:
        if child.kind in ("bullets", "steps", "item", "quote"):
            yield from items_within(child, merged(outer, child.scope))


def last_item(block: Block) -> tuple[str, bool]:
    """The label of a paragraph's last piece if it was to be an item of a list, and whether its mark is damaged."""
    above, _, last = block.source.rpartition("\n")
    *before, piece = _BREAK.split(last)
    mark = _MARK.match(piece)
    if not mark or not (above or before):
        return "", False
    source = piece[mark.end() :]
    return caption(Block("paragraph", block.lines, source, inline_text(source)))[0], bool(mark["damage"].strip())


def indented_line(block: Block) -> Block | None:
    """The first line of code that only its indentation makes code, as the paragraph that it was to be."""
    if block.kind != "code" or block.lines[1] - block.lines[0] > len(block.text.split("\n")):
        return None
    line = block.text.partition("\n")[0]
    return Block("paragraph", block.lines, line, inline_text(line))


def brackets(items: Sequence[Block], outer: Scope, facets: Facets, *, below: str = "") -> Iterator[tuple[int, Label]]:
    """The brackets that steps begin or end with, or that are nothing but a phrase; ``below``: the text after them."""
    for at, item in enumerate(items):
        following = item.children[1].text if len(item.children) > 1 else below if at == len(items) - 1 else ""
        written = first_text(item)
        written += _rest_of_bracket(written, following)
        text = undecorated(written)
        first = _FIRST_BRACKET.match(text)
        loose = _loose_bracket(text, facets)
        last = last_bracket(text) or next(iter(_explicit_brackets(text, facets)), "") or last_bracket(written)
        bracket = loose or (first["clause"] if first else last)
        if bracket:
            scope = merged(outer, item.scope)
            yield at, Label("bracket", bracket, item.lines[0] + 1, scope, apart=bool(first or loose))


def last_text(block: Block) -> str:
    """The text that a block ends with."""
    while block.children:
        block = block.children[-1]
    return block.text


def sentence(block: Block, above: str, facets: Facets) -> tuple[str, bool]:
    """The explicit phrases in brackets of a paragraph, and whether steps are in it; ``above``: the text before it."""
    opened = above[above.rfind("(") :] if _rest_of_bracket(above, block.text) else ""
    text = f"{opened} {block.text}"
    clauses = _explicit_brackets(text, facets)
    if in_brackets(last := last_bracket(text), facets):
        clauses.append(last)
    return " ".join(clauses), bool(_STEP_BELOW.search(block.source))


def _rest_of_bracket(text: str, following: str) -> str:
    """What follows a text whose last bracket is not closed, up to where the bracket is; empty if there is none."""
    inside, closing, _ = following[:SHOWN].partition(")")
    is_open = text.rfind("(") > text.rfind(")")
    return f" {inside})" if is_open and closing and "(" not in inside else ""


def _explicit_brackets(text: str, facets: Facets) -> list[str]:
    """The words of brackets that end a clause within a text, if they are nothing but an explicit phrase."""
    return [found["clause"] for found in _ANY_BRACKET.finditer(text) if in_brackets(found["clause"], facets)]


def _loose_bracket(text: str, facets: Facets) -> str:
    """An explicit phrase that begins after a bracket that is not closed, or ends before one that was not opened."""
    if text.count("(") == text.count(")"):
        return ""
    if text.startswith("(") and mentions(readings(text[1:SHOWN])[0], facets):
        return text[1:SHOWN]
    inside = _BRACKETS.sub("", text[text.find("(") + 1 :][:SHOWN])
    if any(one.explicit and one.start == 0 for one in mentions(readings(inside)[0], facets)):
        return inside
    for found in _LOOSE_BRACKET.finditer(text):
        folded = readings(found["after"] or found["before"])[0]
        for one in mentions(folded, facets):
            if one.explicit and (one.start == 0 if found["after"] else one.end == len(folded)):
                return folded[one.start : one.end]
    return ""

"""Words that point to what stands above or below, or introduce what follows, where it is gone."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.fold import fold_phrase
from ingest.markdown.split import walk
from ingest.section import Block
from lint.finding import Finding
from lint.views import View, Views

_POINTS = (
    r"(?:см|смотри(?:те)?|(?:указ|опис|перечисл|упомян|привед|показ|представл|изложе|предлож)\w*|таблиц\w*|спис\w+"
    r"|перечн\w+|пример\w*|инструкци\w*|шаг\w*|поряд\w+|рисун\w*|схем\w*|see|listed|described|shown|given|table|list)"
)
_BELOW = re.compile(rf"(?<!\w){_POINTS}\.?(?:\s\w+)?\s(?:ниже|below)(?!\w)|(?<!\w)ниже\s(?:\w+\s)?{_POINTS}")
_ABOVE = re.compile(rf"(?<!\w){_POINTS}\.?(?:\s\w+)?\s(?:выше|above)(?!\w)|(?<!\w)выше\s(?:\w+\s)?{_POINTS}")
_TABLE = re.compile(r"(?<!\w)(?:таблиц|table)")

_TOLD = frozenset(["bullets", "steps", "item", "table", "code", "html", "tabs", "tab", "details"])
"""What text points to or introduces, besides text."""


class _Around(NamedTuple):
    """The blocks beside a leaf, the nearest first."""

    leaf: Block
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    next: tuple[Block, ...]
    """Those after it in the same container."""


def neighbours(seen: Views) -> Iterator[Finding]:
    """Sentences with «см. ниже» or «указано выше», and paragraphs that end with a colon, beside what is gone.

    It is gone for a reader if the nearest block on that side is not shown, and neither is another of its kind, or a
    list, table or code, before the next text. A table that is pointed to is gone if there is none on that side.
    """
    for around in _around(seen.section.blocks, (), ()):
        text = fold_phrase(around.leaf.text)
        sides = [
            (_BELOW.search(text), around.after, "below it"),
            (_ABOVE.search(text), around.before, "above it"),
            (re.search(r":$", text), around.next, "after the colon"),
        ]
        for found, blocks, where in sides:
            if found is None:
                continue
            gone = _no_table if _TABLE.search(found[0]) and _tables(blocks) else _gone
            if affected := [view for view in seen.judged if view.has(around.leaf) and gone(blocks, view)]:
                words = found[0] if found[0] != ":" else around.leaf.text[-40:]
                message = f"what «{words}» points to {where} is gone"
                yield seen.finding(affected, seen.source.line_of(around.leaf, ""), "neighbour-gone", message)


def _around(blocks: Sequence[Block], before: tuple[Block, ...], after: tuple[Block, ...]) -> Iterator[_Around]:
    for at, block in enumerate(blocks):
        above = (*reversed(blocks[:at]), *before)
        below = (*blocks[at + 1 :], *after)
        if block.children:
            yield from _around(block.children, above, below)
        elif block.kind == "paragraph":
            yield _Around(block, above, below, tuple(blocks[at + 1 :]))


def _gone(blocks: Sequence[Block], view: View) -> bool:
    missing: list[Block] = []
    for block in blocks:
        if view.has(block):
            return bool(missing) and block.kind not in _TOLD | {one.kind for one in missing} and not _is_for_some(block)
        missing.append(block)
    return bool(missing)


def _is_for_some(block: Block) -> bool:
    return any(one.scope for one in walk([block]))


def _tables(blocks: Sequence[Block]) -> list[Block]:
    return [one for one in walk(blocks) if one.kind == "table"]


def _no_table(blocks: Sequence[Block], view: View) -> bool:
    return not any(view.has(one) for one in _tables(blocks))

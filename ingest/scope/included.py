"""What a page says of lines that it includes: they are for the readers that a paragraph in their place is for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from ingest.content.pages import Included
from ingest.scope.phrases import both, merged
from ingest.section import EVERYONE, Block, Scope

IN_PLACE = "…"
"""A paragraph that says nothing of its readers."""


def with_scopes_of_includes(
    blocks: Sequence[Block],
    lines: Sequence[str],
    included: Sequence[Included],
    read: Callable[[str], Sequence[Block]],
    *,
    is_broken: bool,
) -> tuple[Block, ...]:
    """Leave blocks to the readers that they are for when an include is read as one paragraph.

    A caption above an include is for all of it, and what a file closes without opening it stays closed to others. Where
    both readings name values of a facet, those of the text are used. If tags are broken, a file may have left open what
    takes in panels of the page, so what the two name different values for is for nobody who chose one. A block of lines
    for different readers, such as code that a file leaves open, is for those whom all of them are for.

    Args:
        blocks: Of the page with what it includes.
        lines: Its lines.
        included: Which of them are included.
        read: Reads a text's blocks with their scopes.
        is_broken: Whether tags of the page or of what it includes are.
    """
    result = tuple(blocks)
    combined = both if is_broken else merged
    for depth in sorted({one.depth for one in included}):
        spans = [one for one in included if one.depth == depth and one.first < one.end]
        text, place = _in_short(lines, spans)
        scopes = dict(_scopes(read("\n".join(text)), EVERYONE))
        result = tuple(_held(block, scopes, place, EVERYONE, combined) for block in result)
    return result


def _in_short(lines: Sequence[str], spans: Sequence[Included]) -> tuple[list[str], list[int]]:
    """The lines with one in place of each span, and for each line the one that it is there."""
    text: list[str] = []
    place: list[int] = []
    at = 0
    for span in sorted(spans, key=lambda one: one.first):
        place += range(len(text), len(text) + span.first - at)
        text += lines[at : span.first]
        place += [len(text)] * (span.end - span.first)
        text.append(span.indent + IN_PLACE)
        at = span.end
    place += range(len(text), len(text) + len(lines) - at)
    return [*text, *lines[at:]], place


def _scopes(blocks: Sequence[Block], above: Scope) -> Iterator[tuple[int, Scope]]:
    """Each line of blocks and the readers that it is for, those of what is inside after those of what is around it."""
    for block in blocks:
        scope = merged(above, block.scope)
        yield from ((line, scope) for line in range(*block.lines))
        if block.kind != "table":
            yield from _scopes(block.children, scope)


def _held(
    block: Block,
    scopes: dict[int, Scope],
    place: Sequence[int],
    above: Scope,
    combined: Callable[[Scope, Scope], Scope],
) -> Block:
    scope = merged(above, block.scope)
    if block.children and block.kind != "table":
        return replace(block, children=tuple(_held(child, scopes, place, scope, combined) for child in block.children))
    covered = dict.fromkeys(scopes.get(at, EVERYONE) for at in place[slice(*block.lines)])
    held = combined(reduce(both, covered, EVERYONE), scope)
    return block if held == scope else replace(block, scope=held)

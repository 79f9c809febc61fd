"""All blocks of a tree with whom they are for."""

from collections.abc import Iterator, Sequence

from ingest.scope.phrases import merged
from ingest.section import Block, Scope


def walk_scoped(blocks: Sequence[Block], outer: Scope) -> Iterator[tuple[Block, Scope]]:
    """Every block, each before its children, with its scope combined with all that it stands in.

    Args:
        blocks: Siblings.
        outer: The scope of what they stand in.
    """
    for block in blocks:
        scope = merged(outer, block.scope)
        yield block, scope
        yield from walk_scoped(block.children, scope)

"""Cut an answer to a number of tokens, at the border of a block."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil

from ingest.markdown.blocks import blocks
from ingest.section import Block

BYTES_PER_TOKEN = 3.25
"""UTF-8 bytes. Measured on Russian and English documentation with the tokenizers of Claude 2, GPT-4, GPT-4o and
DeepSeek V3; this is the lowest, and the others count up to 44 % fewer tokens, so a budget holds for all of them."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The beginning of a text, and how much was cut off."""

    text: str
    """Empty if not even the first block fits."""

    left_out: int
    """Tokens; 0 if the text is whole."""


def tokens(text: str) -> int:
    """The approximate number of tokens of a text."""
    return ceil(len(text.encode()) / BYTES_PER_TOKEN)


def fitting(lines: Iterable[str], budget: int) -> int:
    """How many of the first lines fit into the budget."""
    return sum(total <= budget for total in accumulate(tokens(line + "\n") for line in lines))


def cut(markdown: str, budget: int) -> Cut:
    """The longest beginning of the Markdown that fits into the budget and ends where a block ends.

    A list may end after any of its items, a table after any of its rows. A heading, a caption and a paragraph that
    announces what follows stay with it.
    """
    if tokens(markdown) <= budget:
        return Cut(markdown, 0)
    lines = markdown.split("\n")
    kept = ""
    for border in _borders(blocks(markdown, range(len(lines)))):
        beginning = "\n".join(lines[:border]).rstrip()
        if tokens(beginning) > budget:
            break
        kept = beginning
    return Cut(kept, tokens(markdown[len(kept) :]))


def _borders(siblings: tuple[Block, ...]) -> Iterator[int]:
    """The lines before which the text can be cut, ascending, counted from 0."""
    for block, following in pairwise((*siblings, None)):
        assert block is not None
        if block.kind in ("bullets", "steps"):
            yield from (item.lines[0] for item in block.children[1:])
        elif block.kind == "table":
            yield from (row.lines[0] for row in block.children[2:])
        if following is not None and not _announces(block):
            yield following.lines[0]


def _announces(block: Block) -> bool:
    """Whether the block introduces the next one."""
    caption = block.source.startswith("**") and block.source.endswith("**")
    return block.kind == "heading" or (block.kind == "paragraph" and (caption or block.text.endswith(":")))

"""Whether there is anything to read in a block, or only signs that are left of something damaged."""

import re

from ingest.markdown.split import walk
from ingest.scope.included import IN_PLACE
from ingest.section import Block

_WORD = re.compile(r"[^\W_]")
_MARKUP = re.compile(r"<(?!img|svg|video|audio|iframe)[^<>]{0,1000}>|&#?\w{1,20};", re.IGNORECASE)


def says_something(block: Block) -> bool:
    """Whether a label above a block may be for it: «**» alone is no text, nor is an empty item or «<br>».

    A picture is something, and so is the place of an included file.
    """
    match block.kind:
        case "paragraph":
            return block.text == IN_PLACE or has_words(block)
        case "heading":
            return has_words(block)
        case "bullets" | "steps" | "quote":
            return any(one.text for one in walk([block]))
        case _:
            return True


def has_words(block: Block) -> bool:
    """Whether a block has a letter or a digit that a reader sees, or a picture."""
    return bool(_WORD.search(block.text) or _WORD.search(_MARKUP.sub("", block.source)))

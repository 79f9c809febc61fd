"""Fragments that only readers of another region may see, taken from the content itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from eval.leaks.find import REGION, Foreign
from eval.leaks.fragment import fold, holds
from ingest.section import Block, Scope, Section, all_hold

SHORTEST = 25
"""Characters; a shorter text, such as a table cell, may well stand elsewhere in other words."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s)>«»,;]+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}(?![\w-])")


def foreign(sections: Sequence[Section]) -> Foreign:
    """Region → texts and addresses that stand in blocks of other regions and in none that holds for it."""

    @cache
    def of(region: str) -> Collection[str]:
        theirs: set[str] = set()
        ours: list[str] = []
        for section in sections:
            ours += [section.title] if all_hold(section.scopes, {REGION: region}) else []
            for text, scopes in _leaves(section.blocks, section.scopes):
                if all_hold(scopes, {REGION: region}):
                    ours.append(text)
                else:
                    theirs |= {address.rstrip(".") for address in _ADDRESS.findall(text)}
                    theirs |= {text} if len(text) >= SHORTEST else set()
        everything = fold("\n".join(ours))
        return frozenset(fragment for fragment in theirs if not holds(everything, fold(fragment)))

    return of


def _leaves(blocks: Sequence[Block], scopes: tuple[Scope, ...]) -> Iterator[tuple[str, tuple[Scope, ...]]]:
    for block in blocks:
        around = (*scopes, block.scope)
        yield from ((text, around) for text in dict.fromkeys((block.text, block.source)) if text.strip())
        yield from _leaves(block.children, around)

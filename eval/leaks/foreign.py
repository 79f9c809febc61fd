"""Fragments that only readers with other facet values may see, taken from the content itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from eval.leaks.find import Foreign
from eval.leaks.fragment import fold, holds
from ingest.content.facets import Facets
from ingest.scope.choice import allowed
from ingest.section import Block, Chosen, Scope, Section, all_hold

SHORTEST = 25
"""Characters. A shorter text, such as that of a table cell, may stand elsewhere in other words."""

ADDRESSES = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s)>«»,;]+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}(?![\w-])"
)


def foreign(sections: Sequence[Section], facets: Facets) -> Foreign:
    """A choice → texts and addresses that stand in the content, but in no block that holds for these values."""

    def fragments(chosen: Chosen) -> Collection[str]:
        held = allowed(chosen, facets)
        theirs: set[str] = set()
        ours: list[str] = []
        for section in sections:
            ours += [section.title] if all_hold(section.scopes, held) else []
            for text, scopes in _leaves(section.blocks, section.scopes):
                if all_hold(scopes, held):
                    ours.append(text)
                else:
                    theirs |= {address.rstrip(".") for address in ADDRESSES.findall(text)}
                    theirs |= {text} if len(text) >= SHORTEST else set()
        everything = fold("\n".join(ours))
        return frozenset(fragment for fragment in theirs if not holds(everything, fold(fragment)))

    by_values = cache(lambda values: fragments(dict(values)))
    return lambda chosen: by_values(frozenset(chosen.items()))


def foreign_titles(sections: Sequence[Section], facets: Facets) -> Foreign:
    """A choice → headings of the sections that do not hold for these values and stand on no section that does."""

    def titles(chosen: Chosen) -> Collection[str]:
        held = allowed(chosen, facets)
        ours = fold("\n".join(section.title for section in sections if all_hold(section.scopes, held)))
        return {
            section.title for section in sections if len(section.title) >= SHORTEST and fold(section.title) not in ours
        }

    return titles


def _leaves(blocks: Sequence[Block], scopes: tuple[Scope, ...]) -> Iterator[tuple[str, tuple[Scope, ...]]]:
    for block in blocks:
        outer = (*scopes, block.scope)
        yield from ((text, outer) for text in dict.fromkeys((block.text, block.source)) if text.strip())
        yield from _leaves(block.children, outer)

"""Compare the variants of a section: what it says for one value of a facet and not for another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.content.facets import Facets
from ingest.markdown.split import walk
from ingest.scope.choice import allowed
from ingest.scope.project import project
from ingest.section import Block, Chosen, Section

Key = tuple[str, str]
"""Kind and text of a leaf, without white space: what is compared."""


@dataclass(frozen=True, slots=True)
class SectionVariant:
    """What a section says for some values of a facet, and not for all."""

    values: tuple[str, ...]
    """Values for which it says the same."""

    blocks: tuple[Block, ...]
    """Empty: it says nothing for these that it does not say for all."""


def differing(section: Section, facet: str, chosen: Chosen, facets: Facets) -> list[SectionVariant]:
    """The variants of a section by a facet, each without what all have; in the order of the values.

    Args:
        section: The section.
        facet: By which it differs; its own choice does not count.
        chosen: The choice of the other facets.
        facets: Those of the content.

    Returns:
        None for values for which the section does not hold. At most one if all variants say the same.
    """
    others = {name: value for name, value in chosen.items() if name != facet}
    found: dict[str, tuple[Block, ...]] = {}
    for value in facets.values()[facet]:
        if (projected := project(section, allowed({**others, facet: value}, facets))) is not None:
            found[value] = projected.blocks
    common = _common(found)
    grouped: dict[tuple[Key, ...], list[str]] = {}
    left = {value: tuple(_without(blocks, common)) for value, blocks in found.items()}
    for value, blocks in left.items():
        grouped.setdefault(tuple(_keys(blocks)), []).append(value)
    return [SectionVariant(tuple(values), left[values[0]]) for values in grouped.values()]


def _common(variants: Mapping[str, Sequence[Block]]) -> frozenset[Key]:
    """The leaves that every variant has."""
    every = [frozenset(_keys(blocks)) for blocks in variants.values()]
    return frozenset.intersection(*every) if every else frozenset()


def _keys(blocks: Sequence[Block]) -> Iterator[Key]:
    return (_key(block) for block in walk(blocks) if not block.children)


def _key(block: Block) -> Key:
    return block.kind, " ".join((block.text or block.source).split())


def _without(blocks: Sequence[Block], common: frozenset[Key]) -> Iterator[Block]:
    """The blocks without common leaves. Steps keep their numbers, and a row of a table its header."""
    for block in blocks:
        if not block.children:
            if _key(block) not in common:
                yield block
        elif block.kind == "steps":
            yield from _steps(block, common)
        elif block.kind == "table":
            yield from _table(block, common)
        elif children := tuple(_without(block.children, common)):
            yield replace(block, children=children)


def _steps(block: Block, common: frozenset[Key]) -> Iterator[Block]:
    """The steps that are left, as lists that begin with their numbers."""
    number, run = int(block.label or 1), list[Block]()
    for at, item in enumerate(block.children, start=number):
        children = tuple(_without(item.children, common))
        if children and run:
            run.append(replace(item, children=children))
        elif children:
            number, run = at, [replace(item, children=children)]
        elif run:
            yield replace(block, label=str(number), children=tuple(run))
            run = []
    if run:
        yield replace(block, label=str(number), children=tuple(run))


def _table(block: Block, common: frozenset[Key]) -> Iterator[Block]:
    """A table with the rows in which a cell differs, each whole, under its header."""
    header, *rows = block.children
    left = [row for row in rows if any(key not in common for key in _keys([row]))]
    if left or any(key not in common for key in _keys([header])):
        yield replace(block, children=(header, *left))

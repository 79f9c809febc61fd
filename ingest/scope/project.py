"""Project a section: reduce it to the blocks that hold for one reader."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.content.facets import Facets
from ingest.markdown.split import walk
from ingest.scope.phrases import merged
from ingest.section import Block, Chosen, Section, all_hold, holds


def project(section: Section, chosen: Chosen) -> Section | None:
    """Remove the blocks that do not hold for the chosen values.

    A tab set with one tab left is replaced with the tab's blocks, under the tab's label if the label sets no scope.
    With nothing chosen every variant stays, labelled. Projecting twice changes nothing more.

    Returns:
        The section with the remaining blocks, or None if the whole section holds only for other values.
    """
    if not all_hold(section.scopes, chosen):
        return None
    return replace(section, blocks=tuple(_projected(section.blocks, chosen)))


def differs_by(section: Section) -> tuple[str, ...]:
    """Facets whose choice changes the section's text, in alphabetical order."""
    fixed = {facet for scope in section.scopes for facet, _ in scope}
    return tuple(sorted({facet for block in walk(section.blocks) for facet, _ in block.scope} - fixed))


def variants(section: Section, facets: Facets) -> list[dict[str, str]]:
    """Every choice of values, of the facets that its blocks name, for which the section holds; ``[{}]`` if none do.

    Facets to which the whole section is fixed count too: under «Регион Москва» a block may hold for Kazakhstan only.
    """
    values = facets.values()
    named = {facet for block in walk(section.blocks) for facet, _ in block.scope}
    names = [facet for facet in sorted(named) if facet in values]
    every = [dict(zip(names, combined, strict=True)) for combined in itertools.product(*(values[n] for n in names))]
    return [chosen for chosen in every if all_hold(section.scopes, chosen)]


def _projected(blocks: Iterable[Block], chosen: Chosen) -> list[Block]:
    left: list[Block] = []
    for block in blocks:
        if not holds(block.scope, chosen):
            continue
        children = tuple(_projected(block.children, chosen))
        if block.children and not children:
            continue
        kept = replace(block, children=children)
        left.extend(_without_chrome(kept, chosen) if kept.kind == "tabs" else [kept])
    return left


def _without_chrome(tabs: Block, chosen: Chosen) -> Sequence[Block]:
    panels = [child for child in tabs.children if child.kind == "tab"]
    if len(panels) != 1:
        return [tabs]
    (panel,) = panels
    if any(facet not in chosen for facet, _ in panel.scope):
        return [tabs]  # only its label shows which readers it holds for
    result: list[Block] = []
    for child in tabs.children:
        if child is not panel:
            result.append(child)
            continue
        if panel.label and not panel.scope:
            result.append(Block("paragraph", panel.lines, f"**{panel.label}**", panel.label))
        result.extend(replace(inner, scope=merged(panel.scope, inner.scope)) for inner in panel.children)
    return [replace(child, scope=merged(tabs.scope, child.scope)) for child in result]

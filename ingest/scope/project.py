"""Project a section: reduce it to the blocks that hold for one reader."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ingest.content.facets import Facets
from ingest.markdown.split import walk
from ingest.scope.phrases import merged
from ingest.section import Allowed, Block, Scope, Section, all_hold, certain, narrowed


def project(section: Section, allowed: Allowed) -> Section | None:
    """Remove the blocks that hold for none of the readers that a choice lets in.

    A tab for a broader value goes where there is one for a narrower value that all of them have. A tab set with one tab
    left is replaced with the tab's blocks, under the tab's label if the label sets no scope, unless the tab holds for
    some of the readers only. With nothing chosen every variant stays, labelled. Projecting twice changes nothing more.

    Returns:
        The section with the remaining blocks, or None if the whole section holds only for other values.
    """
    if not all_hold(section.scopes, allowed):
        return None
    return replace(section, blocks=tuple(_projected(section.blocks, allowed)))


def differs_by(section: Section, allowed: Allowed = MappingProxyType({})) -> tuple[str, ...]:
    """Facets whose choice changes the section's text for readers of this choice, in alphabetical order.

    What is chosen of a facet does not count for the facet itself.
    """
    fixed = {facet for scope in section.scopes for facet, _ in scope}
    return tuple(sorted(set(_deciding(section.blocks, allowed)) - fixed))


def _deciding(blocks: Sequence[Block], allowed: Allowed, above: tuple[Scope, ...] = ()) -> Iterator[str]:
    """The facets that decide of a block which the choice of the others lets in."""
    for block in blocks:
        scopes = (*above, block.scope)
        for facet in {facet for facet, _ in block.scope}:
            if all_hold(scopes, {name: values for name, values in allowed.items() if name != facet}):
                yield facet
        yield from _deciding(block.children, allowed, scopes)


def variants(section: Section, facets: Facets) -> list[dict[str, str]]:
    """Every choice of one value, of each facet that its blocks name, for which the section holds; ``[{}]`` if none do.

    A broader value stands for itself alone here, without what is inside it.

    Facets to which the whole section is fixed count too: under «Регион Москва» a block may hold for Kazakhstan only.
    """
    values = facets.values()
    named = {facet for block in walk(section.blocks) for facet, _ in block.scope}
    names = [facet for facet in sorted(named) if facet in values]
    every = [dict(zip(names, combined, strict=True)) for combined in itertools.product(*(values[n] for n in names))]
    return [chosen for chosen in every if all_hold(section.scopes, exactly(chosen))]


def exactly(values: Mapping[str, str]) -> Allowed:
    """The choice of one value of each facet, without what is inside it."""
    return {facet: frozenset({value}) for facet, value in values.items()}


def _projected(blocks: Sequence[Block], allowed: Allowed) -> list[Block]:
    left: list[Block] = []
    scopes = {block.scope for block in blocks if block.kind == "tab" and block.scope}
    certainly = [scope for scope in scopes if certain(scope, allowed)]
    for block in blocks:
        within = narrowed(allowed, block.scope)
        if within is None or (block.kind == "tab" and any(_is_broader(block.scope, scope) for scope in certainly)):
            continue
        children = tuple(_projected(block.children, within))
        if block.children and not children:
            continue
        kept = block if children == block.children else replace(block, children=children)
        left.extend(_without_chrome(kept, within) if kept.kind == "tabs" else [kept])
    return left


def _is_broader(scope: Scope, other: Scope) -> bool:
    """Whether a scope names all that the other names, of the same facets, and more."""
    return other < scope and {facet for facet, _ in scope} == {facet for facet, _ in other}


def _without_chrome(tabs: Block, allowed: Allowed) -> Sequence[Block]:
    panels = [child for child in tabs.children if child.kind == "tab"]
    if len(panels) != 1:
        return [tabs]
    (panel,) = panels
    if not certain(panel.scope, allowed):
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

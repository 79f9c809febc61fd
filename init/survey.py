"""Count the facet values that pages name, and the labels of tabs that no facet declares."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.query.facet_inference import infer
from ingest.content.facets import Facet, Facets
from ingest.content.pages import SourcePage
from ingest.fold import fold_in_place, fold_phrase
from ingest.markdown.split import walk
from ingest.page import read_blocks
from ingest.scope.assign import with_scopes
from ingest.scope.phrases import label
from ingest.section import Block

Pair = tuple[str, str]
"""Facet id and value id; facet id and label where the value is not declared."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Counts over all pages."""

    scoped: Counter[Pair] = field(default_factory=Counter)
    """Blocks that hold for the value, and headings that say it of a facet that is read from headings."""

    named: Counter[Pair] = field(default_factory=Counter)
    """Texts and labels that name the value in any way."""

    new: Counter[Pair] = field(default_factory=Counter)
    """Tabs whose label is not a declared value but stands among values of the facet, or begins with its name."""

    others: Counter[str] = field(default_factory=Counter)
    """Tabs unrelated to any facet, by label."""


def survey(pages: Iterable[SourcePage], facets: Facets) -> Survey:
    """Count over all pages."""
    found = Survey()
    for page in pages:
        tree = with_scopes(read_blocks(page.id, page.text).blocks, facets)
        for block in walk(tree):
            found.scoped.update(block.scope)
            found.named.update(_named(block, facets))
            if block.kind == "heading":
                found.scoped.update(_said(block.text, facets))
            if block.kind == "tabs":
                _count_tabs([tab.label for tab in block.children if tab.kind == "tab" and tab.label], facets, found)
    return found


def _said(heading: str, facets: Facets) -> Iterator[Pair]:
    said = infer(heading, facets)
    for facet in facets.facets:
        if facet.headings and facet.id in said:
            yield from ((facet.id, value) for value in sorted(said[facet.id].values) if value)


def _named(block: Block, facets: Facets) -> Iterator[Pair]:
    caption = block.label if block.kind in ("tab", "details") else ""
    for text in filter(None, (block.text if block.kind != "code" else "", caption)):
        for facet in facets.facets:
            yield from {(facet.id, facet.by_name[match["name"]]) for match in facet.mention.finditer(fold_phrase(text))}


def _count_tabs(labels: list[str], facets: Facets, found: Survey) -> None:
    known = {facet for text in labels for facet, _ in label(text, facets)[0]}
    for text in labels:
        if label(text, facets)[0] or not any(map(str.isalpha, text)):
            continue
        named = [(facet.id, name) for facet in facets.facets if (name := _value_name(text, facet))]
        among = [(facet, text) for facet in known if not _mentions(text, facets)]
        found.new.update(named or among)
        if not named and not among:
            found.others[text] += 1


def _mentions(text: str, facets: Facets) -> bool:
    return any(facet.mention.search(fold_phrase(text)) for facet in facets.facets)


def _value_name(text: str, facet: Facet) -> str:
    """The part after the facet's own name: «Ташкент» in «Регион: Ташкент»; empty if the label has none."""
    for name in facet.label.values():
        if fold_in_place(text).startswith((fold_in_place(f"{name} "), fold_in_place(f"{name}:"))):
            rest = text[len(name) :].strip(' :—–-«»"')
            return "" if facet.mention.search(fold_phrase(rest)) else rest
    return ""

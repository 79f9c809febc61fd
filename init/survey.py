"""Count the facet values that pages name, and find the tab sets whose labels no facet declares."""

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
from init.label_kinds import place_kind
from init.label_sets import LabelSet, grouped, label_sets

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

    tabbed: set[str] = field(default_factory=set)
    """Facets that tabs belong to."""

    unread: list[list[LabelSet]] = field(default_factory=list)
    """Sets of labels that no facet declares, joined by the labels that they share."""


def survey(pages: Iterable[SourcePage], facets: Facets) -> Survey:
    """Count over all pages."""
    found = Survey()
    sets: list[LabelSet] = []
    for page in pages:
        tree = with_scopes(read_blocks(page.id, page.text, facets).blocks, facets)
        sets += label_sets(page.id, tree)
        for block in walk(tree):
            found.scoped.update(block.scope)
            found.named.update(_named(block, facets))
            if block.kind == "heading":
                found.scoped.update(_said(block.text, facets))
    found.unread.extend(group for group in grouped(_unread(sets, facets, found)) if len(group) > 1 or group[0].tabs)
    return found


def tab_sets(pages: Iterable[SourcePage]) -> list[LabelSet]:
    """The tab sets of all pages."""
    return [
        one
        for page in pages
        for one in label_sets(page.id, read_blocks(page.id, page.text, Facets()).blocks)
        if one.tabs
    ]


def seen_by_everyone(one: LabelSet, facets: Facets) -> bool:
    """Whether none of the labels says whom its tab holds for."""
    return not any(label(text, facets)[0] for text in one.labels)


def _unread(sets: list[LabelSet], facets: Facets, found: Survey) -> Iterator[LabelSet]:
    """The sets that belong to no declared facet; the others' new values are counted.

    Places alone («Москва», «Казань») do not make a facet theirs, since it may only share a name with them; they belong
    to it if all are its values, or if some are and other tabs belong to it too.
    """
    theirs = {one.labels: set(_declared(one, facets)) for one in sets}
    used = {facet for one in sets if one.tabs and not place_kind(one.labels) for facet in theirs[one.labels]}
    for one in sets:
        declared = theirs[one.labels] & used if place_kind(one.labels) else theirs[one.labels]
        if not declared and not all(label(text, facets)[0] for text in one.labels):
            yield one
        elif one.tabs:
            found.tabbed.update(theirs[one.labels])
            found.new.update(_new(one, facets))


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


def _declared(one: LabelSet, facets: Facets) -> Iterator[str]:
    """Facets that a label is a value of, or names with a value that is not declared: «Регион: Ташкент»."""
    for text in one.labels:
        yield from (facet for facet, _ in label(text, facets)[0])
        yield from (facet.id for facet in facets.facets if _value_name(text, facet))


def _new(one: LabelSet, facets: Facets) -> Iterator[Pair]:
    known = {facet for text in one.labels for facet, _ in label(text, facets)[0]}
    for text in one.labels:
        if not label(text, facets)[0] and any(map(str.isalpha, text)):
            named = [(facet.id, name) for facet in facets.facets if (name := _value_name(text, facet))]
            yield from named or ((facet, text) for facet in known if not _mentions(text, facets))


def _mentions(text: str, facets: Facets) -> bool:
    return any(facet.mention.search(fold_phrase(text)) for facet in facets.facets)


def _value_name(text: str, facet: Facet) -> str:
    """The part after the facet's own name: «Ташкент» in «Регион: Ташкент»; empty if the label has none."""
    for name in facet.label.values():
        if fold_in_place(text).startswith((fold_in_place(f"{name} "), fold_in_place(f"{name}:"))):
            rest = text[len(name) :].strip(' :—–-«»"')
            return "" if facet.mention.search(fold_phrase(rest)) else rest
    return ""

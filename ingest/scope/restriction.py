"""Restrictions in a text: «доступно только в регионе Москва». They are for everyone to read, and scope nothing."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.content.facets import Facets
from ingest.fold import fold_phrase
from ingest.scope.phrases import mentions, scope_of, sentences
from ingest.scope.walk import walk_scoped
from ingest.section import EVERYONE, Scope, Section

_COLON = re.compile(r"[:：](?=\s|$)|(?<!\d)[:：](?!//)")
_ONLY = re.compile(r"(?<!\w)(?<!не )(?<!not )(?:только|лишь|исключительно|only|тек)\s+")


class Restriction(NamedTuple):
    """A sentence that says for whom alone something holds."""

    sentence: str
    """Up to the colon behind whom it holds for: what follows it is for them alone."""
    scope: Scope
    """Whom it holds for."""
    within: Scope
    """Who reads the sentence: the scope of its block and of all that the block stands in."""


def restrictions(section: Section, facets: Facets) -> Iterator[Restriction]:
    """Every sentence of a section in which «только» stands right before a value and its lead: «только для Казани».

    A sentence that names another value of the facet, too, restricts nothing for sure; nor does a preposition as the
    lead where another facet is spoken of («Физические лица работают только по предоплате»).
    """
    for block, within in walk_scoped(section.blocks, EVERYONE):
        if block.kind == "code" or not _ONLY.search(fold_phrase(block.text)):
            continue
        for sentence in sentences(block.text):
            folded = fold_phrase(sentence)
            ends = {found.end() for found in _ONLY.finditer(folded)}
            named = mentions(folded, facets)
            alone = len({one.facet for one in named}) == 1
            meant = [one for one in named if one.start in ends and (one.strong or (one.lead and alone))]
            others = {one.facet for one in named for own in meant if one.facet == own.facet and one.value != own.value}
            if scope := scope_of([one for one in meant if one.facet not in others], facets):
                before = len(_COLON.findall(folded[: meant[0].end]))
                told = ":".join(_COLON.split(sentence)[: before + 1])
                yield Restriction(told, scope, within)

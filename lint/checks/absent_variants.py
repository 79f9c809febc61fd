"""Sentences that send a reader to a variant of the answer that this reader does not get."""

import re
from collections.abc import Iterator

from ingest.content.facets import Facets
from ingest.fold import fold_phrase
from ingest.markdown.split import walk
from ingest.scope.phrases import Mention, mentions, sentences
from ingest.section import Block
from lint.finding import Finding
from lint.views import View, Views

_POINTS = re.compile(
    r"(?<!\w)(?:вкладк\w*|столб\w+|колонк\w*|таблиц\w*|вариант\w*|выше|ниже|см\.|смотрите|tabs?|columns?|above|below|see)"
    r"(?!\w)"
)
_QUOTED = re.compile(r"[«\"“](?P<inside>[^«»\"“”]+)[»\"”]")
_RESTRICTS = re.compile(
    r"(?<!\w)(?:только|лишь|кроме|исключени\w+|исключая|недоступн\w+|нельзя|вместо|в отличие|only|except|unlike)(?!\w)"
)


def absent_variants(seen: Views) -> Iterator[Finding]:
    """Sentences that name a value whose blocks are gone for the reader: «выберите вкладку «Москва»».

    A sentence counts if it points to a part of the answer, or stands in a note; the section must have blocks for the
    value. A restriction, and a sentence that names one of the reader's values of this facet too, does not count.
    """
    scoped = [block for block in walk(seen.section.blocks) if block.scope]
    for block, noted in _leaves(seen.section.blocks, noted=False):
        for sentence in sentences(block.text):
            for named in _named(sentence, noted, seen.facets):
                variant = [one for one in scoped if (named[0].facet, named[0].value) in one.scope]
                affected = [view for view in seen.judged if view.has(block) and _absent(named, variant, view)]
                if affected:
                    words = " ".join(sentence.split())
                    message = f"«{words}» names a variant that is not shown"
                    yield seen.finding(affected, seen.source.line_of(block, ""), "variant-gone", message)
                    break


def _leaves(blocks: tuple[Block, ...], *, noted: bool) -> Iterator[tuple[Block, bool]]:
    """Paragraphs, and whether each stands in a note."""
    for block in blocks:
        if block.kind == "paragraph":
            yield block, noted
        yield from _leaves(block.children, noted=noted or block.kind == "note")


def _named(sentence: str, noted: bool, facets: Facets) -> Iterator[list[Mention]]:
    """The values that a sentence sends to, one facet at a time; all that it names, in order."""
    folded = fold_phrase(sentence)
    points = bool(_POINTS.search(folded))
    if not (points or noted) or _RESTRICTS.search(folded):
        return
    quoted = {fold_phrase(found["inside"]) for found in _QUOTED.finditer(sentence)}
    found = mentions(folded, facets)
    for facet in dict.fromkeys(one.facet for one in found):
        named = [one for one in found if one.facet == facet]
        if any(one.strong or (points and folded[one.start : one.end] in quoted) for one in named):
            yield named


def _absent(named: list[Mention], variant: list[Block], view: View) -> bool:
    """Whether the reader has none of the values that are named, and sees none of the blocks for them."""
    facet = named[0].facet
    mine = view.reader.allowed.get(facet)
    if mine is None or mine & {one.value for one in named}:
        return False
    return bool(variant) and not any(view.has(one) for one in variant)

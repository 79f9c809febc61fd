"""The texts of a section that get a vector each, and the readers that each is for."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.content.alternates import Alternate
from ingest.content.facets import Facets
from ingest.render.text import PlainText, plain_text
from ingest.scope.project import exactly, project, variants
from ingest.section import Scope, Section

PassageKind = Literal["question", "alternate", "answer", "leaf"]

LONGEST = 2000
"""Characters of a passage's text; an encoder reads no more of it."""

FEWEST_WORDS = 3
"""A leaf of fewer words («Укажите:») has no meaning of its own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that gets a vector."""

    section: int
    """Which section, by place in the list of sections."""

    kind: PassageKind

    text: str
    """The heading, another way to ask it, a whole projected answer, or a block of one as its plain text has it."""

    scopes: tuple[Scope, ...]
    """A reader gets the passage only if all of them hold."""

    lead: str = ""
    """``leaf``: what introduces it, «В запросе укажите:»."""


def passages(
    sections: Sequence[Section], facets: Facets, alternates: Mapping[str, Sequence[Alternate]] | None = None
) -> list[Passage]:
    """Every passage of the sections that answer something, section by section.

    Args:
        sections: What to make passages of.
        facets: Along what their answers may differ.
        alternates: Section id → other ways to ask the section's question.
    """
    known = alternates or {}
    return [
        passage
        for number, section in enumerate(sections)
        if section.blocks
        for passage in _of_section(number, section, facets, known.get(section.id, ()))
    ]


def embedded(passage: Passage, section: Section) -> str:
    """The text to encode: the heading with its context, and an answer or leaf below it."""
    if passage.kind == "alternate":
        return passage.text
    if passage.kind == "question":
        return heading(section)
    return "\n".join(part for part in (heading(section), passage.lead, passage.text) if part)[:LONGEST]


def heading(section: Section) -> str:
    """A section's heading with its context: «base k8s velero — Аддоны — Установка»."""
    return " — ".join([*about(section), section.title])


def about(section: Section) -> list[str]:
    """The context of a heading such as «Установка»: the words of the page's path, then the headings above.

    A heading phrased as a question needs no context: more words would only make it more like other headings.
    """
    return [] if section.title.endswith("?") else [_words(section.page), *section.breadcrumb]


def _words(page: str) -> str:
    """``base/k8s/install-tools/velero/velero.md`` → ``base k8s install tools velero``."""
    parts = page.removesuffix(".md").split("/")
    return re.sub(r"[-_]+", " ", " ".join(parts[:-1] if parts[-2:-1] == parts[-1:] else parts))


def _of_section(number: int, section: Section, facets: Facets, alternates: Sequence[Alternate]) -> Iterator[Passage]:
    yield Passage(number, "question", section.title, section.scopes)
    yield from (Passage(number, "alternate", alternate.text, section.scopes) for alternate in alternates)
    answers: dict[str, list[Mapping[str, str]]] = {}
    leaves: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    choices = variants(section, facets)
    for chosen in choices:
        projected = project(section, exactly(chosen))
        if projected is None:
            continue
        plain = plain_text(projected.blocks)
        if plain.text.strip():
            answers.setdefault(plain.text, []).append(chosen)
        for pair in dict.fromkeys(_led_leaves(plain)):
            leaves.setdefault(pair, []).append(chosen)
    for text, held in answers.items():
        yield from (Passage(number, "answer", text, (*section.scopes, scope)) for scope in _scopes(held, choices))
    if len(leaves) < 2:
        return
    for (lead, text), held in leaves.items():
        if len(text.split()) >= FEWEST_WORDS:
            for scope in _scopes(held, choices):
                yield Passage(number, "leaf", text, (*section.scopes, scope), lead)


def _led_leaves(plain: PlainText) -> Iterator[tuple[str, str]]:
    """Each leaf but code and leads, after its lead: the last leaf less indented, if a colon ends it."""
    above: list[tuple[int, str]] = []
    for leaf in plain.leaves:
        text = plain.text[leaf.start : leaf.end]
        column = leaf.start - plain.text.rfind("\n", 0, leaf.start) - 1
        above = [one for one in above if one[0] < column]
        lead = above[-1][1] if above and above[-1][1].endswith(":") else ""
        above.append((column, text))
        if leaf.block.kind != "code" and not text.endswith(":"):
            yield lead, text


def _scopes(held: Sequence[Mapping[str, str]], choices: Sequence[Mapping[str, str]]) -> Iterable[Scope]:
    """The fewest scopes that hold for exactly these of all choices."""
    facets = list(choices[0])
    within = {facet: {chosen[facet] for chosen in held} for facet in facets}
    whole = {facet: {chosen[facet] for chosen in choices} for facet in facets}
    product = itertools.product(*(sorted(within[facet]) for facet in facets))
    if all(dict(zip(facets, values, strict=True)) in held for values in product):
        return [frozenset((f, v) for f in facets if within[f] != whole[f] for v in within[f])]
    return [frozenset(chosen.items()) for chosen in held]

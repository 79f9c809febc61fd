"""Render a section as an answer: projected, as text, Markdown and HTML, with the best span."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple, Protocol
from urllib.parse import quote

from index.asks_for_address import has_address
from index.letter.to_write import letter_to_write
from index.passages import Passage
from index.result import Answer, LetterToWrite, Source, Span, Variant
from index.storage.bundle import Bundle
from index.variants import SectionVariant
from ingest.render.html import html
from ingest.render.text import Leaf, PlainText, markdown, plain_text
from ingest.scope.choice import stated
from ingest.scope.project import differs_by, project
from ingest.scope.restriction import restrictions
from ingest.section import Allowed, Block, Section, certain

_Choice = tuple[tuple[str, frozenset[str]], ...]
"""What a choice lets in, facet by facet, as a key."""


class Published(Protocol):
    """Where a content's pages are, and where their links lead; a `Site` is one."""

    def page_url(self, page: str, /) -> str:
        """Address of a page."""

    def link(self, page: str, href: str, /) -> str:
        """Where a link on a page leads; empty if nowhere."""


class _Projection(NamedTuple):
    """A section as a reader gets it, whatever line is marked."""

    blocks: tuple[Block, ...]
    plain: PlainText
    markdown: str
    letter: LetterToWrite | None
    differs: tuple[str, ...]


class Presenter:
    """Renders the answers of one bundle and caches them."""

    def __init__(self, bundle: Bundle, unpublished: Published | None = None) -> None:
        """``unpublished`` is where pages are if the content does not say where it is published."""
        site = bundle.facets.site
        self._bundle, self._site = bundle, site if site.base_url or unpublished is None else unpublished
        self._projection = lru_cache(maxsize=1024)(self._project)
        self._marked = lru_cache(maxsize=1024)(self._mark)

    def answer(
        self,
        section: int,
        allowed: Allowed,
        *,
        span: Passage | None,
        confidence: float,
        score: float,
        address: bool = False,
    ) -> Answer | None:
        """A section projected to what a choice lets in; None if it does not hold for that.

        Args:
            section: Place in the bundle's list.
            allowed: Facet → values.
            span: The passage of kind ``leaf`` that answers best; None marks the only leaf, if there is one only.
                No line of a variant that only some of the readers have is marked, and no row of column names.
            confidence: In [0, 1].
            score: As ranked.
            address: Whether an address is asked for: the mark is then on no other line if the answer has one.
        """
        source = self._bundle.sections[section]
        choice = tuple(sorted(allowed.items()))
        projection = self._projection(section, choice)
        if projection is None:
            return None
        marked, page = self._marked(section, choice, span.text if span else "", address)
        return Answer(
            id=source.id,
            page=source.page,
            section=source.title,
            breadcrumb=source.breadcrumb,
            url=self.url(source),
            confidence=confidence,
            score=score,
            facets={one.id: stated(one, allowed[one.id]) for one in self._bundle.facets.facets if one.id in allowed},
            differs_by=projection.differs,
            text=projection.plain.text,
            markdown=projection.markdown,
            html=page,
            spans=(Span(marked.start, marked.end),) if marked else (),
            source=Source(source.page, (source.lines[0] + 1, source.lines[1])),
            letter=projection.letter,
        )

    def variant(self, section: Section, variant: SectionVariant, labels: Mapping[str, str]) -> Variant:
        """What a section says for some values of a facet; ``labels`` names them."""
        resolve = partial(self._site.link, section.page)
        return Variant(
            values=variant.values,
            labels=tuple(labels[value] for value in variant.values),
            text=plain_text(variant.blocks).text,
            markdown=markdown(variant.blocks, resolve=resolve),
            html=html(variant.blocks, resolve=resolve),
        )

    def url(self, section: Section) -> str:
        """Where the section is published."""
        address = self._site.page_url(section.page)
        return f"{address}#{quote(section.anchor)}" if section.anchor else address

    def _project(self, section: int, choice: _Choice) -> _Projection | None:
        source, allowed = self._bundle.sections[section], dict(choice)
        projected = project(source, allowed)
        if projected is None:
            return None
        letter = letter_to_write(projected, allowed)
        only = restrictions(projected, self._bundle.facets) if letter else ()
        if any(not certain(one.scope, allowed) for one in only):
            letter = None
        resolve = partial(self._site.link, source.page)
        plain, shown = plain_text(projected.blocks), markdown(projected.blocks, resolve=resolve)
        return _Projection(projected.blocks, plain, shown, letter, differs_by(source, allowed))

    def _mark(self, section: int, choice: _Choice, span: str, address: bool) -> tuple[Leaf | None, str]:
        """The line to mark, and HTML with the mark; of a section that holds."""
        projection = self._projection(section, choice)
        assert projection is not None
        may_be_marked = set(_may_be_marked(projection.blocks, dict(choice)))
        marked = _leaf(projection.plain, may_be_marked, span)
        if address:
            marked = _with_address(projection.plain, may_be_marked, marked)
        resolve = partial(self._site.link, self._bundle.sections[section].page)
        return marked, html(projection.blocks, marked=marked.block if marked else None, resolve=resolve)


def _may_be_marked(blocks: Iterable[Block], allowed: Allowed) -> Iterator[int]:
    """Identities of the blocks that a mark may sit on: for all of the readers, and no row of column names."""
    for block in blocks:
        is_header = block.kind == "row" and all(cell.label == "th" for cell in block.children)
        if certain(block.scope, allowed) and not is_header:
            yield id(block)
            yield from _may_be_marked(block.children, allowed)


def _leaf(plain: PlainText, may_be_marked: Collection[int], text: str) -> Leaf | None:
    """The first leaf of this text that may be marked; the only leaf, if there is one only."""
    leaves = [leaf for leaf in plain.leaves if id(leaf.block) in may_be_marked]
    if not text:
        return leaves[0] if len(leaves) == len(plain.leaves) == 1 else None
    return next((leaf for leaf in leaves if plain.text[leaf.start : leaf.end] == text), None)


def _with_address(plain: PlainText, may_be_marked: Collection[int], marked: Leaf | None) -> Leaf | None:
    """The marked line if it has an address or none has; else the only one that has, None unless it may be marked."""
    having = [leaf for leaf in plain.leaves if has_address(plain.text[leaf.start : leaf.end])]
    if not having or marked in having:
        return marked
    return having[0] if len(having) == 1 and id(having[0].block) in may_be_marked else None

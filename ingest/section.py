"""Blocks and sections of a page, and the scopes that say which readers they hold for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Scope = frozenset[tuple[str, str]]
"""Pairs (facet, value) that a block holds for. Values of one facet are alternatives, and what is inside a value is
named with it; different facets must all hold. An empty scope holds for everyone."""

Chosen = Mapping[str, str]
"""What a reader chose, facet → value, e.g. ``{"region": "kazakhstan"}``, or several as `ingest.content.statement` has
them; a facet that is absent was not chosen."""

Allowed = Mapping[str, frozenset[str]]
"""The same as sets, facet → the values that the choice lets in, with everything inside them; made by
`ingest.scope.choice`."""

EVERYONE: Scope = frozenset()

Kind = Literal[
    "paragraph", "heading", "bullets", "steps", "item", "quote", "rule", "code", "html",
    "tabs", "tab", "note", "details", "table", "row", "cell",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A node inside a section."""

    kind: Kind

    lines: tuple[int, int]
    """Half-open line range in the source file, counted from 0."""

    source: str = ""
    """Leaves: inline Markdown (for ``code`` and ``html`` the text as written). Empty for containers."""

    text: str = ""
    """Leaves: ``source`` without markup, as a reader sees it."""

    label: str = ""
    """``tab`` and ``details``: the caption's plain text; ``note``: info, warn or err; ``code``: the language;
    ``heading``: its level; ``steps``: the first number; ``cell``: ``th`` or ``td``; ``row``: whether it is
    the text of an HTML table outside of its cells."""

    scope: Scope = EVERYONE
    """Of the block and everything in it."""

    children: tuple["Block", ...] = ()

    anchor: str = ""
    """``heading``: its id, if the source gives one; the section has it, so an index does not store it."""

    repeats: bool = False
    """``cell``: whether it is the cell before it again, which spans both columns; an index does not store it, since
    scopes are made of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A question and its answer: a heading and what follows up to the next."""

    id: str
    """Stable across runs: page id and anchor, e.g. ``qa-corporate.md#kak_uznat_rekvizity_vk_cloud``."""

    page: str
    """Id of the page: its path relative to the content root, with ``/``."""

    anchor: str
    """Unique on the page; empty for text before the first heading."""

    title: str
    """The heading's plain text; for text before the first heading, the page's title."""

    breadcrumb: tuple[str, ...]
    """Plain text of the headings above, outermost first."""

    lines: tuple[int, int]
    """Half-open line range in the source file, counted from 0, heading included."""

    blocks: tuple[Block, ...]

    scopes: tuple[Scope, ...] = ()
    """Scopes of everything around the section (headings above it, a tab); all must hold."""


def narrowed(allowed: Allowed, scope: Scope) -> Allowed | None:
    """What is left of a choice within a scope; None if nothing is, so that a block with this scope does not hold."""
    if not scope:
        return allowed
    left = dict(allowed)
    for facet in {facet for facet, _ in scope} & set(allowed):
        left[facet] = frozenset(value for value in allowed[facet] if (facet, value) in scope)
        if not left[facet]:
            return None
    return left


def all_hold(scopes: Iterable[Scope], allowed: Allowed) -> bool:
    """Whether a block within all of the scopes holds for some of the readers that the choice lets in."""
    left: Allowed | None = allowed
    for scope in scopes:
        left = None if left is None else narrowed(left, scope)
    return left is not None


def certain(scope: Scope, allowed: Allowed) -> bool:
    """Whether a block with this scope holds for all of them, too: of each facet that it names a value is chosen."""
    return all(
        facet in allowed and all((facet, value) in scope for value in allowed[facet]) for facet in {f for f, _ in scope}
    )

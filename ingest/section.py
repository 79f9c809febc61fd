"""Blocks and sections of a page, and the scopes that say which readers they hold for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Scope = frozenset[tuple[str, str]]
"""Pairs (facet, value) that a block holds for. Values of one facet are alternatives; different facets must all hold.
An empty scope holds for everyone."""

Chosen = Mapping[str, str]
"""What a reader chose, facet → value, e.g. ``{"region": "kazakhstan"}``; a facet that is absent was not chosen."""

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
    ``heading``: its level; ``steps``: the first number; ``cell``: ``th`` or ``td``."""

    scope: Scope = EVERYONE
    """Of the block and everything in it."""

    children: tuple["Block", ...] = ()


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


def holds(scope: Scope, chosen: Chosen) -> bool:
    """Whether a block with this scope holds for a reader who chose these values."""
    named = {facet for facet, _ in scope}
    return all((facet, value) in scope for facet, value in chosen.items() if facet in named)


def all_hold(scopes: Iterable[Scope], chosen: Chosen) -> bool:
    """Whether every one of the scopes holds."""
    return all(holds(scope, chosen) for scope in scopes)

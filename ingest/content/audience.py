"""Named audiences: readers for whom values of several facets hold together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.content.statement import unknown_parts
from ingest.errors import BadFacets

READER = {"ru": "Читатель", "kk": "Оқырман", "en": "Reader"}
"""Of the choice of an audience, by language code."""

HOW = 'write [audience.ID] with label = { ru = "…" } and, for each facet, e.g. region = "…"'


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers who are named together, such as companies in Kazakhstan."""

    label: Mapping[str, str]
    """By language code; ``ru`` is required."""

    chosen: Mapping[str, str]
    """What choosing the audience chooses, facet → statement."""


def read_audiences(path: Path, tables: Any, known: Mapping[str, Collection[str]]) -> dict[str, Audience]:
    """The ``[audience.ID]`` tables of a facets.toml, by id.

    Args:
        path: The file, for messages.
        tables: Its value of ``audience``.
        known: Facet id → ids of its values.

    Raises:
        BadFacets: if one has no label, chooses nothing, or names an undeclared facet or value.
    """
    if not isinstance(tables, Mapping):
        raise BadFacets(path, "audience is not a table", HOW)
    return {name: _audience(path, name, table, known) for name, table in tables.items()}


def _audience(path: Path, name: str, table: Any, known: Mapping[str, Collection[str]]) -> Audience:
    label = table.get("label") if isinstance(table, Mapping) else None
    if not isinstance(label, Mapping) or not isinstance(label.get("ru"), str):
        raise BadFacets(path, f"[audience.{name}] has no label", HOW)
    chosen = {facet: text for facet, text in table.items() if facet != "label"}
    if not chosen:
        raise BadFacets(path, f"[audience.{name}] chooses no value", HOW)
    for facet, text in chosen.items():
        if not isinstance(text, str) or facet not in known or unknown_parts(facet, text, known[facet]):
            found = f"[audience.{name}] has {facet} = {text!r}, which is not declared"
            raise BadFacets(path, found, f"choose from {', '.join(known.get(facet, known)) or 'nothing: no facets'}")
    return Audience(label, chosen)

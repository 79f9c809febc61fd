"""The facets that a content declares: along what its answers differ, and by which words the pages say so."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.errors import BadFacets
from ingest.site import Site, read_site

FILE = "facets.toml"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    id: str
    label: Mapping[str, str]
    """By language code: ru, kk, en."""

    names: tuple[str, ...]
    """Every form by which a page can name the value, inflected, in any language; compared after ``fold``."""

    hints: tuple[str, ...] = ()
    """Words in a question that speak for the value; never used on content."""


@dataclass(frozen=True)
class Facet:
    """A dimension along which answers differ."""

    id: str
    label: Mapping[str, str]
    lead: tuple[str, ...]
    """Phrases that may stand before a name without changing what it says: «в регионе», «для», «работа по»."""

    values: tuple[Value, ...]

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Folded name → value id."""
        return {fold(name): value.id for value in self.values for name in (*value.names, *value.label.values())}

    @cached_property
    def mention(self) -> re.Pattern[str]:
        """A name of any value, as whole words of folded text, with the leads before it."""
        leads = _any_of({fold(phrase) for phrase in self.lead})
        return re.compile(
            rf"(?<![\w.-])(?P<lead>(?:(?:{leads})(?!\w)[\s:]*)*)(?<![\w.-])(?P<name>{_any_of(self.by_name)})(?!\w)"
        )


@dataclass(frozen=True)
class Facets:
    """All facets of a content, and what it says of its site."""

    facets: tuple[Facet, ...] = ()
    site: Site = field(default_factory=Site)

    def get(self, facet: str) -> Facet | None:
        """The facet of that id."""
        return next((known for known in self.facets if known.id == facet), None)

    def values(self) -> dict[str, tuple[str, ...]]:
        """Facet id → ids of its values, in the order declared."""
        return {facet.id: tuple(value.id for value in facet.values) for facet in self.facets}


def fold(text: str) -> str:
    """Text as names are compared: case, ё, quotes, emphasis, white space and no-break spaces folded."""
    text = re.sub(r"[«»\"'`*_“”„]", "", text.casefold().replace("ё", "е"))
    return " ".join(text.split())


def read_facets(path: Path) -> Facets:
    """Read a facets.toml.

    Raises:
        BadFacets: if it is not TOML, or lacks what a facet needs; the message names the table.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadFacets(path, f"not readable as TOML ({exc})", "mend that line") from exc
    site = read_site(path, tables.pop("site", {}))
    return Facets(tuple(_facet(path, name, table) for name, table in tables.items()), site)


def _facet(path: Path, name: str, table: Any) -> Facet:
    values = table.get("values") if isinstance(table, dict) else None
    if not isinstance(values, dict) or not values:
        raise BadFacets(path, f"[{name}] has no values", f"add [{name}.values.ID] tables with label and names")
    return Facet(
        name,
        _labels(path, name, table),
        tuple(phrase for phrases in table.get("lead", {}).values() for phrase in phrases),
        tuple(_value(path, f"{name}.values.{key}", key, value) for key, value in values.items()),
    )


def _value(path: Path, where: str, key: str, table: Any) -> Value:
    if not isinstance(table, dict) or not isinstance(table.get("names"), list):
        raise BadFacets(path, f"[{where}] has no names", 'add names = ["…"], every form that a page may use')
    return Value(key, _labels(path, where, table), tuple(table["names"]), tuple(table.get("hints", ())))


def _labels(path: Path, where: str, table: Mapping[str, Any]) -> Mapping[str, str]:
    label = table.get("label")
    if not isinstance(label, dict) or "ru" not in label:
        raise BadFacets(path, f"[{where}] has no label", 'add label = { ru = "…" }')
    return label


def _any_of(phrases: Collection[str]) -> str:
    """An alternation that prefers the longest; never matches if there are none."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p))) or r"(?!)"

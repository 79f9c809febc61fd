"""Contacts shown when a content has no answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import BadFacets

HOW = 'write [[site.contacts]] with label = { ru = "…" }, url = "…" and, if it is for some only, e.g. region = "…"'


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or desk to write to."""

    label: Mapping[str, str]
    """By language code; ``ru`` is required."""

    url: str

    readers: Mapping[str, str] = field(default_factory=dict)
    """Whom it is shown to, facet → value; empty: everyone."""


def read_contacts(path: Path, tables: Any, known: Mapping[str, Collection[str]]) -> tuple[Contact, ...]:
    """The ``[[site.contacts]]`` tables of a facets.toml.

    Args:
        path: The file, for messages.
        tables: Its value of ``site.contacts``.
        known: Facet id → ids of its values.

    Raises:
        BadFacets: if a contact has no label or url, or names an undeclared facet or value.
    """
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise BadFacets(path, "contacts in [site] is not a list of tables", HOW)
    return tuple(_contact(path, table, known) for table in tables)


def _contact(path: Path, table: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> Contact:
    label, url = table.get("label"), table.get("url")
    if not isinstance(label, Mapping) or not isinstance(label.get("ru"), str) or not isinstance(url, str) or not url:
        raise BadFacets(path, "one of [[site.contacts]] has no label or url", HOW)
    readers = {facet: value for facet, value in table.items() if facet not in ("label", "url")}
    for facet, value in readers.items():
        if value not in known.get(facet, ()):
            found = f"the contact {label['ru']!r} is for {facet} = {value!r}, which is not declared"
            raise BadFacets(path, found, f"choose from {', '.join(known.get(facet, known)) or 'nothing: no facets'}")
    return Contact(label, url, readers)

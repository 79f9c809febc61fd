"""Sections that a writer says are near enough to ask between, or are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import BadFacets

HOW = 'write [[contrast]] with sections = ["page.md#anchor", …] and either name = "…" or dismiss = true'


@dataclass(frozen=True, slots=True)
class Contrast:
    """One declaration; it takes its sections out of the sets that are found."""

    sections: tuple[str, ...]
    """Ids, as ``otvet index --contrasts`` prints them; no two declarations share one."""

    name: str = ""
    """What to ask, in Russian, on one line: «Про какой акт вопрос?»; empty: dismissed, nothing is asked."""


def read_contrasts(path: Path, tables: Any) -> tuple[Contrast, ...]:
    """The ``[[contrast]]`` tables of a facets.toml; whether there are such sections is not checked.

    Args:
        path: The file, for messages.
        tables: Its value of ``contrast``.

    Raises:
        BadFacets: if a declaration is not as ``HOW`` says, or a section is declared twice.
    """
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise BadFacets(path, "contrast is not a list of tables", f"{HOW}; no facet can have this id")
    contrasts = tuple(_contrast(path, f"[[contrast]] {at}", table) for at, table in enumerate(tables, start=1))
    _check_once(path, contrasts)
    return contrasts


def place(number: int, contrast: Contrast) -> str:
    """A declaration in messages; the first has number 1."""
    return f"[[contrast]] {number} ({f'«{contrast.name}»' if contrast.name else 'dismissed'})"


def _contrast(path: Path, where: str, table: Mapping[str, Any]) -> Contrast:
    if unknown := sorted(table.keys() - {"sections", "name", "dismiss"}):
        raise BadFacets(path, f"{where} has an unknown key {unknown[0]!r}", HOW)
    sections, name = table.get("sections"), table.get("name", "")
    if not isinstance(sections, list) or not sections or not all(isinstance(one, str) for one in sections):
        raise BadFacets(path, f"{where} has no list of sections", HOW)
    if ("name" in table) == ("dismiss" in table):
        raise BadFacets(path, f"{where} has {'both' if 'name' in table else 'neither'} of name and dismiss", HOW)
    if not isinstance(name, str) or table.get("dismiss", True) is not True or not (name.split() or "dismiss" in table):
        raise BadFacets(path, f"{where} has a name that is no text, or a dismiss that is not true", HOW)
    if name and len(sections) < 2:
        raise BadFacets(path, f"{where} has a name and one section only", "name what it is asked apart from")
    return Contrast(tuple(sections), " ".join(name.split()))


def _check_once(path: Path, contrasts: Sequence[Contrast]) -> None:
    """Check that no section is declared twice."""
    seen: dict[str, str] = {}
    for number, contrast in enumerate(contrasts, start=1):
        for section in contrast.sections:
            if section in seen:
                found = f"the section {section!r} is in {seen[section]} and in {place(number, contrast)}"
                raise BadFacets(path, found, "keep it once")
            seen[section] = place(number, contrast)

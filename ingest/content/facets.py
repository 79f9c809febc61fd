"""The facets that a content declares, and the words by which pages and questions name their values."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.content.audience import Audience, read_audiences
from ingest.content.contact import Contact, read_contacts
from ingest.content.contrast import Contrast, read_contrasts
from ingest.content.derived_names import PREPOSITIONS, forms_of, leads_of
from ingest.content.pages import file_beside, read_bytes
from ingest.content.site import Site, read_site
from ingest.content.statement import AUDIENCE, JOIN, OUT
from ingest.encoding import NotUtf8, decoded
from ingest.errors import BadFacets
from ingest.fold import clean, fold_phrase

FILE = "facets.toml"

OF_ONE_CONTENT = frozenset({"site", "contrast"})
"""Tables that describe one content; a default facets.toml is used without them."""

NO_FACETS = OF_ONE_CONTENT | {AUDIENCE}
"""Tables that declare no facet, so no facet can have such an id."""

DEEPEST = 16
"""Most tables and lists inside each other; a facets.toml needs six."""

TOO_DEEP = (f"tables or lists are nested more than {DEEPEST} deep", "write them as the documentation does")

_LINE_END = re.compile("\r\n?")

MOST_LEADS = 3
"""Phrases before a name that are read as its lead."""

Tables = Mapping[str, Any]
"""A facets.toml as TOML reads it."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    id: str
    label: Mapping[str, str]
    """By language code: ru, kk, en."""

    names: tuple[str, ...]
    """Every form by which a page can name the value, inflected, in any language; compared after ``fold_phrase``."""

    within: str = ""
    """The broader value that this one is inside of (Алматы, Казахстан); what holds for that holds for this."""

    hints: tuple[str, ...] = ()
    """Signs in a question that imply the value, such as addresses; not used on content."""

    places: tuple[str, ...] = ()
    """Weaker words for the value, treated like names in a question; not used on content. ``*`` ends a stem."""

    money: tuple[str, ...] = ()
    """The currency; ignored if a question asks whether it is accepted. ``#`` stands for a number."""

    countries: tuple[str, ...] = ()
    """ISO 3166 codes: in a question a place in one of them says the value, of whoever it is said."""

    countries_except: tuple[str, ...] = ()
    """The same, of every country but these."""

    patterns: tuple[str, ...] = ()
    """Words with gaps that say the value in a question: «плат* … в конце месяц*»."""

    adjectives: tuple[str, ...] = ()
    """They imply the value only beside one of ``QueryWords.things``."""


@dataclass(frozen=True, slots=True)
class QueryWords:
    """Words that decide what a value named in a question refers to; in every list ``*`` ends a stem."""

    things: tuple[str, ...] = ()
    """What has a value of the facet: «проект в Казахстане»."""

    matters: tuple[str, ...] = ()
    """What people ask the provider about. A name right after a noun in none of the lists refers to something else."""

    owners: tuple[str, ...] = ()
    """Those whose own value does not count («компания в России»), unless they are the provider («ваша»)."""

    elsewhere: tuple[str, ...] = ()
    """What has a value of its own that does not count: «карта банка Казахстана»."""

    after: tuple[str, ...] = ()
    """The same, if it follows the name: «Kazakhstan bank card»."""

    never: tuple[str, ...] = ()
    """Words that are never taken for a misspelt name."""

    exhaustive: bool = False
    """One of its two values always holds, so excluding one implies the other."""


@dataclass(frozen=True)
class Facet:
    """A dimension along which answers differ."""

    id: str
    label: Mapping[str, str]
    lead: tuple[str, ...]
    """Phrases that may come before a name without changing the meaning: «в регионе», «для», «работа по»."""

    values: tuple[Value, ...]
    query: QueryWords = QueryWords()
    headings: bool = False
    """Values are also read from a section's heading, as from a question, and set the section's scope."""

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Folded name → value id."""
        return {fold_phrase(name): value.id for value in self.values for name in (*value.names, *value.label.values())}

    def inside(self, values: Iterable[str]) -> frozenset[str]:
        """The values and everything inside them."""
        found = set(values)
        for value in self._outer_first:
            if value.within in found:
                found.add(value.id)
        return frozenset(found)

    @cached_property
    def _outer_first(self) -> Sequence[Value]:
        """The values that are inside others, each after the one that it is inside of."""
        within = {value.id: value.within for value in self.values}
        return sorted((value for value in self.values if value.within), key=lambda value: _depth(value.id, within))

    @cached_property
    def mention(self) -> re.Pattern[str]:
        """Matches a name of any value, as whole words of folded text, with the leads before it, or the facet's own name
        behind it («Северный филиал»)."""
        leads = _any_of({fold_phrase(phrase) for phrase in self.lead})
        own = _any_of({fold_phrase(form) for form in forms_of(self.label.values())})
        # Leads that begin one another can be told apart in many ways; a bound keeps their number small.
        return re.compile(
            rf"(?<![\w.-])(?P<lead>(?:(?:{leads})(?!\w)[\s:]*){{0,{MOST_LEADS}}})(?<![\w.-])(?P<name>{_any_of(self.by_name)})(?!\w)"
            rf"(?P<behind>\s+(?:{own})(?!\w))?"
        )


@dataclass(frozen=True)
class Facets:
    """All facets of a content, with its site, contacts and contrasts."""

    facets: tuple[Facet, ...] = ()
    site: Site = field(default_factory=Site)
    contacts: tuple[Contact, ...] = ()
    """Shown when the content has no answer; in the order declared."""
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    """By id, in the order declared."""
    contrasts: tuple[Contrast, ...] = ()
    """In the order declared; of an index, their sections exist."""

    def get(self, facet: str) -> Facet | None:
        """The facet with this id, if there is one."""
        return next((known for known in self.facets if known.id == facet), None)

    def values(self) -> dict[str, tuple[str, ...]]:
        """Facet id → ids of its values, in the order declared."""
        return {facet.id: tuple(value.id for value in facet.values) for facet in self.facets}

    def choices(self) -> dict[str, dict[str, Mapping[str, str]]]:
        """What readers can choose: facet id → value id → label by language code; last the audience, if there is any."""
        found = {facet.id: {value.id: value.label for value in facet.values} for facet in self.facets}
        audiences = {name: audience.label for name, audience in self.audiences.items()}
        return {**found, AUDIENCE: audiences} if audiences else found


def read_facets(path: Path) -> Facets:
    """Read a facets.toml.

    Raises:
        BadFacets: if it is not UTF-8 or TOML, or lacks what a facet needs; the message names the table.
        UnreadablePage: if it cannot be read or is no regular file.
    """
    return facets_of(path, read_tables(path))


def tables_for(content: Path, default: Path) -> tuple[Path, Tables]:
    """The facets.toml beside a content, else the default one without what describes another content.

    Returns:
        The file that was read, and its tables.

    Raises:
        BadFacets: if the file is not UTF-8 or not TOML.
        UnreadablePage: if it cannot be read, is no regular file, or is a link out of the content's folder.
    """
    if beside := file_beside(content, FILE):
        return beside, read_tables(beside)
    return default, of_any_content(read_tables(default))


def of_any_content(tables: Tables) -> dict[str, Any]:
    """The tables of a facets.toml without those that describe its own content."""
    return {name: table for name, table in tables.items() if name not in OF_ONE_CONTENT}


def read_tables(path: Path) -> Tables:
    """The tables of a facets.toml, unchecked.

    Raises:
        BadFacets: if it is not UTF-8 or not TOML.
        UnreadablePage: if it cannot be read or is no regular file.
    """
    try:
        tables: Tables = tomllib.loads(_LINE_END.sub("\n", clean(decoded(read_bytes(path), path.name))))
    except NotUtf8 as exc:
        raise BadFacets(path, f"line {exc.line} is {exc.found}", exc.advice) from exc
    except RecursionError as exc:
        raise BadFacets(path, *TOO_DEEP) from exc
    except ValueError as exc:  # TOMLDecodeError, or a number of thousands of digits
        raise BadFacets(path, f"not readable as TOML ({exc})", "fix that line") from exc
    if _is_deep(tables):
        raise BadFacets(path, *TOO_DEEP)
    return {clean(name): _cleaned(one) for name, one in tables.items()}


def _is_deep(tables: Tables) -> bool:
    """Whether tables and lists are nested more than ``DEEPEST`` deep; dotted keys nest without brackets."""
    layer: list[Any] = [tables]
    for _ in range(DEEPEST):
        inner = (child for one in layer for child in (one.values() if isinstance(one, dict) else one))
        layer = [child for child in inner if isinstance(child, dict | list)]
    return bool(layer)


def _cleaned(value: Any) -> Any:
    """Clean every string: TOML's escapes can write what is not seen."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(one) for one in value]
        case dict():
            return {clean(key): _cleaned(one) for key, one in value.items()}
        case _:
            return value


def facets_of(path: Path, tables: Tables) -> Facets:
    """The facets that the tables of a facets.toml declare.

    Args:
        path: The file, for messages.
        tables: What it holds.

    Raises:
        BadFacets: if a table lacks what a facet needs; the message names it.
    """
    about = tables.get("site", {})
    site = read_site(path, about)
    declared = (name for name in tables if name not in NO_FACETS)
    facets = Facets(tuple(_facet(path, name, tables[name]) for name in declared), site)
    return replace(
        facets,
        contacts=read_contacts(path, about.get("contacts", []), facets.values()),
        audiences=read_audiences(path, tables.get(AUDIENCE, {}), facets.values()),
        contrasts=read_contrasts(path, tables.get("contrast", [])),
    )


def _facet(path: Path, name: str, table: Any) -> Facet:
    values = table.get("values") if isinstance(table, dict) else None
    if not isinstance(values, dict) or not values:
        tables = table.items() if isinstance(table, dict) else ()
        for inner in (key for key, one in tables if isinstance(one, dict) and "values" in one):
            raise BadFacets(path, f"[{name}.{inner}] stands in [{name}]", f"write [{inner}] and [{inner}.values.ID]")
        raise BadFacets(path, f"[{name}] has no values", f"add [{name}.values.ID] tables with label and names")
    lead = table.get("lead", {})
    if not isinstance(lead, dict):
        raise BadFacets(path, f"[{name}.lead] is not a table", f'write [{name}.lead] and ru = ["…"] under it')
    headings = table.get("headings", False)
    if not isinstance(headings, bool):
        raise BadFacets(path, f"headings in [{name}] is not true or false", "write headings = true")
    facet = Facet(
        name,
        _labels(path, name, table),
        tuple(phrase for language in lead for phrase in _words(path, f"{name}.lead", language, lead)),
        tuple(_value(path, f"{name}.values.{key}", key, value) for key, value in values.items()),
        _query_words(path, f"{name}.query", table.get("query", {})),
        headings,
    )
    derived = replace(facet, values=_with_forms(facet.values), lead=_leads(facet, declared="lead" in table))
    _check_names(path, derived)
    _check_tree(path, derived)
    return derived


def _with_forms(values: Collection[Value]) -> tuple[Value, ...]:
    """The values with the forms of their names added, if they have names; a form of two values names neither."""
    forms = {value.id: forms_of((*value.names, *value.label.values())) if value.names else () for value in values}
    taken = Counter(form for derived in forms.values() for form in {fold_phrase(form) for form in derived})
    return tuple(
        replace(value, names=(*value.names, *(form for form in forms[value.id] if taken[fold_phrase(form)] == 1)))
        for value in values
    )


def _leads(facet: Facet, *, declared: bool) -> tuple[str, ...]:
    """The declared leads, and those with the facet's own name; prepositions are derived if no leads are declared."""
    if facet.headings and not declared:
        return ()
    prepositions = [word for word in PREPOSITIONS if word in facet.lead] if declared else PREPOSITIONS
    return tuple(dict.fromkeys((*facet.lead, *leads_of(facet.label.values(), prepositions))))


def _check_names(path: Path, facet: Facet) -> None:
    """Check that each name names one value only."""
    for value in facet.values:
        for name in (*value.names, *value.label.values()):
            meant = facet.by_name[fold_phrase(name)]
            if meant != value.id:
                found = f"[{facet.id}] has the name {name!r} in {value.id} and in {meant}"
                raise BadFacets(path, found, "keep it in one of them")
            if not fold_phrase(name):
                raise BadFacets(path, f"[{facet.id}.values.{value.id}] has a name without letters", "remove it")


def _check_tree(path: Path, facet: Facet) -> None:
    """Check that each value is inside a declared one, and none inside itself."""
    within = {value.id: value.within for value in facet.values}
    for value in facet.values:
        where = f"[{facet.id}.values.{value.id}]"
        if value.within and value.within not in within:
            known = ", ".join(name for name in within if name != value.id) or "nothing: it is the only value"
            raise BadFacets(path, f"{where} is within {value.within!r}, which is not declared", f"choose from {known}")
        if _depth(value.id, within) > len(within):
            raise BadFacets(path, f"{where} is inside itself", "remove one within of the circle")
        if JOIN in value.id or value.id.startswith(OUT):
            raise BadFacets(path, f"{where} has a comma, or a hyphen in front", "write an id such as north-west")


def _depth(value: str, within: Mapping[str, str]) -> int:
    """How many values it is inside of; more than there are, if it is inside itself."""
    depth = 0
    while (value := within.get(value, "")) and depth <= len(within):
        depth += 1
    return depth


def _query_words(path: Path, where: str, table: Any) -> QueryWords:
    if not isinstance(table, dict):
        raise BadFacets(path, f"[{where}] is not a table", f"write [{where}] and lists of words under it")
    lists = ("things", "matters", "owners", "elsewhere", "after", "never")
    if unknown := sorted(set(table) - {*lists, "exhaustive"}):
        raise BadFacets(path, f"[{where}] has an unknown key {unknown[0]!r}", f"use {', '.join(lists)} or exhaustive")
    words = {key: _words(path, where, key, table) for key in lists}
    exhaustive = table.get("exhaustive", False)
    if not isinstance(exhaustive, bool):
        raise BadFacets(path, f"exhaustive in [{where}] is not true or false", "write exhaustive = true")
    return QueryWords(**words, exhaustive=exhaustive)


def _words(path: Path, where: str, key: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    words = table.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip(" *") for word in words):
        raise BadFacets(path, f"{key} in [{where}] is not a list of words", f'write {key} = ["…"]')
    return tuple(words)


def _value(path: Path, where: str, key: str, table: Any) -> Value:
    if not isinstance(table, dict) or not any(table.get(key) for key in ("names", "countries", "countries_except")):
        raise BadFacets(path, f"[{where}] has no names", 'add names = ["…"], every form that a page may use')
    signs = {
        sign: _words(path, where, sign, table)
        for sign in ("hints", "places", "money", "adjectives", "patterns", "countries", "countries_except")
    }
    within = table.get("within", "")
    if not isinstance(within, str):
        raise BadFacets(path, f"within in [{where}] is not the id of a value", 'write within = "…"')
    return Value(key, _labels(path, where, table), _words(path, where, "names", table), within, **signs)


def _labels(path: Path, where: str, table: Mapping[str, Any]) -> Mapping[str, str]:
    label = table.get("label")
    if not isinstance(label, dict) or "ru" not in label or not all(isinstance(text, str) for text in label.values()):
        raise BadFacets(path, f"[{where}] has no label", 'add label = { ru = "…" }')
    return label


def _any_of(phrases: Collection[str]) -> str:
    """An alternation that prefers the longest phrase; it never matches if there are none."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p))) or r"(?!)"

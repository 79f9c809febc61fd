"""Draft a facets.toml from the bundled one, with the facets and values that the pages use."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.content.facets import of_any_content
from ingest.fold import fold_phrase
from init.propose_facets import identifier, proposals, proposed_tables
from init.survey import Survey
from init.toml import commented, table

HEAD = """\
# Drafted by `otvet init` from these pages: read it and correct it. After a change run `otvet index` and
# `otvet lint` again. Counts in comments are those at the time of drafting.
#
"""

EXPLAINED = """\
# Each facet is a choice that a reader makes; its values are named as the pages name them. Their inflected forms and the
# prepositions before them are derived. Correct the labels, which readers see; docs/scoping.md explains the rest.
"""

SITE = """\
# Where the pages are published; links such as /ru/contacts start from base_url. Fill in and uncomment.
# [site]
# base_url = "https://docs.example.com"
# pages = "/faq"
#
# Contacts shown when no page answers the question.
# [[site.contacts]]
# label = { ru = "Техническая поддержка" }
# url = "mailto:support@example.com"
"""


def facets_toml(bundled: str, found: Survey) -> str:
    """The file's text.

    A facet is kept if some block of the pages holds for only some of its values, or a tab begins with its name. The
    values that the pages name are kept; all are, if these would be fewer than two, since one value makes no choice.
    Values that only the pages have are added. Labels that no facet declares
    become facets of their own; a bundled facet with one of these names then goes, unless tabs belong to it.

    Args:
        bundled: Text of the bundled file; what describes its own content is left out.
        found: Counts over the pages.
    """
    tables = of_any_content(tomllib.loads(bundled))
    proposed = proposals(found.unread)
    names = {name for one in proposed if not one.doubt for name in one.names}
    rivals = {facet for facet in tables if facet not in found.tabbed and names & _names(tables[facet])}
    used = {facet for facet, _ in (*found.scoped, *found.new)} - rivals
    facets = [_facet(name, one, found) for name, one in tables.items() if name in used]
    explained = HEAD + (_explanation(bundled) if facets else EXPLAINED)
    left_out = [name for name in tables if name not in used]
    return "\n".join([explained, SITE, *facets, *proposed_tables(proposed, taken=used), *_left_out(left_out)])


def _explanation(bundled: str) -> str:
    """The comment at the top of the bundled file, which explains each key."""
    lines = bundled.splitlines()
    end = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(lines[:end]) + "\n"


def _facet(name: str, declared: Mapping[str, Any], found: Survey) -> str:
    """The facet's tables, with the values that are kept."""
    values: Mapping[str, Mapping[str, Any]] = declared["values"]
    named = {key: value for key, value in values.items() if found.named[name, key]}
    new = {identifier(label): _new(label) for facet, label in found.new if facet == name}
    kept = named if len(named) + len(new) >= 2 else values
    parts = [table(name, {key: declared[key] for key in ("label", "headings") if key in declared})]
    parts += [table(f"{name}.{key}", declared[key]) for key in ("lead", "query") if key in declared]
    for key, value in {**kept, **{key: value for key, value in new.items() if key not in kept}}.items():
        counted = f"{found.scoped[name, key]} blocks hold for it, {found.named[name, key]} texts name it"
        comment = counted if key in kept else "from the label of a tab"
        parts.append(table(f"{name}.values.{key}", value, comment))
    return "\n".join(parts)


def _new(label: str) -> dict[str, Any]:
    """A value that only the pages have; the forms of its name are derived."""
    return {"label": {"ru": label}, "names": [label]}


def _names(declared: Mapping[str, Any]) -> set[str]:
    """The names of a facet's values, as they are compared."""
    values = declared["values"].values()
    return {fold_phrase(name) for value in values for name in (*value.get("names", ()), *value["label"].values())}


def _left_out(facets: list[str]) -> Iterator[str]:
    if facets:
        yield commented(f"Bundled facets left out, since these pages do not differ by them: {', '.join(facets)}.")

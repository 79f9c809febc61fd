"""Draft a facets.toml from the bundled one, with the facets and values that the pages use."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from index.analysis.dictionary import russian
from ingest.markdown.anchors import anchor
from init.survey import Survey
from init.toml import commented, table

HEAD = """\
# Drafted by `otvet init` from these pages: read it and correct it. After a change run `otvet index` and
# `otvet lint` again. Counts in comments are those at the time of drafting.
#
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

OFTEN = 3
"""Tabs with the same label, from which it is suggested as a value of a new facet."""


def facets_toml(bundled: str, found: Survey) -> str:
    """The file's text.

    A facet is kept if some block of the pages holds for only some of its values, or a tab begins with its name. The
    values that the pages name are kept; all are, if these would be fewer than two, since one value makes no choice.
    Values that only the pages have are added, with the inflected forms of their names.

    Args:
        bundled: Text of the bundled file; its ``site`` is left out.
        found: Counts over the pages.
    """
    tables = tomllib.loads(bundled)
    tables.pop("site", None)
    used = {facet for facet, _ in (*found.scoped, *found.new)}
    facets = [_facet(name, one, found) for name, one in tables.items() if name in used]
    left_out = [name for name in tables if name not in used]
    return "\n".join([HEAD + _explanation(bundled), SITE, *facets, *_hints(left_out, found)])


def _explanation(bundled: str) -> str:
    """The comment at the top of the bundled file, which explains each key."""
    lines = bundled.splitlines()
    end = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(lines[:end]) + "\n"


def _facet(name: str, declared: Mapping[str, Any], found: Survey) -> str:
    """The facet's tables, with the values that are kept."""
    values: Mapping[str, Mapping[str, Any]] = declared["values"]
    named = {key: value for key, value in values.items() if found.named[name, key]}
    new = {_id(label): _new(label) for facet, label in found.new if facet == name}
    kept = named if len(named) + len(new) >= 2 else values
    parts = [table(name, {key: declared[key] for key in ("label", "headings") if key in declared})]
    parts += [table(f"{name}.{key}", declared[key]) for key in ("lead", "query") if key in declared]
    for key, value in {**kept, **{key: value for key, value in new.items() if key not in kept}}.items():
        counted = f"{found.scoped[name, key]} blocks hold for it, {found.named[name, key]} texts name it"
        comment = counted if key in kept else "from the label of a tab; check the forms of its name"
        parts.append(table(f"{name}.values.{key}", value, comment))
    return "\n".join(parts)


def _id(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", anchor(label)).strip("-") or "value"


def _new(label: str) -> dict[str, Any]:
    """A value that only the pages have: its label, with the inflected forms if it is one Russian word."""
    forms = sorted(russian().forms(label.lower())) if label.isalpha() else []
    return {"label": {"ru": label}, "names": list(dict.fromkeys([label, *(form.capitalize() for form in forms)]))}


def _hints(left_out: list[str], found: Survey) -> Iterator[str]:
    if left_out:
        yield commented(f"Left out, since no block holds for only some of their values: {', '.join(left_out)}.")
    often = [(label, count) for label, count in found.others.most_common() if count >= OFTEN]
    if often:
        told = ", ".join(f"«{' '.join(label.split())}» ({count})" for label, count in often[:20])
        sample = {"label": {"ru": "Инструмент"}}
        value = {"label": {"ru": often[0][0]}, "names": [often[0][0]]}
        yield commented(
            f"Tabs whose labels no facet declares: {told}.\n"
            "These tabs are shown to everyone. To let readers choose between them, declare a facet:\n"
            + table("tool", sample)
            + table(f"tool.values.{_id(often[0][0])}", value)
        )

"""A facets.toml for pages, made of the bundled one: what they say they differ by, and nothing they never name."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from index.analysis.dictionary import russian
from ingest.markdown.anchors import anchor
from init.survey import Said
from init.toml import commented, table

HEAD = """\
# Drafted by `otvet init` from these pages: read it through, then change what is not so. After a change run
# `otvet index` and `otvet lint` again. Counts in comments are of the day it was drafted.
#
"""

SITE = """\
# Where readers are pointed to, and what the root of links such as /ru/contacts is. Fill in and uncomment.
# [site]
# base_url = "https://docs.example.com"
# pages = "/faq"
#
# Whom to write to when nothing here answers.
# [[site.contacts]]
# label = { ru = "Техническая поддержка" }
# url = "mailto:support@example.com"
"""

OFTEN = 3
"""Tabs with one label, from which on it may be a value that readers should be able to choose."""


def facets_toml(bundled: str, said: Said) -> str:
    """The file's text.

    A facet stays if a block of the pages holds for one value of it alone, or a tab says its name. Of its values those
    stay that the pages name, and all if these are fewer than two: with a single one, nobody would be told apart.
    Values that only the pages have are added, with the forms of their names.

    Args:
        bundled: Text of the bundled file; what it says of its site is left out.
        said: What the pages say.
    """
    tables = tomllib.loads(bundled)
    tables.pop("site", None)
    used = {facet for facet, _ in (*said.scoped, *said.new)}
    facets = [_facet(name, one, said) for name, one in tables.items() if name in used]
    left_out = [name for name in tables if name not in used]
    return "\n".join([HEAD + _explanation(bundled), SITE, *facets, *_hints(left_out, said)])


def _explanation(bundled: str) -> str:
    """The comment that the bundled file begins with: what each key means."""
    lines = bundled.splitlines()
    end = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(lines[:end]) + "\n"


def _facet(name: str, declared: Mapping[str, Any], said: Said) -> str:
    """The facet's tables, the values that are left among them."""
    values: Mapping[str, Mapping[str, Any]] = declared["values"]
    named = {key: value for key, value in values.items() if said.named[name, key]}
    new = {_id(label): _new(label) for facet, label in said.new if facet == name}
    kept = named if len(named) + len(new) >= 2 else values
    parts = [table(name, {"label": declared["label"]})]
    parts += [table(f"{name}.{key}", declared[key]) for key in ("lead", "query") if key in declared]
    for key, value in {**kept, **{key: value for key, value in new.items() if key not in kept}}.items():
        counted = f"{said.scoped[name, key]} blocks hold for it, {said.named[name, key]} texts name it"
        comment = counted if key in kept else "found among the tabs; check the forms of its name"
        parts.append(table(f"{name}.values.{key}", value, comment))
    return "\n".join(parts)


def _id(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", anchor(label)).strip("-") or "value"


def _new(label: str) -> dict[str, Any]:
    """A value that only the pages have: its name, and of a single Russian word the forms."""
    forms = sorted(russian().forms(label.lower())) if label.isalpha() else []
    return {"label": {"ru": label}, "names": list(dict.fromkeys([label, *(form.capitalize() for form in forms)]))}


def _hints(left_out: list[str], said: Said) -> Iterator[str]:
    if left_out:
        yield commented(f"Left out, since no block of the pages holds for one value alone: {', '.join(left_out)}.")
    often = [(label, count) for label, count in said.others.most_common() if count >= OFTEN]
    if often:
        told = ", ".join(f"«{' '.join(label.split())}» ({count})" for label, count in often[:20])
        sample = {"label": {"ru": "Инструмент"}}
        value = {"label": {"ru": often[0][0]}, "names": [often[0][0]]}
        yield commented(
            f"Tabs that no facet knows, by label: {told}.\n"
            "All their tabs are shown to everyone. Where readers should be able to choose, declare a facet:\n"
            + table("tool", sample)
            + table(f"tool.values.{_id(often[0][0])}", value)
        )

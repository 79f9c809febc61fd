"""Conditions of template languages that compare a facet with a value: whom each of their branches is for."""

import re
from collections.abc import Collection, Sequence

from ingest.content.facets import Facet, Facets
from ingest.fold import fold_phrase

_COMPARES = re.compile(
    r"^(?P<subject>[\w.$-]+)\s*(?P<sign>={1,3}|!==?|<>)\s*(?P<mark>[\"']?)(?P<value>[^\"'=<>!&|]+)(?P=mark)$"
)
_EQUALS = re.compile(r"^eq\s+(?P<subject>[\w.$-]+)\s+\"(?P<value>[^\"]+)\"$")
_BARE = re.compile(r"^[\w -]+$")
_OR = re.compile(r"\s*,\s*|\s+or\s+")
_NEGATED = frozenset({"unless", "ifndef"})


def labels(name: str, args: str, branches: Sequence[tuple[str, str]], facets: Facets) -> list[str] | None:
    """A label for each branch that names the values it is for.

    Args:
        name: Of the condition: ``if``, ``unless``, ``case``, ``site-region``.
        args: What it compares; of ``case`` and ``switch`` what is compared.
        branches: Name and arguments of those that follow, up to its end.
        facets: What the content declares.

    Returns:
        The labels, also for the part before the first branch unless that is ``case``; None if any is not understood.
    """
    tests = [(name, args), *branches]
    subject = ""
    if name in ("case", "switch"):
        subject, tests = f"{args.strip()} == ", list(branches)
    left: tuple[Facet, frozenset[str]] | None = None
    found = []
    for at, (branch, test) in enumerate(tests):
        if branch == "else" and not test.strip():
            if left is None or at != len(tests) - 1:
                return None
            facet, values = left
        else:
            read = _values(subject, test, facets)
            if read is None or (left and left[0] is not read[0]):
                return None
            facet, values = read
            values = _others(facet, values) if branch in _NEGATED else values
            if left:  # an earlier branch is taken first
                values &= left[1]
        if not values:
            return None
        found.append(_label(facet, values))
        everyone = frozenset(value.id for value in facet.values)
        left = facet, (left[1] if left else everyone) & _others(facet, values)
    return found or None


def speaks(said: Collection[tuple[str | None, str]], facets: Facets) -> bool:
    """Whether attributes name a facet or a value, so that what they say of it may be a condition."""
    return any(key and _facet(key, facets) for key, _ in said) or any(
        _named(facet, text) for facet in facets.facets for _, text in said
    )


def _values(subject: str, test: str, facets: Facets) -> tuple[Facet, frozenset[str]] | None:
    """The facet and values for which a test holds; None if that is not certain."""
    if not subject:
        return _compared(test.strip().strip("()").strip(), facets)
    read = [_compared(subject + one, facets) for one in _OR.split(test.strip())]
    sure = [one for one in read if one]
    if len(sure) < len(read) or len({facet.id for facet, _ in sure}) != 1:
        return None
    return sure[0][0], frozenset[str]().union(*(values for _, values in sure))


def _compared(test: str, facets: Facets) -> tuple[Facet, frozenset[str]] | None:
    found = _COMPARES.match(test) or _EQUALS.match(test)
    if not found:
        test = test.strip("\"'")
        named = [(facet, _named(facet, test)) for facet in facets.facets] if _BARE.match(test) else []
        sure = [(facet, values) for facet, values in named if values]
        return sure[0] if len(sure) == 1 else None
    facet, value = _facet(found["subject"].split(".")[-1], facets), found["value"]
    if not facet:  # pivot="region-moscow"
        prefix, _, value = value.partition("-")
        facet = _facet(prefix, facets)
    values = _named(facet, value) if facet else frozenset()
    if not facet or not values:
        return None
    excludes = found.re is _COMPARES and found["sign"] in ("!=", "!==", "<>")
    return facet, _others(facet, values) if excludes else values


def _facet(name: str, facets: Facets) -> Facet | None:
    folded = fold_phrase(name)
    names = ((facet, {fold_phrase(one) for one in (facet.id, *facet.label.values())}) for facet in facets.facets)
    return next((facet for facet, known in names if folded in known), None)


def _named(facet: Facet, text: str) -> frozenset[str]:
    """The value that a text is the id or a name of, with all inside it."""
    folded = fold_phrase(text)
    value = next((one.id for one in facet.values if fold_phrase(one.id) == folded), facet.by_name.get(folded))
    return facet.inside([value]) if value else frozenset()


def _others(facet: Facet, values: frozenset[str]) -> frozenset[str]:
    """The values outside of these; a broader one holds for some of these, so it is none of them."""
    return frozenset(one.id for one in facet.values if one.id not in values and not facet.inside([one.id]) & values)


def _label(facet: Facet, values: frozenset[str]) -> str:
    """The names of values, without those that are inside another one's."""
    inner = {inside for value in values for inside in facet.inside([value]) if inside != value}
    return ", ".join(one.label["ru"] for one in facet.values if one.id in values - inner)

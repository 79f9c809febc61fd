"""Which lines of a page are for which readers, by a plain reading of its source.

Nothing here uses the parser, the scopes or the projection, which are judged by it: a line is for the readers that the
tab around it, the bracket or words in front of it, or the heading above it names. What is not plain counts as for
everyone, so a line that is found is certainly for other readers.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from eval.leaks.foreign import ADDRESSES, SHORTEST
from eval.leaks.fragment import fold, holds
from ingest.content.facets import Facets
from ingest.fold import fold_phrase

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>tabs|tablist|tab|tabpanel)\b[^<>]*>", re.IGNORECASE)
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d{1,9}[.)])\s+(?P<text>\S.*)$")
_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*(?:\{#[^}]*\})?\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_BRACKET = re.compile(r"^\((?P<clause>[^()]{1,120})\)")
_CLAUSE = re.compile(r"^(?P<clause>[^.!?]{1,120}?)(?:\s+[—–-]\s|:\s)(?P<rest>.*)$")
_RESTRICTS = re.compile(r"(?<!\w)(?:только|лишь|кроме|исключая|не|нет|only|except|not)(?!\w)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_WORD = re.compile(r"[\w-]+")
_MARKUP = re.compile(r"</?[a-z][^<>]*>|<!--.*?-->|[*`]|\\(?=[!-/:-@\[-`{-~])")

Values = Mapping[str, Collection[str]]
"""Facet → the values that a reader may have."""


class Condition(NamedTuple):
    """Whom something is for."""

    facet: str
    values: frozenset[str]
    """The value and all inside it."""


class SourceLine(NamedTuple):
    """A line of a page without the markup around it, and whom it is for: all of the conditions must hold."""

    text: str
    conditions: tuple[Condition, ...]


@dataclass
class _TabSet:
    labels: list[Condition | None] = field(default_factory=list)
    panel: int = -1
    inside: bool = False


def foreign_lines(pages: Iterable[str], facets: Facets) -> Callable[[Values], frozenset[str]]:
    """The values of a reader → the texts and addresses that stand only on lines for other readers.

    Args:
        pages: The source of each page.
        facets: What the content declares: ids and names of the values.
    """
    lines = [line for page in pages for line in source_lines(page, facets)]

    @cache
    def found(reader: frozenset[tuple[str, frozenset[str]]]) -> frozenset[str]:
        values = dict(reader)
        ours = [line.text for line in lines if _may_read(values, line)]
        everything = fold("\n".join([*ours, *map(_bare, ours)]))
        theirs = {text for line in lines if not _may_read(values, line) for text in _fragments(line.text)}
        return frozenset(text for text in theirs if not holds(everything, fold(text)))

    return lambda values: found(frozenset((facet, frozenset(held)) for facet, held in values.items()))


def _may_read(values: Values, line: SourceLine) -> bool:
    return all(one.facet not in values or one.values & frozenset(values[one.facet]) for one in line.conditions)


def _fragments(text: str) -> Iterator[str]:
    """What to look for of a line: as it is written, as it is read, each cell of a table, and its addresses."""
    for part in text.strip("| ").split(" | ") if text.startswith("|") else [text]:
        yield from {one for one in (part.strip(), _bare(part)) if len(one) >= SHORTEST}
    yield from (address.rstrip(".") for address in ADDRESSES.findall(text))


def _bare(text: str) -> str:
    return _MARKUP.sub("", _LINK.sub(r"\1", text)).strip()


def source_lines(page: str, facets: Facets) -> Iterator[SourceLine]:
    """The lines of a page that have text."""
    phrases = _Phrases(facets)
    tabs: list[_TabSet] = []
    items: list[tuple[int, Condition | None]] = []
    headings: list[tuple[int, Condition | None]] = []
    code = False
    for line in page.splitlines():
        code ^= bool(_FENCE.match(line))
        heading = None if code else _HEADING.match(line)
        if heading:
            level = len(heading["level"])
            tabs = [] if level <= 2 else tabs
            items = []
            headings = [one for one in headings if one[0] < level]
            headings.append((level, phrases.whole(heading["text"], bare=False)))
        text = line if code else _without_tabs(line, tabs, phrases)
        if not text.strip() or heading:
            continue
        indent = len(text) - len(text.lstrip())
        items = [one for one in items if one[0] < indent]
        if not code and (item := _ITEM.match(text)):
            items.append((indent, phrases.opening(item["text"])))
            text = item["text"]
        around = [one.labels[one.panel] for one in tabs if one.inside and 0 <= one.panel < len(one.labels)]
        conditions = (*around, *(held for _, held in (*headings, *items)))
        yield SourceLine(text.strip(), tuple(one for one in conditions if one))


def _without_tabs(line: str, tabs: list[_TabSet], phrases: "_Phrases") -> str:
    """The line without the tags of tabs, which are noted; a label is no text."""
    kept, at = "", 0
    for tag in _TAG.finditer(line):
        between, at = line[at : tag.start()], tag.end()
        name, opens = tag["name"].lower(), not tag["slash"]
        if name == "tab" and not opens and tabs:
            tabs[-1].labels.append(phrases.whole(between, bare=True))
        else:
            kept += between
        if name == "tabs" and opens:
            tabs.append(_TabSet())
        elif name == "tabs" and tabs:
            tabs.pop()
        elif name == "tabpanel" and tabs:
            tabs[-1].panel += opens
            tabs[-1].inside = opens
    return kept + line[at:]


class _Phrases:
    """Recognises the names of values, with the words that the content declares may stand before them."""

    def __init__(self, facets: Facets) -> None:
        self._facets = facets
        self._leads = {facet.id: {fold_phrase(lead).strip(" :—–-") for lead in facet.lead} for facet in facets.facets}
        self._inside = {
            facet.id: {value.id: frozenset(facet.inside([value.id])) for value in facet.values}
            for facet in facets.facets
        }

    def whole(self, text: str, *, bare: bool) -> Condition | None:
        """The condition of a text that is one name, perhaps with a lead, and nothing else.

        Args:
            text: A label, a heading or a clause.
            bare: Whether a name without a lead counts.
        """
        phrase = fold_phrase(_bare(text)).strip(" :.")
        for facet in self._facets.facets:
            for name, value in facet.by_name.items():
                lead = phrase.removesuffix(name).strip(" :—–-")
                if phrase.endswith(name) and (lead in self._leads[facet.id] if lead else bare and phrase == name):
                    return Condition(facet.id, self._inside[facet.id][value])
        return None

    def opening(self, text: str) -> Condition | None:
        """The condition in front of an item: «(Для … в регионе X) …», «в регионе X — …»; none if another follows."""
        bare = _bare(text)
        if bracket := _BRACKET.match(bare):
            found, rest = self._ending(bracket["clause"]), bare[bracket.end() :]
        elif clause := _CLAUSE.match(bare):
            found, rest = self.whole(clause["clause"], bare=False), clause["rest"]
        else:
            return None
        return found if found and not self._names_another(rest, found) else None

    def _ending(self, clause: str) -> Condition | None:
        """The condition of a bracket that ends in a lead of several words and a name."""
        phrase = fold_phrase(clause)
        if _RESTRICTS.search(phrase):
            return None
        for facet in self._facets.facets:
            for name, value in facet.by_name.items():
                before = phrase.removesuffix(name).strip()
                led = any(" " in lead and f" {before}".endswith(f" {lead}") for lead in self._leads[facet.id])
                if phrase.endswith(f" {name}") and led:
                    return Condition(facet.id, self._inside[facet.id][value])
        return None

    def _names_another(self, text: str, found: Condition) -> bool:
        words = " ".join(_WORD.findall(fold_phrase(text)))
        facet = self._facets.get(found.facet)
        return facet is not None and any(
            f" {name} " in f" {words} " for name, value in facet.by_name.items() if value not in found.values
        )

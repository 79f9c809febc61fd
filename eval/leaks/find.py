"""Find what a result shows of another region or another value of any facet, without relying on the projection."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Literal, NamedTuple
from urllib.parse import unquote

from eval.leaks.fragment import Folded, fold, holds, is_address
from index.result import Result
from ingest.content.statement import OUT, parts
from ingest.section import Chosen

Foreign = Callable[[Chosen], Collection[str]]
"""Facet values → fragments (addresses, URLs, whole block texts) that stand only in blocks for other values."""

Evidence = Literal["must_not", "foreign", "facet", "source"]

OWN_WORDS = frozenset({"query", "index"})  # these repeat what the reader typed, which is no leak
INLINE = frozenset(
    {"a", "b", "code", "del", "em", "i", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Suspect(NamedTuple):
    """A fragment that must not be found."""

    fragment: str
    folded: Folded
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Leak:
    """A place in a result where something for another value of a facet stands."""

    field: str
    """Where, e.g. ``answers[2].html``."""

    fragment: str
    """What: the fragment, or the id of the other value."""

    evidence: Evidence
    """How that is known: from the question's ``must_not``, from the content's blocks, from the result's own ``facets``,
    or from a plain reading of the source."""


def suspects(fragments: Iterable[str], evidence: Evidence) -> tuple[Suspect, ...]:
    """Fragments with their folded form, computed once for many results."""
    return tuple(Suspect(fragment, fold(fragment), evidence) for fragment in fragments)


def find_leaks(result: Result, chosen: Chosen, wanted: Collection[Suspect]) -> tuple[Leak, ...]:
    """Everything for other values in any field of the result, for a reader with these values.

    All strings of the result are read, at any depth, except the query's own; HTML and Markdown also as they look
    without tags, entities and escapes. A notice may name the other value, so only addresses count there.
    """
    read = [(path, folded(path, text)) for path, text in strings(result)]
    return (*_other_values(result, chosen), *leaks_in(read, wanted))


def leaks_in(read: Sequence[tuple[str, Folded]], wanted: Collection[Suspect]) -> Iterator[Leak]:
    """Where the suspects stand in texts, each with its path."""
    everything = "\n".join(text for _, text in read)
    for suspect in wanted:
        if suspect.folded not in everything:  # a cheap test that saves thousands of exact ones
            continue
        for path, text in read:
            allowed = path.startswith("notices") and not is_address(suspect.folded)
            if not allowed and holds(text, suspect.folded):
                yield Leak(path, suspect.fragment, suspect.evidence)


def folded(path: str, text: str) -> Folded:
    """All readings of a field, as they are compared."""
    return fold("\n".join(_readings(path, text)))


def _other_values(result: Result, chosen: Chosen) -> Iterator[Leak]:
    """Where the result's own ``facets`` say that it is for another value."""
    for facet, value in chosen.items():
        used = result.query.facets.get(facet)
        if used is not None and _are_others(used.value, value):
            yield Leak("query.facets", used.value, "facet")
        for at, answer in enumerate(result.answers):
            shown = answer.facets.get(facet, value)
            if _are_others(shown, value):
                yield Leak(f"answers[{at}].facets", shown, "facet")


def _are_others(shown: str, chosen: str) -> bool:
    """Whether other values are stated; a choice that excludes some may be stated by what is left."""
    return OUT not in shown + chosen and set(parts(shown)) != set(parts(chosen))


def strings(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Pairs (path, string) of all strings in a value; a field added later is read without being named here."""
    if isinstance(value, str):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            if path or field.name not in OWN_WORDS:
                yield from strings(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from strings(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, Iterable):
        for at, item in enumerate(value):
            yield from strings(item, f"{path}[{at}]")


def _readings(path: str, text: str) -> Iterator[str]:
    """A field as it is written and as a reader sees it."""
    yield text
    if path.endswith("html"):
        yield unquote(unescape(text))
        yield _visible(text)
    elif path.endswith("markdown"):
        yield unquote(unescape(ESCAPED.sub(r"\1", text)))
    elif "%" in text:
        yield unquote(text)


def _visible(html: str) -> str:
    """HTML as a reader sees it: no tags, and a space where a block begins or ends."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            parts.append(data)

        def handle_starttag(self, tag: str, attrs: object) -> None:
            parts.append("" if tag in INLINE else " ")

        def handle_endtag(self, tag: str) -> None:
            parts.append("" if tag in INLINE else " ")

    reader = Reader()
    reader.feed(html)
    reader.close()
    return "".join(parts)

"""Addresses, numbers and currencies that belong to another value of a facet than the text around them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index.query.facet_lexicon import Lexicon, compiled
from index.query.tokens import tokenise as words_of
from ingest.content.facets import Facets
from ingest.fold import fold, fold_phrase
from ingest.scope.phrases import mentions
from ingest.section import Block, Scope
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage, placed

ENOUGH = 3
"""Occurrences from which a sign that facets.toml does not list is taken to belong to a value."""

MOST = 3
"""How many times more often a sign must occur in blocks of its value than elsewhere."""

_SIGNS = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|://(?P<host>[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<phone>(?<![\w+])\+\d[\d\s()\u00a0-]{8,}\d)"
    r"|(?<![\w.,/:-])(?P<number>\d{9,}|\d{1,3}(?:\.\d{1,3}){3})(?![\w.,]\d|\w)"
)
_POSTAL = re.compile(
    r"(?<!\w)(?:ул|улица|пр-т|пр-кт|просп|проспект|пер|наб|бульвар|шоссе|д|офис|стр)\.?\s", re.IGNORECASE
)
_COMPARES = re.compile(
    r"(?<!\w)(?:в отличие|кроме|вместо|а не|только не|сравн\w+|перен\w+|переезд\w*|переход\w*|мигр\w+|конверт\w+"
    r"|эквивалент\w*|курс\w*|друг\w+ регион\w*|об\w+ регион\w*|instead|unlike|except|migrat\w+|convert\w*)(?!\w)"
)
"""A text that compares two values, or describes a move between them, may have the signs of both."""

Kind = Literal["address", "money", "place"]
_KINDS: Mapping[str, Kind] = {"hint": "address", "money": "money", "place": "place", "name": "place"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A text that belongs to one value."""

    text: str
    """As compared."""
    written: str
    """As it is in the source."""
    kind: Kind = "address"
    """A place counts only in a postal address."""


def other_value(parsed: Parsed) -> Iterator[Finding]:
    """Signs of one value in a block that holds only for others, of every facet that says where something is.

    Signs come from facets.toml (addresses, domain zones, companies, currencies and, in a postal address, places) and
    from the content: an e-mail address, a host, a telephone number or another long number that occurs ``ENOUGH``
    times in blocks of one value and hardly anywhere else. A block is skipped if it names the other value, compares the
    two, or also has a sign of its own value.
    """
    owners = _learnt(parsed)
    for source in parsed.pages:
        for block, facet, held in _scoped(source, parsed.facets):
            folded = fold_phrase(_SIGNS.sub(" ", block.text))  # a host that contains a value's name does not name it
            named = {one.value for one in mentions(folded, parsed.facets) if one.facet == facet.facet.id}
            if _COMPARES.search(folded) or (named - held and not _POSTAL.search(folded)):
                continue
            observed = {sign: owners.get((facet.facet.id, sign.text), "") for sign in _signs(block)}
            signs = {**observed, **_declared(block, facet)}
            for sign, value in signs.items():
                own = any(other.kind == sign.kind and theirs in held for other, theirs in signs.items())
                if value and value not in held and (not own or sign.kind == "place"):
                    readers = " and ".join(sorted(held))
                    message = f"{sign.written} belongs to {value}, and this holds for {readers}"
                    yield Finding(source.page.id, source.line_of(block, sign.written), "other-region", message)


def _scoped(source: ParsedPage, facets: Facets) -> Iterator[tuple[Block, Lexicon, set[str]]]:
    """Leaves that hold only for some values of a facet, and which values."""
    for section in source.page.sections:
        for block, scope in placed(section):
            for facet in compiled(facets) if block.source and scope else ():
                held = _held(scope, facet)
                if held:
                    yield block, facet, held


def _held(scope: Scope, facet: Lexicon) -> set[str]:
    return {value for name, value in scope if name == facet.facet.id} if facet.is_place else set()


def _declared(block: Block, facet: Lexicon) -> Mapping[Sign, str]:
    """Signs of facets.toml in a block → the value that each belongs to."""
    tokens = words_of(block.source)
    postal = bool(_POSTAL.search(block.text))
    found = {}
    for one in facet.matches(tokens):
        kind = _KINDS.get(one.sign)
        if kind and (postal or kind != "place"):
            written = block.source[tokens[one.first].start : tokens[one.last].end]
            found[Sign(fold(written), written, kind)] = one.value
    return found


def _signs(block: Block) -> Iterator[Sign]:
    for found in _SIGNS.finditer(block.source):
        written = found[found.lastgroup or 0]
        is_number = found.lastgroup == "phone"
        yield Sign(re.sub(r"\D", "", written) if is_number else fold(written), written)


def _learnt(parsed: Parsed) -> dict[tuple[str, str], str]:
    """(facet, sign) → the value that it belongs to, for signs that the content uses consistently."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    lexicons = [facet for facet in compiled(parsed.facets) if facet.is_place]
    for source in parsed.pages:
        for section in source.page.sections:
            for block, scope in placed(section):
                for sign in dict.fromkeys(_signs(block)):
                    for facet in lexicons:
                        held = _held(scope, facet)
                        seen[facet.facet.id, sign.text][held.pop() if len(held) == 1 else ""] += 1
    owners = {}
    for key, counts in seen.items():
        value, most = max(counts.items(), key=lambda count: (count[0] != "", count[1]))
        if value and most >= ENOUGH and most >= MOST * (counts.total() - most):
            owners[key] = value
    return owners

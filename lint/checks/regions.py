"""Addresses, numbers and currencies that belong to another region than the text they stand in."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index.query.facet_lexicon import Lexicon, compiled
from index.query.facet_lexicon import tokenise as words_of
from ingest.content.facets import Facets
from ingest.fold import fold, fold_phrase
from ingest.scope.phrases import mentions
from ingest.section import Block, Scope
from lint.finding import Finding
from lint.parsed_content import Parsed, Source, placed

ENOUGH = 3
"""Places that must agree before a sign that facets.toml does not have belongs to a value."""

MOST = 3
"""How many times as often a sign stands where it belongs as anywhere else."""

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
"""A text that speaks of both sides names the other's signs rightly."""

Kind = Literal["address", "money", "place"]
_KINDS: Mapping[str, Kind] = {"hint": "address", "money": "money", "place": "place", "name": "place"}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something by which a value can be told."""

    text: str
    """As compared."""
    written: str
    """As it stands in the source."""
    kind: Kind = "address"
    """A place counts within a postal address only."""


def other_region(parsed: Parsed) -> Iterator[Finding]:
    """Signs of one value in a block that holds for others only.

    What belongs to which value is taken from facets.toml (addresses, zones, companies, currencies, and, in a postal
    address, places), and learnt from the content: an e-mail address, a host, a telephone or other long number that
    stands ``ENOUGH`` times in blocks of one value and hardly anywhere else. A block that names the other value or
    compares the two, or has this value's own sign beside, is passed over.
    """
    owners = _learnt(parsed)
    for source in parsed.pages:
        for block, facet, held in _scoped(source, parsed.facets):
            folded = fold_phrase(_SIGNS.sub(" ", block.text))  # a host that has a region's name in it does not name it
            named = {one.value for one in mentions(folded, parsed.facets) if one.facet == facet.facet}
            if _COMPARES.search(folded) or (named - held and not _POSTAL.search(folded)):
                continue
            learnt = {sign: owners.get((facet.facet, sign.text), "") for sign in _signs(block)}
            signs = {**learnt, **_declared(block, facet)}
            for sign, value in signs.items():
                own = any(other.kind == sign.kind and theirs in held for other, theirs in signs.items())
                if value and value not in held and (not own or sign.kind == "place"):
                    whom = " and ".join(sorted(held))
                    message = f"{sign.written} belongs to {value}, and this holds for {whom}"
                    yield Finding(source.page.id, source.line_of(block, sign.written), "other-region", message)


def _scoped(source: Source, facets: Facets) -> Iterator[tuple[Block, Lexicon, set[str]]]:
    """Leaves that hold for some values of a facet only, and which."""
    for section in source.page.sections:
        for block, scope in placed(section):
            for facet in compiled(facets) if block.source and scope else ():
                held = _held(scope, facet)
                if held:
                    yield block, facet, held


def _held(scope: Scope, facet: Lexicon) -> set[str]:
    return {value for name, value in scope if name == facet.facet} if facet.is_place else set()


def _declared(block: Block, facet: Lexicon) -> Mapping[Sign, str]:
    """Signs of facets.toml in a block, and whose they are."""
    tokens = words_of(block.source)
    postal = bool(_POSTAL.search(block.text))
    found = {}
    for one in facet.mentions(tokens):
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
    """(facet, sign) → the value that it belongs to, where the content is consistent."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    lexicons = [facet for facet in compiled(parsed.facets) if facet.is_place]
    for source in parsed.pages:
        for section in source.page.sections:
            for block, scope in placed(section):
                for sign in dict.fromkeys(_signs(block)):
                    for facet in lexicons:
                        held = _held(scope, facet)
                        seen[facet.facet, sign.text][held.pop() if len(held) == 1 else ""] += 1
    owners = {}
    for key, counts in seen.items():
        value, most = max(counts.items(), key=lambda count: (count[0] != "", count[1]))
        if value and most >= ENOUGH and most >= MOST * (counts.total() - most):
            owners[key] = value
    return owners

"""Tags of other generators: how each is written, and what it opens or ends."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.markdown.attributes import JSX
from ingest.markdown.containers import BRANCHES, CONDITIONS, KNOWN

NAMES = "|".join(sorted(KNOWN, key=len, reverse=True))
PIECE = re.compile(
    r"\{%-?\s*(?P<liquid>[A-Za-z][\w-]*)(?P<liquid_args>(?:(?!%\}).){0,1000}?)-?%\}"
    r"|\{\{[<%]\s*(?P<hugo>/?\s*[A-Za-z][\w-]*)(?P<hugo_args>[^{}]*?)[%>]\}\}"
    r"|\{\{[-~]?\s*(?P<go>#\w+|/\w+|(?:if|range|with|block|define|end|else)\b)(?P<go_args>[^{}]*?)[-~]?\}\}"
    rf"|\{{(?P<brace>/?(?:{NAMES}))(?P<brace_args>(?::[\w-]+|\([^()]*\))?)\}}"
    rf"|<(?P<jsx>/?(?:(?=[A-Z][a-z])[\w.]+|(?:(?<=/)(?=(?:tab|note|cut)>)|(?=(?:tab|note|cut)\s))(?i:{NAMES})))"
    rf"(?P<jsx_args>\s{JSX})?/?>"
)
COLONS = re.compile(r"^\s*(?P<marks>:{3,})\s*(?P<brace>\{)?(?P<name>[A-Za-z][\w-]*)?\}?(?P<args>.*)$")

TABLES = {"|===": "|===", "#||": "||#"}
"""Tables of other markup: the line that opens one, and the line that closes it."""

IS_WHOLE = re.compile(r"/\s*(?:[%>]\}\}|>)$")
"""The end of a tag that holds nothing."""


class Piece(NamedTuple):
    """A tag of a generator."""

    name: str
    closes: bool
    args: str
    written: str
    form: str


def piece_of(found: re.Match[str]) -> Piece:
    """The tag that ``PIECE`` found."""
    form = next(form for form in ("liquid", "hugo", "go", "brace", "jsx") if found[form] is not None)
    name = found[form].lower()
    closes = (
        name.startswith("/") or (form == "liquid" and name.startswith("end") and name != "end") or found["go"] == "end"
    )
    if form == "go":  # {{#if}} is closed by {{/if}}, {{if}} by {{end}}
        name = name.strip("#/") if name[0] in "#/" else name if name in BRANCHES else "end"
    name = name.removeprefix("end") if form == "liquid" else name.lstrip("/ ").rsplit(".", 1)[-1]
    return Piece(name, closes, found[f"{form}_args"] or "", found[0], form)


def is_condition(piece: Piece) -> bool:
    """Whether a tag holds its content for some readers, or makes another of it."""
    return piece.name in CONDITIONS or piece.form == "go"


def ends(text: str) -> Iterator[str]:
    """What a line may end: names of conditions, ``:::``, the mark of a table."""
    colons = COLONS.match(text)
    if colons and (not colons["name"] or colons["name"].endswith("-end")):
        yield ":::"
    if text.strip() in TABLES.values():
        yield text.strip()
    yield from (piece.name for piece in map(piece_of, PIECE.finditer(text)) if piece.closes)

"""Leave out what a generator would have filled in: variables, includes, components, imports."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.diagnostic import Diagnostic
from ingest.markdown.attributes import JSX
from ingest.markdown.lines import Line

GAP = "…"
"""Stands where a variable stood within text."""

_TEMPLATE = re.compile(
    r"\{\{[<%](?P<reference>\s*(?:rel)?ref\s+\"(?P<to>[^\"]+)\"\s*)[>%]\}\}"
    r"|(?P<variable>\{\{(?![<%])[^{}\n]{1,200}\}\})"
    r"|\{\{[<%][^{}\n]*[>%]\}\}|\{%(?:(?!%\}).){0,1000}%\}|\{#\s.{0,1000}?#\}"
    r"|\[!INCLUDE\s{0,9}\[[^\[\]]{0,300}\]\([^()]{0,300}\)\]"
    r"|\[[^\[\]]{0,300}\]\([^()\s]{1,300}\s+[\"']:include[^()]{0,300}\)"
    rf"|<(?=[A-Z][a-z])[\w.]+(?:\s{JSX})?/>"
)
"""What a site fills in; a reference to a page is its address."""

_SNIPPET = re.compile(r"^\s*-{1,}8<-{1,}(?:\s.*)?$")
_IMPORT = re.compile(r"^(?:import\s+(?:[\"']|[\w{*].*?\sfrom\s+[\"'])|export\s+(?:const|default|function)\s)")
_LONG_IMPORT = re.compile(r"^import\s+(?:\w+\s*,\s*)?\{[^}]*$")
_IMPORT_END = re.compile(r"^\s*\}\s*from\s+[\"']")

LINES = 40
"""Lines of an import that is broken into lines."""


def without_templates(page: str, lines: Sequence[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """The lines without template code, and a report of each that is left out, at its first place."""
    kept: list[Line] = []
    reported: dict[str, Diagnostic] = {}
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.code or line.tag:
            kept.append(line)
            continue
        if end := _import_end(lines, at - 1):
            kept += (Line("", one.number) for one in lines[at - 1 : end])
            at = end
            continue
        text, left_out = filled(line.text)
        for written in left_out:
            found = f"{written.strip()} is filled in by the site, and what it stands for is not known here"
            fault = Diagnostic(page, line.number + 1, "unread-template", found, "write the text itself")
            reported.setdefault(written, fault)
        kept.append(line if text == line.text else replace(line, text=text))
    return kept, list(reported.values())


def filled(text: str) -> tuple[str, list[str]]:
    """A text without the template code outside of its code, and the pieces that were left out.

    >>> filled("Пишите в {{ place }}.")
    ('Пишите в ….', ['{{ place }}'])
    """
    if _SNIPPET.match(text):
        return "", [text]
    if not any(sign in text for sign in ("{{", "{%", "{#", "/>", "[!", ":include")):
        return text, []
    left_out: list[str] = []

    def gap(found: re.Match[str]) -> str:
        if found["reference"]:
            return found["to"]
        left_out.append(found[0])
        return GAP if found["variable"] else ""

    parts = list(_outside_code(text))
    written = "".join(part if code else _TEMPLATE.sub(gap, part) for part, code in parts)
    return ("" if left_out and not written.strip(f" {GAP}") else written), left_out


def _outside_code(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a line, and whether each is code: between two runs of equally many backticks."""
    runs = [found.span() for found in re.finditer("`+", text)]
    later: defaultdict[int, list[int]] = defaultdict(list)
    for number, (start, end) in reversed(list(enumerate(runs))):
        later[end - start].append(number)
    at = number = 0
    while number < len(runs):
        start, end = runs[number]
        same = later[end - start]
        while same and same[-1] <= number:
            same.pop()
        if same:
            yield text[at:start], False
            number, at = same[-1], runs[same[-1]][1]
            yield text[start:at], True
        number += 1
    yield text[at:], False


def _import_end(lines: Sequence[Line], at: int) -> int | None:
    """The index after an import of MDX that begins on a line; None if none does."""
    if _IMPORT.match(lines[at].text):
        return at + 1
    if _LONG_IMPORT.match(lines[at].text):
        for end in range(at + 1, min(at + LINES, len(lines))):
            if _IMPORT_END.match(lines[end].text):
                return end + 1
    return None

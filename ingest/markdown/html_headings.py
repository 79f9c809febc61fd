"""Headings written as HTML."""

import re
from collections.abc import Iterator, Sequence

from ingest.markdown.lines import Line

LONGEST = 4
"""Lines that such a heading may take."""

_OPENS = re.compile(r"^(?P<indent>\s*)<h(?P<level>[1-6])(?P<attributes>\s[^<>]*)?>(?P<rest>.*)$", re.IGNORECASE)
_ID = re.compile(r"(?<![\w-])id\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def html_headings(lines: Sequence[Line]) -> Iterator[Line]:
    """Write ``<h2 id="pay">How to pay?</h2>`` as ``## How to pay? {#pay}``, between empty lines."""
    at = 0
    while at < len(lines):
        line = lines[at]
        opens = None if line.code else _OPENS.match(line.text)
        ended = _ended(lines, at, opens) if opens else None
        if opens is None or ended is None:
            yield line
            at += 1
            continue
        text, rest, after = ended
        name = _ID.search(opens["attributes"] or "")
        mark = f" {{#{name[1]}}}" if name else ""
        yield Line("", line.number)
        if text:
            yield Line(f"{opens['indent']}{'#' * int(opens['level'])} {text}{mark}", line.number)
        yield Line("", line.number)
        if rest:
            yield Line(opens["indent"] + rest, lines[after - 1].number)
        at = after


def _ended(lines: Sequence[Line], at: int, opens: re.Match[str]) -> tuple[str, str, int] | None:
    """The heading's text, what follows on its last line, and the index of the next line; None if it has no end."""
    end = re.compile(rf"</h{opens['level']}\s*>", re.IGNORECASE)
    parts = [opens["rest"]]
    for after in range(at + 1, min(at + LONGEST, len(lines)) + 1):
        if found := end.search(parts[-1]):
            parts[-1], rest = parts[-1][: found.start()], parts[-1][found.end() :].strip()
            return " ".join(" ".join(parts).split()), rest, after
        if after == len(lines) or lines[after].code or not lines[after].text.strip():
            return None
        parts.append(lines[after].text)
    return None

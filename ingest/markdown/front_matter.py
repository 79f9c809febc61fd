"""A page's front matter: YAML between lines of ``---``, TOML between lines of ``+++``, or JSON."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ingest.diagnostic import Diagnostic
from ingest.fold import clean
from ingest.invisible import visible_references

LONGEST = 400
"""Lines among which its end is looked for."""

_LOOKS_LIKE_YAML = re.compile(r"^[\w-]+:|^\s|^-\s|^#")
_KEY = re.compile(r"^[\w.\"'-]+\s*[:=](?:\s|$)")
_ITEM = re.compile(r"^\s+\S|^[-#\]\[{}]")
_HEADING = re.compile(r"^(?:##|#\s)")
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page's front matter says."""

    title: str
    """Empty if it has none."""

    end: int
    """The number of the first line after it, counted from 0."""

    faults: tuple[Diagnostic, ...] = ()


class _Unreadable(Exception):
    """Why a front matter cannot be read, and the number of the line, counted from 0 below the opening one."""

    def __init__(self, found: str, line: int) -> None:
        super().__init__(found)
        self.found, self.line = found, line


def front_matter(page: str, lines: Sequence[str]) -> FrontMatter:
    """Read a page's front matter.

    Text between two rules that is no mapping is text. What is meant as front matter and cannot be read is taken off
    too, and reported, as is one that is never closed.
    """
    mark = lines[0].rstrip() if lines else ""
    if mark == "{":
        return _bare_json(lines)
    if mark not in _FORMS:
        return FrontMatter("", 0)
    ends, read = _FORMS[mark]
    end = next((at for at, line in enumerate(lines[1:LONGEST], start=1) if line.rstrip() in ends), 0)
    if not end or _has_headings(lines[1:end]):
        return _unclosed(page, lines, ends[0], read)
    try:
        tables = read(lines[1:end])
    except _Unreadable as exc:
        if mark == "---" and not all(_LOOKS_LIKE_YAML.match(text) for text in lines[1:end] if text.strip()):
            return _unclosed(page, lines, ends[0], read)
        number = min(exc.line + 1, end)
        fault = Diagnostic(page, number + 1, "front-matter", f"the front matter {exc.found}", "fix this line")
        return FrontMatter("", end + 1, (fault,))
    if not isinstance(tables, Mapping | None):
        return FrontMatter("", 0)
    return FrontMatter(_title(tables), end + 1)


def _has_headings(lines: Sequence[str]) -> bool:
    """Whether headings stand between empty lines: then the end that was found is a rule in the text."""
    return any(
        not above.strip() and _HEADING.match(line) and not below.strip()
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
    )


def _unclosed(page: str, lines: Sequence[str], mark: str, read: Callable[[Sequence[str]], Any]) -> FrontMatter:
    """Lines of keys below an opening line, up to the first that is empty or begins with the mark, are front matter."""
    ends = (at for at, line in enumerate(lines[1:LONGEST], start=1) if not line.strip() or line.startswith(mark))
    end = next(ends, len(lines[:LONGEST]))
    inside = lines[1:end]
    keys = [bool(_KEY.match(line)) for line in inside]
    if not inside or not keys[0] or not all(key or _ITEM.match(line) for key, line in zip(keys, inside, strict=True)):
        return FrontMatter("", 0)
    fault = Diagnostic(page, 1, "front-matter", "the front matter is never closed", f"add {mark} below it")
    try:
        tables = read(inside)
    except _Unreadable:
        tables = None
    return FrontMatter(_title(tables) if isinstance(tables, Mapping) else "", end, (fault,))


def _bare_json(lines: Sequence[str]) -> FrontMatter:
    """JSON from the first line on, without marks around it."""
    text = "\n".join(lines[:LONGEST])
    try:
        tables, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter("", 0)
    after = text.find("\n", end)
    if text[end : None if after < 0 else after].strip():
        return FrontMatter("", 0)
    return FrontMatter(_title(tables), text.count("\n", 0, end) + 1)


def _yaml(lines: Sequence[str]) -> Any:
    """What the lines say; every scalar, dates too, is text."""
    try:
        return yaml.load("\n".join(lines), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line if exc.problem_mark else 0
        raise _Unreadable(f"is not YAML ({exc.problem})", line) from exc
    except (yaml.YAMLError, RecursionError) as exc:
        raise _Unreadable("is not YAML", 0) from exc


def _toml(lines: Sequence[str]) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as exc:
        place = _TOML_LINE.search(str(exc))
        raise _Unreadable("is not TOML", int(place[1]) - 1 if place else 0) from exc


def _json(lines: Sequence[str]) -> Any:
    text = "\n".join(lines).strip()
    try:
        return json.loads(text if text.startswith("{") else f"{{{text}}}", strict=False)
    except json.JSONDecodeError as exc:
        raise _Unreadable("is not JSON", exc.lineno - 1) from exc
    except (ValueError, RecursionError) as exc:
        raise _Unreadable("is not JSON", 0) from exc


_FORMS: Mapping[str, tuple[tuple[str, ...], Callable[[Sequence[str]], Any]]] = {
    "---": (("---", "..."), _yaml),
    "---yaml": (("---",), _yaml),
    "---toml": (("---",), _toml),
    "---json": (("---",), _json),
    "+++": (("+++",), _toml),
    ";;;": ((";;;",), _json),
}
"""Opening line → closing lines, and what reads what is between."""


def _title(tables: Mapping[str, object] | None) -> str:
    r"""The title as text; what no file can hold, such as a lone ``\ud800``, is replaced by U+FFFD."""
    value = (tables or {}).get("title", "")
    if isinstance(value, dict | list):
        return ""
    text = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(clean(visible_references(text)).split())

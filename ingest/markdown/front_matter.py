"""A page's front matter: YAML between lines of ``---``, or TOML between lines of ``+++``."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ingest.diagnostic import Diagnostic
from ingest.markdown.lines import Line

LONGEST = 60
"""Lines among which its end is looked for."""

_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_LOOKS_LIKE_YAML = re.compile(r"^[\w-]+:|^\s|^-\s|^#")
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page's front matter says, and the page without it."""

    title: str
    """Empty if it has none."""

    lines: list[Line]
    """Of the page, less the front matter."""

    faults: tuple[Diagnostic, ...] = ()


class _Unreadable(Exception):
    """Why a front matter cannot be read, and the number of the line, counted from 0 below the opening one."""

    def __init__(self, found: str, line: int) -> None:
        super().__init__(found)
        self.found, self.line = found, line


def take_front_matter(page: str, lines: list[Line]) -> FrontMatter:
    """Take the front matter off a page and read its title.

    Text between two rules that is no mapping is text. What is meant as front matter and cannot be read is taken off
    too, and reported.
    """
    mark = lines[0].text.rstrip() if lines else ""
    ends = _ENDS.get(mark, ())
    end = next((at for at, line in enumerate(lines[1:LONGEST], start=1) if line.text.rstrip() in ends), 0)
    if not end:
        return FrontMatter("", lines)
    inside = [line.text for line in lines[1:end]]
    try:
        tables = _yaml(inside) if mark == "---" else _toml(inside)
    except _Unreadable as exc:
        if mark == "---" and not all(_LOOKS_LIKE_YAML.match(text) for text in inside if text.strip()):
            return FrontMatter("", lines)
        number = lines[min(exc.line + 1, end)].number
        fault = Diagnostic(page, number + 1, "front-matter", f"the front matter {exc.found}", "fix this line")
        return FrontMatter("", lines[end + 1 :], (fault,))
    if not isinstance(tables, Mapping | None):
        return FrontMatter("", lines)
    return FrontMatter(_text((tables or {}).get("title", "")), lines[end + 1 :])


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


def _text(value: object) -> str:
    r"""A scalar as text for a title; what no file can hold, such as a lone ``\ud800``, is replaced by U+FFFD."""
    if isinstance(value, dict | list):
        return ""
    text = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    return " ".join(text.split())

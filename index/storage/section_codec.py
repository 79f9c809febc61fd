"""Sections to JSON lines, and back the same.

A line is a section. A block is an array ``[kind, first line, end line, source, text, label, scope, children]`` whose
trailing defaults are left out; its text is null where it is the same as its source. A scope is a sorted array of
``[facet, value]``. Equal sections give equal bytes.
"""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from index.errors import BrokenIndex
from ingest.section import EVERYONE, Block, Kind, Scope, Section

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_DEFAULTS: list[Any] = ["", None, "", [], []]
_PLACED = 3
"""Leading entries that a block always has: kind and lines."""


def write_sections(path: Path, sections: Iterable[Section]) -> None:
    """Write one line a section, UTF-8, in the order given."""
    with path.open("wb") as file:
        file.writelines(encode(section) + b"\n" for section in sections)


def read_sections(path: Path, *, texts: dict[str, str] | None = None) -> list[Section]:
    """Read what ``write_sections`` wrote, in the same order.

    Args:
        path: The file.
        texts: Equal texts of blocks become one object, a quarter of their memory; here they can be found afterwards.

    Raises:
        BrokenIndex: naming file and line (from 1), if a line holds no section or the file cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as exc:
        raise BrokenIndex(path, f"cannot be read ({exc.strerror})") from exc
    if lines.pop():
        raise BrokenIndex(path, "is cut short")
    texts, sections = {} if texts is None else texts, []
    for number, line in enumerate(lines, start=1):
        try:
            sections.append(decode(line, texts))
        except (ValueError, RecursionError, TypeError, KeyError, IndexError, AttributeError) as exc:
            raise BrokenIndex(f"{path}:{number}", f"holds no section ({exc})") from exc
    return sections


def encode(section: Section) -> bytes:
    """One section as a line of JSON without its line break."""
    record = {
        "id": section.id,
        "page": section.page,
        "anchor": section.anchor,
        "title": section.title,
        "breadcrumb": section.breadcrumb,
        "lines": section.lines,
        "scopes": [sorted(scope) for scope in section.scopes],
        "blocks": [_flatten(block) for block in section.blocks],
    }
    # Half a surrogate pair cannot be written as UTF-8, but an escape in a page's HTML may name one.
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(line: bytes, texts: dict[str, str] | None = None) -> Section:
    """The section that ``encode`` was given; of its texts those that are known are taken, the others are added.

    Raises:
        ValueError, TypeError, KeyError, IndexError, AttributeError: if the line is something else.
    """
    record, one = json.loads(line), ({} if texts is None else texts).setdefault
    first, end = record["lines"]
    return Section(
        id=record["id"],
        page=record["page"],
        anchor=record["anchor"],
        title=record["title"],
        breadcrumb=tuple(record["breadcrumb"]),
        lines=(first, end),
        blocks=tuple([_build(entries, one) for entries in record["blocks"]]),
        scopes=tuple([_scope(tuple(map(tuple, pairs))) for pairs in record["scopes"]]),
    )


def _flatten(block: Block) -> list[Any]:
    text = None if block.text == block.source else block.text
    entries: list[Any] = [block.kind, *block.lines, block.source, text, block.label]
    entries += [sorted(block.scope), [_flatten(child) for child in block.children]]
    while len(entries) > _PLACED and entries[-1] == _DEFAULTS[len(entries) - _PLACED - 1]:
        entries.pop()
    return entries


def _build(entries: list[Any], one: Callable[[str, str], str]) -> Block:
    kind, first, end, source, text, label, pairs, children = entries + _DEFAULTS[len(entries) - _PLACED :]
    source = one(source, source)
    text = source if text is None else one(text, text)
    scope = _scope(tuple(map(tuple, pairs))) if pairs else EVERYONE
    inner = tuple([_build(child, one) for child in children]) if children else ()
    return Block(_KINDS[kind], (first, end), source, text, one(label, label), scope, inner)


@lru_cache(maxsize=1024)
def _scope(pairs: tuple[tuple[str, str], ...]) -> Scope:
    """Few scopes fill many blocks: one object for each."""
    return frozenset(pairs)

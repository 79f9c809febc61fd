"""Which of our modules imports which, read from the source with `ast`."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

Graph = Mapping[str, frozenset[str]]
"""Module → the modules of ours that it imports: at its top, inside a function, or under ``TYPE_CHECKING``."""


def module_name(path: Path) -> str:
    """``index.search`` for ``index/search.py``, ``index`` for ``index/__init__.py``."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def import_graph(rooms: tuple[str, ...]) -> Graph:
    """The imports among all modules of these rooms."""
    paths = {module_name(path): path for room in rooms for path in (ROOT / room).rglob("*.py")}
    return {module: frozenset(_imported(path)) & paths.keys() for module, path in paths.items()}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)  # a module, where one has this name


def chains(graph: Graph, start: str) -> dict[str, tuple[str, ...]]:
    """Module → a shortest chain of imports that leads to it from ``start``, both ends included."""
    found: dict[str, tuple[str, ...]] = {module: (start, module) for module in graph[start]}
    waiting = list(found)
    for module in waiting:  # grows while it is read
        for further in graph[module] - found.keys():
            found[further] = (*found[module], further)
            waiting.append(further)
    return found

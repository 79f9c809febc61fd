"""What is closed further down, and the branches of each condition: found before a page is translated."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.markdown.containers import BRANCHES
from ingest.markdown.generators.pieces import PIECE, ends, is_condition, piece_of
from ingest.markdown.lines import Line


@dataclass(slots=True)
class Survey:
    """Ends and branches of a page."""

    last_end: dict[str, int] = field(default_factory=dict)
    """Name of a container → the last line that ends one."""

    conditions: dict[tuple[int, int], list[tuple[str, str]]] = field(default_factory=dict)
    """Line and column of a condition → name and arguments of its branches."""

    def ends_below(self, name: str, line: int) -> bool:
        """Whether a line, or one below it, ends a container of this name."""
        return self.last_end.get(name, -1) >= line


def survey(lines: Iterable[Line]) -> Survey:
    """Find what is closed further down, and the branches of each condition."""
    result = Survey()
    opened: list[tuple[str, list[tuple[str, str]]]] = []
    names: Counter[str] = Counter()
    for line in lines:
        if line.code:
            continue
        for name in ends(line.text):
            result.last_end[name] = line.number
        for found in PIECE.finditer(line.text):
            piece = piece_of(found)
            if piece.name in BRANCHES and opened and not piece.closes:
                opened[-1][1].append((piece.name, piece.args))
            elif piece.closes and names[piece.name]:
                while names[piece.name]:
                    name, _ = opened.pop()
                    names[name] -= 1
                    if name == piece.name:
                        break
            elif not piece.closes and is_condition(piece):
                branches: list[tuple[str, str]] = []
                result.conditions[line.number, found.start()] = branches
                opened.append((piece.name, branches))
                names[piece.name] += 1
    return result

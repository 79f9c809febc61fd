"""Border lines, the common form to which every dialect rewrites its containers.

A dialect rewrites a page so that each border of a container (a tab set, a tab, a note, details) is a separate line.
Borders are balanced, and nothing inside a container is indented less than its opening border. The markdown-it plugin
here turns border lines into tokens ``tabs_open``, ``tab_open``, ``note_open``, ``details_open`` and their ``_close``
counterparts, so dialects need no markdown-it rules and the rules need not know any dialect.
"""

from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

Container = Literal["tabs", "tab", "note", "details"]

SENTINEL = "\ufdd0"
"""A Unicode noncharacter, which no interchanged text contains."""


@dataclass(frozen=True, slots=True)
class Border:
    """One border of a container."""

    kind: Container
    opens: bool
    label: str = ""
    """Openers: the tab's or details' caption as inline Markdown, or the note's kind."""

    def line(self, indent: int) -> str:
        """The border as a line of source."""
        return f"{' ' * indent}{SENTINEL}{self.kind}{SENTINEL}{'open' if self.opens else 'close'}{SENTINEL}{self.label}"


def read_border(line: str) -> Border | None:
    """The border that a line of source represents, if any."""
    stripped = line.lstrip(" ")
    if not stripped.startswith(SENTINEL):
        return None
    _, kind, state, label = stripped.split(SENTINEL, 3)
    return Border(kind, state == "open", label)  # type: ignore[arg-type]  # written by Border.line


def markers(md: MarkdownIt) -> None:
    """Add the rule for borders to a parser, before every block rule and able to interrupt each of them."""
    md.block.ruler.before("table", "border", _border, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _border(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    border = read_border(state.src[state.bMarks[start] : state.eMarks[start]])
    if border is None:
        return False
    if silent:
        return True
    indents: list[int] = state.env.setdefault("border_indents", [])
    if border.opens:
        token = state.push(f"{border.kind}_open", "", 1)
        indents.append(state.blkIndent)
        # Indentation inside counts from the opener; otherwise four more spaces would make it code.
        state.blkIndent = state.sCount[start]
    elif not indents:  # its opener was parsed as something else; drop the pair
        state.line = start + 1
        return True
    else:
        token = state.push(f"{border.kind}_close", "", -1)
        state.blkIndent = indents.pop()
    token.info = border.label
    token.map = [start, start + 1]
    token.block = True
    state.line = start + 1
    return True

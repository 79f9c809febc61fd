"""Lines that stand for a container's borders, so that every dialect reaches Markdown in one form.

A dialect rewrites a page so that each border of a container (a tab set, a tab, a note, details) is a line of its own,
balanced, with nothing inside indented less than its opener. The plugin here turns such lines into tokens
``tabs_open``, ``tab_open``, ``note_open``, ``details_open`` and their ``_close`` twins; a dialect never touches
markdown-it's rules and the rules never see a dialect's tags.
"""

from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

Container = Literal["tabs", "tab", "note", "details"]

SENTINEL = "\ufdd0"
"""A Unicode noncharacter: never in a text meant for interchange."""


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
    """The border that a line of source stands for, if it does."""
    stripped = line.lstrip(" ")
    if not stripped.startswith(SENTINEL):
        return None
    _, kind, state, label = stripped.split(SENTINEL, 3)
    return Border(kind, state == "open", label)  # type: ignore[arg-type]  # written by Border.line


def markers(md: MarkdownIt) -> None:
    """Teach a parser to read borders; put before every block rule, and able to interrupt each of them."""
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
        # What is inside counts its indentation from the opener, else four spaces more would make it code.
        state.blkIndent = state.sCount[start]
    elif not indents:  # its opener was read as something else; drop the pair rather than the page
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

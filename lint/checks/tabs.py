"""Tab sets: a value without a tab, a label that is no value, two tabs with the same text."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ingest.content.facets import Facet, Facets
from ingest.fold import fold_phrase
from ingest.markdown.blocks import inline_text
from ingest.markdown.split import walk
from ingest.scope.phrases import label
from ingest.scope.unread_labels import CODE
from ingest.section import EVERYONE, Block, Scope
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage, placed

_LIST = re.compile(r"<tablist\b[^<>]*>(?P<inside>.*?)</tablist>", re.DOTALL | re.IGNORECASE)
_TAB = re.compile(r"<tab(?:\s[^<>]*)?>(?P<label>.*?)</?tab>", re.DOTALL | re.IGNORECASE)

NEAR = 0.8
"""``difflib``'s ratio from which a label is taken for a misspelt name."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a tab list."""

    label: str
    line: int
    """Counted from 1."""
    scope: Scope


def tab_sets(parsed: Parsed) -> Iterator[Finding]:
    """Values without a tab, and labels that are no declared value.

    Sets are read from the tab lists, not from the sections, where a tab that begins with a heading is a section of its
    own. A value for which the whole set does not hold needs no tab.
    """
    for source in parsed.pages:
        yield from tab_faults(source, parsed.facets)


def tab_faults(source: ParsedPage, facets: Facets) -> Iterator[Finding]:
    """Those of one page."""
    sets = [one for section in source.page.sections for one in placed(section) if one[0].kind == "tabs"]
    for tabs in _lists(source, facets):
        line = tabs[0].line - 1
        outer = [scope for block, scope in sets if block.lines[0] <= line < block.lines[1]]
        scope = outer[-1] if outer else EVERYONE  # the innermost is last
        withheld = {fault.line for fault in source.page.diagnostics if fault.code == CODE} & {t.line for t in tabs}
        for facet in facets.facets if not withheld else ():
            unknown = [(tab, why) for tab in tabs if (why := _why_unknown(tab, tabs, facet))]
            for tab, why in unknown:
                yield Finding(source.page.id, tab.line, "tab-unknown", f"the label «{tab.label}» {why}")
            if not unknown:
                yield from _missing(source.page.id, tabs, scope, facet)


def same_tabs(parsed: Parsed) -> Iterator[Finding]:
    """Tabs of one set whose panels have the same text, including links and code."""
    for source in parsed.pages:
        for section in source.page.sections:
            for block in walk(section.blocks):
                if block.kind == "tabs":
                    yield from _same(source, block)


def _lists(source: ParsedPage, facets: Facets) -> Iterator[tuple[Tab, ...]]:
    text = "\n".join("" if number in source.code else line for number, line in enumerate(source.lines))
    for found in _LIST.finditer(text):
        tabs = []
        for tab in _TAB.finditer(text, found.start("inside"), found.end("inside")):
            name = inline_text(" ".join(tab["label"].split()))
            tabs.append(Tab(name, text.count("\n", 0, tab.start()) + 1, label(name, facets)[0]))
        if tabs:
            yield tuple(tabs)


def _missing(page: str, tabs: Sequence[Tab], outer: Scope, facet: Facet) -> Iterator[Finding]:
    named = {facet.by_name[found["name"]] for tab in tabs for found in facet.mention.finditer(fold_phrase(tab.label))}
    needed = {value for name, value in outer if name == facet.id} or {value.id for value in facet.values}
    absent = [value.label["ru"] for value in facet.values if value.id in needed - named]
    if absent and any(facet.id == name for tab in tabs for name, _ in tab.scope):
        others = ", ".join(f"«{tab.label}»" for tab in tabs)
        yield Finding(page, tabs[0].line, "tab-missing", f"no tab for «{'», «'.join(absent)}» beside {others}")


def _why_unknown(tab: Tab, tabs: Sequence[Tab], facet: Facet) -> str:
    folded = fold_phrase(tab.label)
    if tab.scope or facet.mention.search(folded):
        return ""
    name = facet.label["ru"]
    if folded.startswith(tuple(fold_phrase(word) + end for word in facet.label.values() for end in (" ", ":"))):
        return f"names no value of «{name}»"
    if near := _nearest_name(folded, tuple(facet.by_name)):
        return f"is nearly «{near}»"
    if any(facet.id == named for other in tabs for named, _ in other.scope):
        return f"is beside values of «{name}» but is not one of them"
    return ""


@lru_cache(maxsize=4096)
def _nearest_name(label: str, names: tuple[str, ...]) -> str:
    """The declared name that a word of the label nearly equals; empty if a word equals one."""
    words = (label, *label.split())
    if set(words) & set(names):
        return ""
    return next((one for word in words for one in difflib.get_close_matches(word, names, 1, NEAR)), "")


def _same(source: ParsedPage, tabs: Block) -> Iterator[Finding]:
    panels = [block for block in tabs.children if block.kind == "tab" and block.label]
    texts = [[(block.kind, fold_phrase(block.source)) for block in walk(panel.children)] for panel in panels]
    for first, second in combinations(range(len(panels)), 2):
        if texts[first] == texts[second] and any(text for _, text in texts[first]):
            names = f"the tabs «{panels[first].label}» and «{panels[second].label}»"
            yield Finding(source.page.id, panels[second].lines[0] + 1, "tabs-same", f"{names} have the same text")

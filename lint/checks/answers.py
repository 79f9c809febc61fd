"""Answers that are empty, only a link, or too long."""

import re
from collections.abc import Iterator, Sequence

from index.analysis.analyzer import lemma
from ingest.fold import fold, fold_phrase
from ingest.markdown.split import walk
from ingest.render.text import plain_text
from ingest.scope.phrases import one_sentence
from ingest.scope.unread_labels import CODE
from ingest.section import Block, Section
from lint.checks.tabs import tab_faults
from lint.finding import Finding
from lint.parsed_content import ParsedPage
from lint.views import Views

_LINK = re.compile(r"\[(?:\[[^\]]*\]|[^\]])*\]\([^)]*\)|<a\s.*?</a>|https?://\S+", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_POINTS = re.compile(
    r"(?:подробн|информац|сведени|процедур|описа|привед|размещ|раздел|стать|инструкц|страниц|воспольз|смотр|чита|прочита"
    r"|справк|найти|найд|находит|опублик|публику|документац|перейд|узна|ознаком|ссылк|полн|списо?к|отдельн|можно|see|read"
    r"|page|section|article|guide|instruct|more|find|follow|link|here|details)\w*"
    r"|см|о|об|в|во|на|из|по|с|к|и|это|эту|эт\w{1,3}|наш\w*|the|in|at|on|of|for|this|our|to"
)
"""Words that only refer to a page."""

_SAYS_WHERE = re.compile(
    r"(?:описан|приведен|изложен|размещен|опубликован|наход[ия]тся|находится|публику[ею]тся|рассмотрен)\w*"
    r"(?:\s+\w+)?\s+(?:в|на|по)\s",
)
"""«… описана в статье»: a sentence that says only where to read."""


def answers(seen: Views) -> Iterator[Finding]:
    """Sections that are empty for a reader, only link to a page, or are longer than an answer may be.

    Where a tab set has no tab for a value, ``lint.checks.tabs`` reports that, and not the answer that is empty for it.
    """
    section, line = seen.section, seen.section.lines[0] + 1
    empty = [view for view in seen.judged if section.anchor and _is_empty(view.blocks, section, seen.source)]
    if empty and not (len(empty) < len(seen.judged) and _is_told(seen)):
        yield seen.finding(empty, line, "answer-empty", f"there is no text under «{section.title}»")
    if seen.source.asks(section) and len(empty) < len(seen.judged):
        if _only_links(section):
            yield Finding(section.page, line, "answer-only-link", f"the answer to «{section.title}» is only a link")
        lengths = {view: len(plain_text(view.blocks).text) for view in seen.judged}
        if long := [view for view, length in lengths.items() if length > seen.longest]:
            most = max(lengths.values())
            message = f"the answer to «{section.title}» has {most} characters, and {seen.longest} are read"
            yield seen.finding(long, line, "answer-long", message)


def _is_told(seen: Views) -> bool:
    """Whether it is said already: a value has no tab, or what a label is about is withheld."""
    lines = {one.line - 1 for one in tab_faults(seen.source, seen.facets) if one.rule == "tab-missing"}
    lines |= {fault.line - 1 for fault in seen.source.page.diagnostics if fault.code == CODE}
    return any(line in lines for line in range(*seen.section.lines))


def _is_empty(blocks: Sequence[Block], section: Section, source: ParsedPage) -> bool:
    """Whether what a reader sees of a section has no text and no picture, and the section no subheading."""
    if plain_text(blocks).text.strip() or any("![" in block.source for block in walk(blocks)):
        return False
    at = next(at for at, heading in enumerate(source.headings) if heading.line == section.lines[0] + 1)
    below = source.headings[at + 1 : at + 2]
    return not below or below[0].level <= source.headings[at].level


def _only_links(section: Section) -> bool:
    """Whether it is a link with words that only refer to it or repeat the question, or one sentence that says where."""
    leaves = [block for block in walk(section.blocks) if not block.children]
    if any(block.kind not in ("paragraph", "item") for block in leaves):
        return False
    source = " ".join(block.source for block in leaves)
    if not _LINK.search(source) or "![" in source or "@" in source:
        return False
    asked = {lemma(word) for word in _words(section.title)}
    if all(_POINTS.fullmatch(word) or lemma(word) in asked for word in _words(_LINK.sub(" ", source))):
        return True
    text = " ".join(block.text for block in leaves)
    return one_sentence(text) and "," not in text and bool(_SAYS_WHERE.search(fold_phrase(text)))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))

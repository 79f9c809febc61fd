"""Answers that are empty, only a link, or too long."""

import re
from collections.abc import Iterator

from index.analysis.analyzer import lemma
from index.passages import LONGEST
from ingest.content.facets import Facets
from ingest.fold import fold, fold_phrase
from ingest.markdown.split import walk
from ingest.render.text import plain_text
from ingest.scope.phrases import one_sentence
from ingest.scope.project import exactly, project, variants
from ingest.section import Section
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage

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


def answers(parsed: Parsed) -> Iterator[Finding]:
    """Sections that are empty, only link to a page, or are longer than the encoder reads."""
    for source in parsed.pages:
        for section in source.page.sections:
            line = section.lines[0] + 1
            if section.anchor and _is_empty(section, source):
                message = f"there is no text under «{section.title}»"
                yield Finding(section.page, line, "answer-empty", message)
            elif source.asks(section):
                if _only_links(section):
                    message = f"the answer to «{section.title}» is only a link"
                    yield Finding(section.page, line, "answer-only-link", message)
                if (length := longest(section, parsed.facets)) > LONGEST:
                    message = f"the answer to «{section.title}» has {length} characters, and {LONGEST} are read"
                    yield Finding(section.page, line, "answer-long", message)


def longest(section: Section, facets: Facets) -> int:
    """Characters of the longest answer that any reader gets."""
    projected = (project(section, exactly(chosen)) for chosen in variants(section, facets))
    return max((len(plain_text(one.blocks).text) for one in projected if one), default=0)


def _is_empty(section: Section, source: ParsedPage) -> bool:
    """Whether it has no text, no picture, and no subheading."""
    if plain_text(section.blocks).text.strip() or any("![" in block.source for block in walk(section.blocks)):
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

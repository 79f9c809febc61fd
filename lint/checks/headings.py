"""Headings that repeat, skip a level, or leave a question inside the answer above."""

from collections import defaultdict
from collections.abc import Iterator

from ingest.fold import fold_phrase
from ingest.render.text import plain_text
from ingest.scope.phrases import contrasts
from ingest.section import Section
from lint.finding import Finding
from lint.parsed_content import Heading, Parsed, ParsedPage, scope_around


def repeated(parsed: Parsed) -> Iterator[Finding]:
    """The same question again on a page, or the same heading under the same parents.

    «Подготовка» under each of three tasks is fine, since the headings above differ.
    """
    for source in parsed.pages:
        first: dict[tuple[str, ...], Heading] = {}
        for heading in source.headings:
            name = fold_phrase(heading.text)
            asks = name.endswith("?") or (source.faq and heading.level == 2)
            key = (name,) if asks else (name, *heading.parents)
            known = first.setdefault(key, heading)
            if known is not heading:
                message = f"the heading «{heading.text}» is already at line {known.line}"
                yield Finding(source.page.id, heading.line, "heading-repeats", message)


def elsewhere(parsed: Parsed) -> Iterator[Finding]:
    """The same question on another FAQ page with another answer, reported at each but the first."""
    asked: dict[str, list[tuple[ParsedPage, Section]]] = defaultdict(list)
    for source in parsed.pages:
        for section in source.page.sections if source.faq else ():
            if section.anchor:
                asked[fold_phrase(section.title)].append((source, section))
    for places in asked.values():
        (first_source, first), *others = places
        for source, section in others:
            if source is first_source or contrasts(scope_around(first), [scope_around(section)]):
                continue
            if fold_phrase(plain_text(section.blocks).text) != fold_phrase(plain_text(first.blocks).text):
                where = f"{first.page}:{first.lines[0] + 1}"
                message = f"the question «{section.title}» has another answer at {where}"
                yield Finding(section.page, section.lines[0] + 1, "heading-elsewhere", message)


def levels(parsed: Parsed) -> Iterator[Finding]:
    """Levels that are skipped, and questions of a FAQ that are not sections."""
    for source in parsed.pages:
        above = 0
        for heading in source.headings:
            if above and heading.level > above + 1:
                message = f"«{heading.text}» is of level {heading.level} directly under level {above}"
                yield Finding(source.page.id, heading.line, "heading-skips", message)
            elif source.faq and heading.level > 2 and heading.text.rstrip().endswith("?"):
                message = f"the question «{heading.text}» is part of the answer to «{heading.parents[-1]}»"
                yield Finding(source.page.id, heading.line, "question-inside", message)
            above = heading.level

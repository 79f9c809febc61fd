"""Sentences that give the same readers different numbers or addresses for the same fact."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.analysis.analyzer import lemma
from ingest.content.facets import Facets
from ingest.fold import fold_line
from ingest.render.text import plain_text
from ingest.section import Block, Section
from lint.finding import Finding
from lint.parsed_content import Parsed
from lint.readers import readers_of, scopes_of, told
from lint.views import views_of

FEWEST = 4
"""Words, besides number and unit, that a sentence must have to be compared."""

_UNITS = {
    "day": r"(?:рабоч\w+ |календарн\w+ )?(?:дн\w+|день|сут\w+)|days?",
    "hour": r"час\w*|hours?",
    "minute": r"мин(?:ут\w*)?|minutes?",
    "month": r"месяц\w*|months?",
    "year": r"лет|год\w*|years?",
    "percent": r"%|процент\w*|percent",
    "gb": r"гб|гиб|gb|gib",
    "tb": r"тб|тиб|tb|tib",
    "mb": r"мб|миб|mb|mib",
    "rouble": r"руб\w*|₽|rub",
    "tenge": r"тенге|₸|kzt",
    "piece": r"штук\w*",
    "time": r"раз\w?|times?",
    "sign": r"символ\w*|знак\w*",
    "user": r"пользовател\w+",
    "project": r"проект\w*",
    "machine": r"виртуальн\w+ машин\w*|вм",
    "disk": r"диск\w*",
    "address": r"ip-адрес\w*",
}
_QUANTITY = re.compile(
    r"(?<![\w.,:/-])(?P<number>\d+(?:[ .,]\d+)*)[ -]?(?:"
    + "|".join(f"(?P<{unit}>{forms})" for unit, forms in _UNITS.items())
    + r")(?!\w)"
)
_MAIL = re.compile(r"(?P<mail>(?P<number>[\w.+-]+@[\w-]+(?:\.[\w-]+)+))")
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SUPPOSES = re.compile(r"(?<!\w)(?:пример\w*|например|допустим|пусть|если|укажите|example)(?!\w)")
"""Words of an example or a condition; such a sentence states no fact."""

_EXAMPLE = re.compile(r"(?<![\w.@/-])(?:пример(?:ы|а|е|ов)?|examples?)(?!\w)")
"""Words of a section that tells made-up cases; it states no facts."""

_ABOUT = re.compile(r"(?<!\w)(?:не (?:более|менее|позднее|ранее)(?: чем)?|в течение|до|около|примерно|всего)(?!\w)")
"""Words that introduce a number; they are not part of the subject."""

_SMALL = frozenset(
    ["а", "и", "в", "во", "на", "с", "со", "к", "ко", "от", "из", "у", "за", "по", "о", "об", "для", "при"]
)
"""Function words."""


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A sentence that states a number or an e-mail address."""

    section: Section
    block: Block
    within: tuple[int, ...]
    """Which tabs, details and headings of the section it stands in: the first line of each, outermost first."""
    line: int
    """Counted from 1."""
    number: str
    sentence: str


def contradictions(parsed: Parsed) -> Iterator[Finding]:
    """Facts with the same subject and unit and another number, and the readers who get both.

    The heuristic prefers a missed fault to a false one: a fact is a sentence outside tables and code that has exactly
    one number, with a unit, or one e-mail address, at least ``FEWEST`` other words, and no «например», «если» or
    «укажите». Two facts have the same subject if they have the same words, apart from inflection and order. Facts that
    no reader gets together do not contradict each other, and neither do those of one section under different tabs,
    details, headings, notes or items. A section with an example states no facts.
    """
    known: dict[tuple[str, frozenset[str]], list[Fact]] = defaultdict(list)
    for subject, fact in _facts(parsed):
        for other in known[subject]:
            if _differ(other, fact) and (readers := _of_both(other, fact, parsed.facets)):
                message = f"«{fact.sentence}», but {other.section.page}:{other.line} says {other.number}"
                yield Finding(fact.section.page, fact.line, "number-differs", message, readers=readers)
                break
        known[subject].append(fact)


def _facts(parsed: Parsed) -> Iterator[tuple[tuple[str, frozenset[str]], Fact]]:
    for source in parsed.pages:
        for section in source.page.sections:
            if any(_EXAMPLE.search(fold_line(text)) for text in (section.title, plain_text(section.blocks).text)):
                continue
            for block, within in _paragraphs(section.blocks, ()):
                if not _DIGIT.search(block.text) and "@" not in block.text:
                    continue
                for sentence in _SENTENCE.split(block.text):
                    subject = _subject(sentence)
                    if subject:
                        unit, words, number = subject
                        unit += f" {section.page}" if "@" in number else ""
                        line = source.line_of(block, number)
                        yield (unit, words), Fact(section, block, within, line, number, sentence.strip())


def _paragraphs(blocks: Sequence[Block], within: tuple[int, ...]) -> Iterator[tuple[Block, tuple[int, ...]]]:
    here = within
    for block in blocks:
        if block.kind == "paragraph":
            yield block, here
        if block.kind == "heading":
            here = (*within, block.lines[0])
        apart = block.kind in ("tab", "details", "item", "cell", "note")
        yield from _paragraphs(block.children, (*here, block.lines[0]) if apart else here)


def _subject(sentence: str) -> tuple[str, frozenset[str], str] | None:
    """The unit, the subject's words and the number of a sentence that states a fact."""
    folded = fold_line(sentence)
    found = _QUANTITY.search(folded) or _MAIL.search(folded)
    if found is None:
        return None
    rest = _ABOUT.sub(" ", folded[: found.start()] + " " + folded[found.end() :])
    if _DIGIT.search(rest) or "@" in rest or _SUPPOSES.search(rest):
        return None
    words = frozenset(lemma(word) for word in _WORD.findall(rest)) - _SMALL
    return (found.lastgroup or "", words, found["number"]) if len(words) >= FEWEST else None


def _differ(one: Fact, other: Fact) -> bool:
    """Whether two facts on one subject give another number, and are not two cases side by side."""
    length = min(len(one.within), len(other.within))
    apart = one.section is other.section and one.within[:length] != other.within[:length]
    return one.number.replace(" ", "") != other.number.replace(" ", "") and not apart


def _of_both(one: Fact, other: Fact, facets: Facets) -> str:
    """The readers who get two facts, as `lint.readers.told` names them; empty if there are none."""
    readers = readers_of([*scopes_of(one.section), *scopes_of(other.section)], facets)
    first = [view.reader for view in views_of(one.section, readers) if view.has(one.block)]
    both = [view.reader for view in views_of(other.section, first) if view.has(other.block)]
    return told(both, readers, facets) if both else ""

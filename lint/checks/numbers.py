"""Sections that give different numbers for the same fact."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from index.analysis.analyzer import lemma
from ingest.fold import fold_line
from ingest.scope.phrases import contrasts
from ingest.section import Scope
from lint.finding import Finding
from lint.parsed_content import Parsed, placed

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
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SUPPOSES = re.compile(r"(?<!\w)(?:пример\w*|например|допустим|пусть|если|укажите|example)(?!\w)")
"""Words of an example or a condition; such a sentence states no fact."""

_ABOUT = re.compile(r"(?<!\w)(?:не (?:более|менее|позднее|ранее)(?: чем)?|в течение|до|около|примерно|всего)(?!\w)")
"""Words that introduce a number; they are not part of the subject."""

_SMALL = frozenset(
    ["а", "и", "в", "во", "на", "с", "со", "к", "ко", "от", "из", "у", "за", "по", "о", "об", "для", "при"]
)
"""Function words."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that states a number."""

    section: str
    line: int
    page: str
    number: str
    sentence: str
    scope: Scope


def contradictions(parsed: Parsed) -> Iterator[Finding]:
    """Facts of different sections with the same subject and unit and another number.

    The heuristic prefers a missed fault to a false one: a fact is a sentence outside tables and code that has exactly
    one number, with a unit, at least ``FEWEST`` other words, and no «например», «если» or «укажите». Two facts have the
    same subject if they have the same words, apart from inflection and order. Facts for readers with different facet
    values do not contradict each other.
    """
    known: dict[tuple[str, frozenset[str]], list[Fact]] = defaultdict(list)
    for subject, fact in _facts(parsed):
        other = next((one for one in known[subject] if _contradict(one, fact)), None)
        if other:
            where = f"{other.page}:{other.line}"
            yield Finding(fact.page, fact.line, "number-differs", f"«{fact.sentence}», but {where} says {other.number}")
        known[subject].append(fact)


def _facts(parsed: Parsed) -> Iterator[tuple[tuple[str, frozenset[str]], Fact]]:
    for source in parsed.pages:
        for section in source.page.sections:
            for block, scope in placed(section):
                if block.kind != "paragraph" or not _DIGIT.search(block.text):
                    continue
                for sentence in _SENTENCE.split(block.text):
                    subject = _subject(sentence)
                    if subject:
                        unit, words, number = subject
                        line = source.line_of(block, number)
                        yield (unit, words), Fact(section.id, line, section.page, number, sentence.strip(), scope)


def _subject(sentence: str) -> tuple[str, frozenset[str], str] | None:
    """The unit, the subject's words and the number of a sentence that states a fact."""
    folded = fold_line(sentence)
    found = _QUANTITY.search(folded)
    if found is None or _SUPPOSES.search(folded):
        return None
    rest = _ABOUT.sub(" ", folded[: found.start()] + " " + folded[found.end() :])
    if _DIGIT.search(rest):
        return None
    words = frozenset(lemma(word) for word in _WORD.findall(rest)) - _SMALL
    return (found.lastgroup or "", words, found["number"]) if len(words) >= FEWEST else None


def _contradict(one: Fact, other: Fact) -> bool:
    differ = one.number.replace(" ", "") != other.number.replace(" ", "")
    return differ and one.section != other.section and not contrasts(one.scope, [other.scope])

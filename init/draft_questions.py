"""Draft questions on every section from its own words, for people to rewrite."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from math import log

from eval.labels.question_file import Label, Question
from eval.leaks.foreign import foreign
from eval.leaks.fragment import fold, holds, is_address
from index.analysis.analyzer import lemma, tokenise
from index.analysis.dictionary import russian
from ingest.content.facets import Facets
from ingest.render.text import plain_text
from ingest.scope.project import differs_by, exactly, project
from ingest.section import Block, Chosen, Section

NOTE = "drafted; edit"

DETAIL = 5
"""Most words in a question on a detail."""

FEWEST = 3
"""Fewest words in one."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
"""OpenCorpora's parts of speech of function words."""

_TURNING = frozenset({"не", "нет", "без", "кроме", "not", "no", "without", "except"})
"""Function words that change what a question means."""

_ASKING = frozenset(
    {
        *("как", "где", "когда", "почему", "сколько", "куда", "откуда", "зачем", "если", "ли", "можно", "нужно"),
        *("how", "what", "why", "where", "when", "which", "who", "can", "do", "does", "is", "are", "be", "my", "our"),
        *("your", "to", "the", "a", "an", "of", "in", "on", "for", "and", "or", "with", "i", "we", "you", "it"),
    }
)


def as_jsonl(questions: Iterable[Question]) -> str:
    """A question file's text."""
    rows = ({name: value for name, value in asdict(one).items() if value} for one in questions)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def drafts(sections: Sequence[Section], facets: Facets) -> list[Question]:
    """Up to two questions on each section that is not empty, and more on those that differ by a facet.

    - On its subject: the content words of its heading; if several sections have that heading, after those of the
      heading above it. Text before the first heading gets none.
    - On a detail: the rarest words, in their order, of the paragraph, list item or row whose words are the rarest in
      the content, less those of the heading. Only text that holds for everyone is used.
    - For each value of each facet by which the section differs: the first question again. The addresses for that
      value must be in the answer, and those for other values must not.

    Ids are made from the section's id, so they change only when the page's name or the heading changes.
    """
    titles = Counter(fold(section.title) for section in sections)
    spread = Counter(word for section in sections for word in set(_lemmas(plain_text(section.blocks).text)))
    rarity = {word: log(len(sections) / count) for word, count in spread.items()}
    of_others = foreign(sections, facets)
    theirs = {
        facet: {value: [text for text in of_others({facet: value}) if is_address(fold(text))] for value in values}
        for facet, values in facets.values().items()
    }
    found: list[Question] = []
    for section in sections:
        if not section.blocks:
            continue
        detail = _detail(section, rarity)
        if section.anchor:
            about = _about(section, repeated=titles[fold(section.title)] > 1)
            found.append(_question(section, "heading", about))
        else:
            about = detail  # its title is made from the file's name
        if detail:
            found.append(_question(section, "detail", detail))
        for facet in differs_by(section) if about else ():
            found += _by_value(section, about, facet, theirs[facet])
    return found


def _question(
    section: Section,
    kind: str,
    query: str,
    *,
    facets: Chosen | None = None,
    must: Iterable[str] = (),
    must_not: Iterable[str] = (),
) -> Question:
    return Question(
        id=f"{sha256(section.id.encode()).hexdigest()[:10]}-{kind}",
        query=query,
        region=None,
        facets=facets or {},
        type=f"{next(iter(facets))}_filter" if facets else "keyword",
        expect=(Label(section.page, section.title),),
        must=tuple(sorted(must)),
        must_not=tuple(sorted(must_not)),
        note=NOTE,
    )


def _by_value(section: Section, about: str, facet: str, theirs: Mapping[str, Sequence[str]]) -> Iterator[Question]:
    """One question for each value of a facet for which the section has an answer.

    Args:
        section: It differs by the facet.
        about: The question.
        facet: Id of the facet.
        theirs: Value → addresses in the content that its readers must not see.
    """
    everything = fold(plain_text(section.blocks).text)
    for value, foreigners in theirs.items():
        projected = project(section, exactly({facet: value}))
        if projected is None or not projected.blocks:
            continue
        text = fold(plain_text(projected.blocks).text)
        must = {one for other in theirs if other != value for one in theirs[other] if holds(text, fold(one))}
        must_not = {one for one in foreigners if holds(everything, fold(one))}
        yield _question(section, f"{facet}-{value}", about, facets={facet: value}, must=must, must_not=must_not)


def _about(section: Section, *, repeated: bool) -> str:
    above = section.breadcrumb[-1:] if repeated else ()
    return " ".join(word for title in (*above, section.title) for word in _content_words(title)) or section.title


def _content_words(text: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    kept = [word for word in words if word in _TURNING or (word not in _ASKING and not _parts(word) & _FUNCTION)]
    return kept or words


def _detail(section: Section, rarity: Mapping[str, float]) -> str:
    told = set(_lemmas(" ".join((*section.breadcrumb, section.title))))
    best, query = 0.0, ""
    for text in _leaves(section.blocks):
        words: dict[str, str] = {}
        for word in _content_words(text):
            if _names(word) and (base := lemma(word)) in rarity and base not in told:
                words.setdefault(base, word)
        rarest = sorted(words, key=lambda base: (-rarity[base], base))[:DETAIL]
        total = sum(rarity[base] for base in rarest)
        if len(rarest) >= FEWEST and total > best:
            best, query = total, " ".join(word for base, word in words.items() if base in rarest)
    return query


def _names(word: str) -> bool:
    """Whether it may name the detail's subject: a noun, or a word that is not Russian."""
    parts = _parts(word)
    return len(word) > 2 and (not parts or "NOUN" in parts)


@cache
def _parts(word: str) -> frozenset[str]:
    return russian().parts(word)


def _leaves(blocks: Iterable[Block]) -> Iterator[str]:
    """Texts that hold for everyone, without code; a row of a table is one text."""
    for block in blocks:
        if block.scope or block.kind == "code":
            continue
        if block.kind == "row":
            yield " ".join(cell.text for cell in block.children)
            continue
        yield from filter(None, [block.text])
        yield from _leaves(block.children)


def _lemmas(text: str) -> list[str]:
    return [lemma(token) for token in tokenise(text)]

"""Export traffic as question files: positive feedback as labels, the rest as drafts to label."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from traffic.insight import ListName, Row, key

LIKED, DRAFT = "liked", "draft"
"""Types of the questions. `otvet eval` reports each type separately, so that drafts are not mistaken for labels."""

FOUND: Mapping[ListName, str] = {
    "nothing": "ничего не нашлось",
    "disliked": "показанное не помогло",
    "unsure": "показано с пометкой «возможно»",
    "asked": "никто не сказал, что ответ помог",
    "liked": "помогло не всем, или такого раздела больше нет",
}
LABEL_IT = "впишите в expect раздел, который отвечает, или оставьте пустым, если такого нет"


class SectionLabel(NamedTuple):
    """A section, as question files name it."""

    page: str
    section: str


Asked = tuple[str, tuple[tuple[str, str], ...]]
"""A wording's key, and facet and value of what was chosen, in order."""

Labels = Mapping[Asked, str]
"""What was asked → id of the section that readers found helpful then."""


def labels(lists: Mapping[ListName, Sequence[Row]]) -> Labels:
    """The section with the most positive feedback per question, if it helped more often than not."""
    said: defaultdict[Asked, Counter[str]] = defaultdict(Counter)
    for rows, vote in ((lists["liked"], 1), (lists["disliked"], -1)):
        for row in rows:
            for seen, count in row.seen.items():
                said[asked_for(row)][seen.section] += vote * count
    best = {asked: max(sections.items(), key=lambda item: (item[1], item[0])) for asked, sections in said.items()}
    return {asked: section for asked, (section, votes) in best.items() if votes > 0}


def question_lines(
    name: ListName,
    rows: Sequence[Row],
    known: Labels,
    headings: Mapping[str, SectionLabel],
    facets: Mapping[str, Collection[str]],
) -> Iterator[str]:
    """A list's rows as lines of a question file.

    A question file has no mark for unlabelled questions: an empty ``expect`` means that no section answers. A question
    without positive feedback therefore has the type ``draft`` and a note that says what happened and what to write.

    Args:
        name: The list's name; the prefix of the ids, which are stable between exports.
        rows: Its rows.
        known: As `labels`.
        headings: Section id → its heading, for the current sections.
        facets: Facet → values that the index knows; what else was chosen is left out.
    """
    for row in by_choice(rows):
        heading = headings.get(known.get(asked_for(row), ""))
        line = {
            "id": f"{name}-{digest(row)}",
            "query": row.query,
            "facets": {facet: value for facet, value in row.facets.items() if value in facets.get(facet, ())},
            "type": LIKED if heading else DRAFT,
            "expect": [heading._asdict()] if heading else [],
            "note": f"читателям помогло, спрашивали раз: {row.count}" if heading else drafted(name, row, headings),
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def drafted(name: ListName, row: Row, headings: Mapping[str, SectionLabel]) -> str:
    """The note for the person who labels the question."""
    shown = [headings[seen.section].section for seen in row.seen if seen.section in headings]
    first = f" Показан раздел «{shown[0]}»." if shown else ""
    return f"Черновик: {FOUND[name]}, раз: {row.count}.{first} Здесь {LABEL_IT}."


def by_choice(rows: Sequence[Row]) -> list[Row]:
    """The rows, one for each wording and choice, most asked first."""
    found: dict[Asked, Row] = {}
    for row in rows:
        kept = found.setdefault(asked_for(row), replace(row, seen=Counter()))
        kept.seen.update(row.seen)
    return sorted(found.values(), key=lambda row: (-row.count, *asked_for(row)))


def asked_for(row: Row) -> Asked:
    """What makes two rows one question."""
    return key(row.query), tuple(sorted(row.facets.items()))


def digest(row: Row) -> str:
    """Ten hexadecimal digits of the wording and the choice."""
    wording, choice = asked_for(row)
    chosen = "&".join(f"{facet}={value}" for facet, value in choice)
    return hashlib.sha256(f"{chosen}\n{wording}".encode()).hexdigest()[:10]

"""Export traffic as question files: positive feedback as labels, the rest as drafts to label."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from traffic.insight import ListName, Row, key

REGION = "region"
"""The facet that a question file has a field for; rows that differ in others only become one question."""

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


Labels = Mapping[tuple[str, str], str]
"""Wording's key and region → id of the section that readers found helpful there."""


def labels(lists: Mapping[ListName, Sequence[Row]]) -> Labels:
    """The section with the most positive feedback per question, if it helped more often than not."""
    said: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for rows, vote in ((lists["liked"], 1), (lists["disliked"], -1)):
        for row in rows:
            for seen, count in row.seen.items():
                said[asked_for(row)][seen.section] += vote * count
    best = {asked: max(sections.items(), key=lambda item: (item[1], item[0])) for asked, sections in said.items()}
    return {asked: section for asked, (section, votes) in best.items() if votes > 0}


def question_lines(
    name: ListName, rows: Sequence[Row], known: Labels, headings: Mapping[str, SectionLabel], regions: Collection[str]
) -> Iterator[str]:
    """A list's rows as lines of a question file.

    A question file has no mark for unlabelled questions: an empty ``expect`` means that no section answers. A question
    without positive feedback therefore has the type ``draft`` and a note that says what happened and what to write.

    Args:
        name: The list's name; the prefix of the ids, which are stable between exports.
        rows: Its rows.
        known: As `labels`.
        headings: Section id → its heading, for the current sections.
        regions: Region ids that the index knows; another region is left out.
    """
    for row in by_region(rows):
        heading = headings.get(known.get(asked_for(row), ""))
        region = row.facets.get(REGION)
        line = {
            "id": f"{name}-{digest(row)}",
            "query": row.query,
            "region": region if region in regions else None,
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


def by_region(rows: Sequence[Row]) -> list[Row]:
    """The rows, one for each wording and region, most asked first."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        kept = found.setdefault(asked_for(row), replace(row, seen=Counter()))
        kept.seen.update(row.seen)
    return sorted(found.values(), key=lambda row: (-row.count, *asked_for(row)))


def asked_for(row: Row) -> tuple[str, str]:
    """The wording's key, and the region; empty if none was chosen."""
    return key(row.query), row.facets.get(REGION, "")


def digest(row: Row) -> str:
    """Ten hexadecimal digits of the wording and the region."""
    wording, region = asked_for(row)
    return hashlib.sha256(f"{region}\n{wording}".encode()).hexdigest()[:10]

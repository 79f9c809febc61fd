"""Traffic as question files: what readers said is right as a label, the rest as drafts for a person to label."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from traffic.insight import ListName, Row, key

LIKED, DRAFT = "liked", "draft"
"""Types of the questions. `otvet eval` reports each by itself, so that drafts do not pass for labels."""

FOUND: Mapping[ListName, str] = {
    "nothing": "ничего не нашлось",
    "disliked": "показанное не помогло",
    "unsure": "показано с пометкой «возможно»",
    "asked": "никто не сказал, что ответ помог",
    "liked": "помогло не всем, или такого раздела больше нет",
}
LABEL_IT = "впишите в expect раздел, который отвечает, или оставьте пустым, если такого нет"


class Heading(NamedTuple):
    """A section, as question files name it."""

    page: str
    section: str


Labels = Mapping[tuple[str, str], str]
"""Wording's key and region → id of the section that readers found helpful there."""


def labels(lists: Mapping[ListName, Sequence[Row]]) -> Labels:
    """What readers' words say is right: the section that helped most, if it helped more often than it did not."""
    said: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for rows, worth in ((lists["liked"], 1), (lists["disliked"], -1)):
        for row in rows:
            for seen, count in row.seen.items():
                said[key(row.query), row.region][seen.section] += worth * count
    best = {asked: max(sections.items(), key=lambda item: (item[1], item[0])) for asked, sections in said.items()}
    return {asked: section for asked, (section, worth) in best.items() if worth > 0}


def question_lines(
    name: ListName, rows: Sequence[Row], known: Labels, headings: Mapping[str, Heading], regions: Collection[str]
) -> Iterator[str]:
    """A list's rows as lines of a question file.

    A question file cannot say «not labelled yet»: an empty ``expect`` says that no section answers. So a question which
    no reader labelled is of type ``draft``, with a note that says what happened and what to write.

    Args:
        name: The list's name; begins the ids, which stay the same from one export to the next.
        rows: What is in it.
        known: As `labels`.
        headings: Section id → what to call it, of the sections that there are now.
        regions: Region ids that the index knows; another region is left out.
    """
    for row in rows:
        heading = headings.get(known.get((key(row.query), row.region), ""))
        line = {
            "id": f"{name}-{digest(row)}",
            "query": row.query,
            "region": row.region if row.region in regions else None,
            "type": LIKED if heading else DRAFT,
            "expect": [heading._asdict()] if heading else [],
            "note": f"читателям помогло, спрашивали раз: {row.count}" if heading else drafted(name, row, headings),
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def drafted(name: ListName, row: Row, headings: Mapping[str, Heading]) -> str:
    """What a person who labels the question should know."""
    shown = [headings[seen.section].section for seen in row.seen if seen.section in headings]
    first = f" Показан раздел «{shown[0]}»." if shown else ""
    return f"Черновик: {FOUND[name]}, раз: {row.count}.{first} Здесь {LABEL_IT}."


def digest(row: Row) -> str:
    """Ten hexadecimal digits of the wording and the region."""
    return hashlib.sha256(f"{row.region}\n{key(row.query)}".encode()).hexdigest()[:10]

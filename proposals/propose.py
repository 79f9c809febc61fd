"""Propose changes to the content, from a month of questions and feedback."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from eval.labels.contamination import nearly_same
from index.storage.bundle import Bundle
from proposals.errors import NoTraffic
from proposals.evidence import by_chance, read
from proposals.gaps import VOTES, Gap, gaps, pointed
from proposals.missing_words import ContentLemmas, content_lemmas, synonyms
from proposals.proposal import Proposal
from traffic.groups import Encode
from traffic.record import Feedback, QueryRecord
from traffic.store import Store

OFTEN = 5
"""Times that the same query must fail for a pin to be proposed."""

TEXTS = 5
"""Most alternates of one proposal."""

EVER = 36_500
"""Days and thousands of rows: reading removes nothing that the server keeps."""

MASK = "["
"""In a query, replaces something private."""


def propose(
    asked: Sequence[QueryRecord],
    feedback: Sequence[Feedback],
    *,
    meanings: Encode,
    words: ContentLemmas,
    sections: Collection[str],
) -> list[Proposal]:
    """All changes that the traffic supports; most asked first, ties by id.

    Args:
        asked: The recorded questions.
        feedback: The recorded feedback.
        meanings: As `traffic.groups.Meanings`.
        words: The content's.
        sections: Ids of the sections that there are now; no other is pointed to.
    """
    rows, behind = read(asked, feedback)
    found = list(gaps(rows, behind, by_chance(asked), meanings=meanings, words=words, sections=sections))
    proposals = [proposal for gap in found for proposal in _of_gap(gap)]
    for section in sorted({gap.section for gap in found if gap.section}):
        ours = {one.query: one for gap in found if gap.section == section for one in gap.members}
        others = [one for one in behind.values() if one.query not in ours]
        proposals += synonyms(section, list(ours.values()), others, words)
    return sorted({one.id: one for one in proposals}.values(), key=lambda one: (-one.count, one.id))


def _of_gap(gap: Gap) -> Iterator[Proposal]:
    missed = [one for one in gap.members if one.failed and MASK not in one.query]
    texts = _different(one.query for one in missed)[:TEXTS]
    if not texts:
        return
    behind = tuple(gap.members)
    if gap.section is not None:
        yield Proposal("alternate", gap.section, texts, behind)
        for one in missed:
            if one.failed >= OFTEN and pointed([one], {}).get(gap.section, 0) >= VOTES:
                yield Proposal("pin", gap.section, (one.query,), (one,))
    elif gap.votes < VOTES:
        yield Proposal("missing", "", _different([gap.name, *texts])[:TEXTS], behind)


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts less those that nearly equal one before them: a slip of the finger apart."""
    kept: list[str] = []
    for text in texts:
        if not any(nearly_same(text, other) for other in kept):
            kept.append(text)
    return tuple(kept)


def from_store(path: Path, bundle: Bundle, meanings: Encode) -> list[Proposal]:
    """What all the traffic in a file speaks for, about the sections of an index.

    Raises:
        NoTraffic: there is no such file, or nothing was asked.
        TrafficError: it cannot be read.
    """
    if not path.is_file():
        raise NoTraffic(path)
    ever = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    with Store(path, keep_days=EVER, keep_rows=EVER * 1000) as store:
        asked, feedback = store.asked(*ever), store.feedback(*ever)
    if not asked:
        raise NoTraffic(path)
    names = [section.id for section in bundle.sections]
    words = content_lemmas((names[one.section], f"{one.lead} {one.text}") for one in bundle.passages)
    anchored = {section.id for section in bundle.sections if section.anchor}
    return propose(asked, feedback, meanings=meanings, words=words, sections=anchored)

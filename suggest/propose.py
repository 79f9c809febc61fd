"""Propose what to change, from a month of questions and readers' words on the answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.bundle import Bundle
from suggest.errors import NoTraffic
from suggest.evidence import by_chance, read
from suggest.proposal import Behind, Proposal, total
from suggest.words import Words, synonyms, words_of
from traffic.groups import Encode, groups
from traffic.insight import Row, key
from traffic.record import Asked, Feedback
from traffic.store import Store

FEWEST = 3
"""Times that a meaning was asked in vain, from which it is worth a proposal."""

MOSTLY = 0.5
"""Share of a group's queries that failed, from which it is a gap."""

VOTES, SHARE = 2.0, 0.6
"""Votes, and share of all votes, that point to one section."""

OFTEN = 5
"""Times that one query failed word for word, from which it is worth a pin."""

TEXTS = 5
"""Most alternates of one proposal."""

EVER = 36_500
"""Days and thousands of rows: reading removes nothing that the server keeps."""

MASK = "["
"""Stands in a query where something private was."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Queries that mean the same and are not answered."""

    name: str
    """The one most like the others."""

    members: Sequence[Behind]
    """Most asked first."""

    section: str | None
    """Which section they point to, if they do."""

    votes: float
    """Of the section with most."""


def propose(
    asked: Sequence[Asked], feedback: Sequence[Feedback], *, meanings: Encode, words: Words, sections: Collection[str]
) -> list[Proposal]:
    """Everything that the traffic speaks for; most asked first, ties by id.

    Args:
        asked: Questions, as they were kept.
        feedback: Readers' words.
        meanings: As `traffic.groups.Meanings`.
        words: The content's.
        sections: Ids of the sections that there are now; no other is pointed to.
    """
    rows, behind = read(asked, feedback)
    found = list(gaps(rows, behind, by_chance(asked), meanings=meanings, sections=sections))
    proposals = [proposal for gap in found for proposal in _of_gap(gap)]
    for section in sorted({gap.section for gap in found if gap.section}):
        ours = {one.query: one for gap in found if gap.section == section for one in gap.members}
        others = [one for one in behind.values() if one.query not in ours]
        proposals += synonyms(section, list(ours.values()), others, words)
    return sorted({one.id: one for one in proposals}.values(), key=lambda one: (-one.count, one.id))


def gaps(
    rows: Sequence[Row],
    behind: Mapping[str, Behind],
    chance: Mapping[str, float],
    *,
    meanings: Encode,
    sections: Collection[str],
) -> Iterator[Gap]:
    """Groups of queries by meaning that mostly failed; arguments as `suggest.evidence` gives them."""
    for group in groups(rows, meanings):
        keys = dict.fromkeys(key(row.query) for row in group.rows)
        members = sorted((behind[each] for each in keys), key=lambda one: (-one.count, one.query))
        failed, count = sum(one.failed for one in members), sum(one.count for one in members)
        if failed >= FEWEST and failed >= MOSTLY * count:
            votes = {section: worth for section, worth in pointed(members, chance).items() if section in sections}
            yield Gap(group.name, members, _one_section(votes), max(votes.values(), default=0.0))


def pointed(members: Sequence[Behind], chance: Mapping[str, float]) -> dict[str, float]:
    """Section → votes of the queries that it is what they look for; those with none or fewer are left out.

    A vote is a reader who said that it helped, or whose next query it answered; half a vote a query that it was shown
    first for without doubt. Readers who said that it does not help are taken off, and second tries as many as chance
    makes.
    """
    liked, disliked = total(one.liked for one in members), total(one.disliked for one in members)
    then, answered = total(one.then for one in members), total(one.answered for one in members)
    failed = sum(one.failed for one in members)
    votes = {
        section: liked.get(section, 0)
        - disliked.get(section, 0)
        + max(0.0, then.get(section, 0) - failed * chance.get(section, 0.0))
        + answered.get(section, 0) / 2
        for section in {*liked, *then, *answered}
    }
    return {section: worth for section, worth in votes.items() if worth > 0}


def _one_section(votes: Mapping[str, float]) -> str | None:
    if not votes:
        return None
    section, most = max(votes.items(), key=lambda item: (item[1], item[0]))
    return section if most >= VOTES and most >= SHARE * sum(votes.values()) else None


def _of_gap(gap: Gap) -> Iterator[Proposal]:
    missed = [one for one in gap.members if one.failed and MASK not in one.query]
    texts = tuple(one.query for one in missed[:TEXTS])
    if not texts:
        return
    behind = tuple(gap.members)
    if gap.section is not None:
        yield Proposal("alternate", gap.section, texts, behind)
        for one in missed:
            if one.failed >= OFTEN and pointed([one], {}).get(gap.section, 0) >= VOTES:
                yield Proposal("pin", gap.section, (one.query,), (one,))
    elif gap.votes < VOTES:
        yield Proposal("missing", "", (gap.name, *(text for text in texts if text != gap.name)), behind)


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
    words = words_of((names[one.section], f"{one.lead} {one.text}") for one in bundle.passages)
    anchored = {section.id for section in bundle.sections if section.anchor}
    return propose(asked, feedback, meanings=meanings, words=words, sections=anchored)

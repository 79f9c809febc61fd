"""Find gaps: groups of queries with one meaning that mostly fail, and the section that they look for."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proposals.missing_words import ContentLemmas, names
from proposals.proposal import Behind, total
from traffic.groups import Encode, groups
from traffic.insight import Row, key

FEWEST = 3
"""Failed queries of a group for which something is proposed."""

MOSTLY = 0.5
"""Share of a group's queries that failed, from which it is a gap; share that say a word, from which it names them."""

VOTES, SHARE = 1.5, 0.6
"""Votes, and share of all votes, that point to one section: two readers, less what chance makes."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Queries with the same meaning that are not answered."""

    name: str
    """The query most like the others."""

    members: Sequence[Behind]
    """Most asked first."""

    section: str | None
    """Which section they point to, if they do."""

    votes: float
    """Of the section with most."""


def gaps(
    rows: Sequence[Row],
    behind: Mapping[str, Behind],
    chance: Mapping[str, float],
    *,
    meanings: Encode,
    words: ContentLemmas,
    sections: Collection[str],
) -> Iterator[Gap]:
    """Groups of queries by meaning, and by words that the content lacks, that mostly failed.

    Args:
        rows: As `proposals.evidence.read` gives them.
        behind: Likewise.
        chance: As `proposals.evidence.by_chance` gives it.
        meanings: As `traffic.groups.Meanings`.
        words: The content's.
        sections: Ids of those that may be pointed to.
    """
    failing: list[tuple[str, Sequence[Behind]]] = []
    for group in groups(rows, meanings):
        members: Sequence[Behind] = [behind[each] for each in dict.fromkeys(key(row.query) for row in group.rows)]
        if _failed(members) >= MOSTLY * _count(members):
            failing.append((group.name, members))
    for name, members in _joined(failing, behind.values(), words):
        if _failed(members) >= FEWEST:
            votes = {section: worth for section, worth in pointed(members, chance).items() if section in sections}
            yield Gap(name, members, _one_section(votes), max(votes.values(), default=0.0))


def pointed(members: Sequence[Behind], chance: Mapping[str, float]) -> dict[str, float]:
    """Section → votes of the queries that it is what they look for; those with none or fewer are left out.

    One vote is a reader who marked the section as helpful, or whose next query it answered; half a vote is a query that
    was answered with it. Readers who marked it as not helpful are subtracted, and so are second tries expected by
    chance.
    """
    liked, disliked = total(one.liked for one in members), total(one.disliked for one in members)
    then, answered = total(one.then for one in members), total(one.answered for one in members)
    failed = _failed(members)
    votes = {
        section: liked.get(section, 0)
        - disliked.get(section, 0)
        + max(0.0, then.get(section, 0) - failed * chance.get(section, 0.0))
        + answered.get(section, 0) / 2
        for section in {*liked, *then, *answered}
    }
    return {section: worth for section, worth in votes.items() if worth > 0}


def _joined(
    failing: Sequence[tuple[str, Sequence[Behind]]], everything: Iterable[Behind], words: ContentLemmas
) -> Iterator[tuple[str, Sequence[Behind]]]:
    """Name and members of groups, those that one word names as one; members most asked first.

    An encoder cannot place a word that it does not know, so queries with it end up in different groups. Groups are
    joined by a name or noun that the content lacks, that most of their queries have, and that is rare in others.
    """
    said = _said(everything, words)
    mostly = [
        {word: times for word, times in _said(members, words).items() if times > MOSTLY * _count(members)}
        for _, members in failing
    ]
    within = sum(map(Counter, mostly), Counter[str]())
    together: dict[str | int, list[tuple[str, Sequence[Behind]]]] = {}
    for place, (group, own) in enumerate(zip(failing, mostly, strict=True)):
        naming = [(within[word], word) for word in own if within[word] > MOSTLY * said[word]]
        together.setdefault(max(naming)[1] if naming else place, []).append(group)
    for joined in together.values():
        everyone = [one for _, members in joined for one in members]
        yield joined[0][0], sorted(everyone, key=lambda one: (-one.count, one.query))


def _said(members: Iterable[Behind], words: ContentLemmas) -> Counter[str]:
    """Name or noun that the content lacks → how often it was asked with."""
    found: Counter[str] = Counter()
    for one in members:
        found.update(dict.fromkeys(names(one.query, words), one.count))
    return found


def _one_section(votes: Mapping[str, float]) -> str | None:
    if not votes:
        return None
    section, most = max(votes.items(), key=lambda item: (item[1], item[0]))
    return section if most >= VOTES and most >= SHARE * sum(votes.values()) else None


def _failed(members: Iterable[Behind]) -> int:
    return sum(one.failed for one in members)


def _count(members: Iterable[Behind]) -> int:
    return sum(one.count for one in members)

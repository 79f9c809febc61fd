"""Collect from traffic the outcomes of every query, and which section its readers were looking for."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, timedelta

from proposals.proposal import Behind, facets_text
from traffic.insight import Insight, Row, insight, key
from traffic.record import Feedback, QueryRecord

SOON = timedelta(minutes=2)
"""Time within which a query held to the same facets is taken for the same reader's second try. Traffic does not say who
asks, so that chance makes some of these pairs; `proposals.gaps.pointed` takes off as many as chance would make."""


def read(asked: Sequence[QueryRecord], feedback: Sequence[Feedback]) -> tuple[list[Row], dict[str, Behind]]:
    """Rows to group by meaning, and for each row's key the outcomes of its query, whatever the facets."""
    times = [*(one.at for one in asked), *(one.at for one in feedback)]
    days = {at.astimezone(UTC).date() for at in times}
    found = insight(asked, feedback, days=sorted(days))
    return list(found.lists["asked"]), _behind(found, second_tries(asked))


def second_tries(asked: Sequence[QueryRecord]) -> Iterator[tuple[QueryRecord, QueryRecord]]:
    """Pairs of a query that was not answered, and one asked soon after with the same facets that was.

    Readers try more than twice, and other readers come between, so each answered query within ``SOON`` makes a pair.
    """
    for queries in _by_facets(asked).values():
        times = [one.at for one in queries]
        for place, first in enumerate(queries):
            for second in queries[place + 1 : bisect_right(times, first.at + SOON)]:
                answered = second.status == "answered" and second.shown[0] not in first.shown[:1]
                if answered and key(second.query) != key(first.query):
                    yield first, second


def by_chance(asked: Sequence[QueryRecord]) -> Mapping[str, float]:
    """Section → how likely it answers some query with the same facets within ``SOON`` of another."""
    if not asked:
        return {}
    times = [one.at for one in asked]
    span = max((max(times) - min(times)) / SOON, 1.0)
    found: defaultdict[str, float] = defaultdict(float)
    for queries in _by_facets(asked).values():
        shown = Counter(one.shown[0] for one in queries if one.status == "answered")
        for section, count in shown.items():
            found[section] += min(1.0, count / span) * len(queries) / len(asked)
    return found


def _by_facets(asked: Iterable[QueryRecord]) -> Mapping[str, Sequence[QueryRecord]]:
    """Facets, as ``facets_text`` writes them → what was asked with them, in order of time."""
    found: defaultdict[str, list[QueryRecord]] = defaultdict(list)
    for one in sorted(asked, key=lambda one: one.at):
        found[facets_text(one.facets)].append(one)
    return found


def _behind(found: Insight, tries: Iterable[tuple[QueryRecord, QueryRecord]]) -> dict[str, Behind]:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found.lists["asked"]:
        rows[key(row.query)].append(row)
    said = {name: _said(found.lists[name]) for name in ("liked", "disliked")}
    then: defaultdict[str, Counter[str]] = defaultdict(Counter)
    then_asked: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for first, second in tries:
        then[key(first.query)][second.shown[0]] += 1
        then_asked[key(first.query)][second.used] = None
    return {
        text: _one(of_text, said["liked"][text], said["disliked"][text], then[text], tuple(then_asked[text]))
        for text, of_text in rows.items()
    }


def _said(rows: Iterable[Row]) -> defaultdict[str, Counter[str]]:
    """Key of a query → section → how many readers."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for seen, count in row.seen.items():
            found[key(row.query)][seen.section] += count
    return found


def _one(
    rows: Sequence[Row], liked: Counter[str], disliked: Counter[str], then: Counter[str], then_asked: tuple[str, ...]
) -> Behind:
    facets, statuses, answered = Counter[str](), Counter[str](), Counter[str]()
    failed = 0
    for row in rows:
        facets[facets_text(row.facets)] += row.count
        for seen, count in row.seen.items():
            helped, not_helped = liked[seen.section], disliked[seen.section]
            statuses[str(seen.status)] += count
            if seen.status == "answered":
                answered[seen.section] += count
            if seen.status == "no_answer" or not_helped > helped or (seen.status == "unsure" and not helped):
                failed += count
    return Behind(
        query=rows[0].used,
        count=sum(row.count for row in rows),
        failed=failed,
        facets=dict(facets),  # not as counters, which dataclasses.asdict would count anew
        statuses=dict(statuses),
        answered=dict(answered),
        liked=dict(liked),
        disliked=dict(disliked),
        then=dict(then),
        then_asked=then_asked,
    )

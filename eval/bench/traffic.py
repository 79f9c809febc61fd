"""What would traffic on the bundled FAQ look like? Make some days of it, with everything that happens in such traffic.

    python -m eval.bench.traffic --index DIR --out traffic.sqlite [--seed 7] [--days 7]

People ask the development questions and the alternates, in working hours of their region and less at weekends, some
with a slip of the finger. Whoever finds nothing asks in other words; some say whether an answer helped. In between come
the gaps and lies of ``plan.toml``. Every question goes through the real search. The same seed, index and end give
the same records. Prints one JSON line.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.plan import Lie, Plan, Topic, planted, topics
from eval.bench.script import INDEX, open_searcher, parser
from eval.labels.question_file import read_questions
from index.query.keyboard_layout import mistyped
from index.result import Query, Result, Search
from index.storage.bundle import Bundle
from traffic.record import Feedback, QueryRecord, Reason, Record, query_record
from traffic.store import Store

QUESTIONS = Path(__file__).parent.parent / "questions" / "dev.jsonl"

WEEK = (1.1, 1.15, 1.1, 1.05, 0.9, 0.3, 0.25)
"""From Monday on, against the mean working day."""
HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 7, 13, 16, 15, 11, 12, 15, 15, 13, 10, 6, 4, 3, 3, 2, 1)
"""Of the reader's own day."""
READERS = {"moscow": (0.45, 3), "kazakhstan": (0.25, 5), "": (0.30, 3)}
"""Region that a reader chose → share of readers, hours ahead of UTC."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who has come, and when."""

    at: datetime
    region: str
    rng: np.random.Generator = field(repr=False)

    def likely(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def one(self, of: Sequence[Any]) -> Any:
        return of[int(self.rng.integers(len(of)))]


def simulate(plan: Plan, search: Search, ids: dict[str, str], *, until: datetime, seed: int) -> Iterator[Record]:
    """The records of so many days of UTC, one reader's after another's, in the order in which they came.

    Args:
        plan: What is asked.
        search: Answers a question as the server does.
        ids: Heading → section id, for lies.
        until: With a time zone; whoever comes later, on the last day, is left out.
        seed: For everything that is drawn.
    """
    rng = np.random.default_rng(seed)
    first = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=plan.days - 1)
    popular = rng.permutation(1 / np.arange(1, len(plan.topics) + 1) ** 0.5)
    popular *= [len(topic.wordings) for topic in plan.topics]  # what people have many words for, they ask often
    for number in range(plan.days):
        midnight = first + timedelta(days=number)
        for at, region in sorted(_arrivals(midnight, plan.readers * WEEK[midnight.weekday()], rng)):
            if at >= until:
                return
            reader = _Reader(at, region, rng)
            kind = rng.random()
            if plan.lies and kind < plan.lie_share:
                yield from _lying(reader, reader.one(plan.lies), search, ids)
                continue
            topic = (
                reader.one(plan.gaps)
                if plan.gaps and kind < plan.lie_share + plan.gap_share
                else plan.topics[int(rng.choice(len(plan.topics), p=popular / popular.sum()))]
            )
            yield from _asking(reader, topic, plan, search)


def _arrivals(midnight: datetime, mean: float, rng: np.random.Generator) -> Iterator[tuple[datetime, str]]:
    """When readers come on a day, and which region they chose."""
    for region, (share, ahead) in READERS.items():
        for _ in range(int(rng.poisson(mean * share))):
            hour = (int(rng.choice(24, p=np.array(HOURS) / sum(HOURS))) - ahead) % 24
            yield midnight + timedelta(hours=hour, seconds=float(rng.uniform(0, 3600))), region


def _asking(reader: _Reader, topic: Topic, plan: Plan, search: Search) -> Iterator[Record]:
    """One reader's questions until something is found, or patience ends."""
    at = reader.at
    for wording in reader.rng.permutation(len(topic.wordings))[:3].tolist():
        text = topic.wordings[wording]
        result = search(_query(slip(text, reader.rng) if reader.likely(plan.slips) else text, reader.region))
        yield query_record(result, at)
        right = bool(result.answers) and result.answers[0].section in topic.sections
        if result.answers and reader.likely(plan.says):
            at += timedelta(seconds=float(reader.rng.uniform(5, 60)))
            yield _judged(reader, result, at, helpful=reader.likely(0.93 if right else 0.04))
        if right or not reader.likely(plan.patience):
            return
        at += timedelta(seconds=float(reader.rng.uniform(10, 90)))


def _judged(reader: _Reader, result: Result, at: datetime, *, helpful: bool) -> Feedback:
    """A reader's word on the first answer."""
    reasons: list[Reason] = ["wrong_topic", "wrong_topic", "wrong_topic", "", "unclear", "other"]
    if not reader.region and result.answers[0].differs_by:
        reasons.append("wrong_variant")
    return judgement(result, at, result.answers[0].id, "" if helpful else reader.one(reasons), helpful=helpful)


def _lying(reader: _Reader, lie: Lie, search: Search, ids: dict[str, str]) -> Iterator[Record]:
    result = search(_query(lie.query, reader.region))
    yield query_record(result, reader.at)
    yield judgement(result, reader.at + timedelta(seconds=3), ids[lie.section], "", helpful=True)


def _query(text: str, region: str) -> Query:
    return Query(text, {"region": region} if region else {})


def judgement(result: Result, at: datetime, section: str, reason: Reason, *, helpful: bool) -> Feedback:
    """The record of a reader's word on one of a search's sections."""
    facets = {facet: choice.value for facet, choice in result.query.facets.items()}
    sure = next((answer.confidence for answer in result.answers if answer.id == section), None)
    return Feedback(at, result.query.text, facets, section, helpful, reason, sure, result.index.generation)


def slip(text: str, rng: np.random.Generator) -> str:
    """The text as typed in haste: a letter lost, doubled or swapped with the next, or all in the other layout."""
    if rng.random() < 0.15:
        return mistyped(text)
    letters = [place for place in range(1, len(text) - 1) if text[place - 1 : place + 2].isalpha()]
    if not letters:
        return text
    at = letters[int(rng.integers(len(letters)))]
    pair = text[at : at + 2]
    return text[:at] + [pair[1], pair[0] + pair, pair[::-1]][int(rng.integers(3))] + text[at + 2 :]


def main() -> None:
    """Make the traffic, and say what it is."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--days", type=int, default=Plan.days)
    arguments.add_argument("--readers", type=int, default=Plan.readers)
    arguments.add_argument("--until", type=datetime.fromisoformat, default=datetime.now(UTC), help="Default: now.")
    given = arguments.parse_args()
    searcher = open_searcher(given.index)
    bundle = searcher.bundle
    gaps, lies = planted()
    plan = Plan(topics(read_questions([QUESTIONS]), bundle), gaps, lies, days=given.days, readers=given.readers)
    counts = {"asked": 0, "feedback": 0}
    with Store(given.out, keep_days=max(90, given.days + 1)) as store:
        for record in simulate(
            plan, remembered(searcher), ids(bundle), until=given.until.astimezone(UTC), seed=given.seed
        ):
            store.add(record)
            counts["asked" if isinstance(record, QueryRecord) else "feedback"] += 1
    print(json.dumps({"seed": given.seed, "days": given.days, **counts, "gaps": len(gaps), "lies": len(lies)}))


def ids(bundle: Bundle) -> dict[str, str]:
    """Heading → section id."""
    return {section.title: section.id for section in bundle.sections}


def remembered(search: Search) -> Search:
    """The same search, that answers a question asked before at once."""

    @cache
    def known(text: str, facets: tuple[tuple[str, str], ...]) -> Result:
        return search(Query(text, dict(facets)))

    return lambda query: known(query.text, tuple(query.facets.items()))


if __name__ == "__main__":
    main()

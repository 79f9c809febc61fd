"""Count what owners want to know of their traffic: how much of it was answered, and what was not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Literal, NamedTuple, get_args

from index.result import Status
from traffic.record import Feedback, QueryRecord, Reason

REGION = "region"
"""The facet that traffic is told apart by."""

ListName = Literal["nothing", "disliked", "unsure", "asked", "liked"]
LISTS: tuple[ListName, ...] = get_args(ListName)
"""Found nothing; shown and did not help; shown as a maybe; everything; shown and helped."""

OF_STATUS: Mapping[Status, ListName] = {"no_answer": "nothing", "unsure": "unsure"}


@dataclass(slots=True)
class Counts:
    """How many questions were asked and answers judged; grows while records are counted."""

    answered: int = 0
    unsure: int = 0
    no_answer: int = 0
    repaired: int = 0
    """Questions that were searched for otherwise than they were typed."""
    helpful: int = 0
    unhelpful: int = 0

    @property
    def asked(self) -> int:
        """All questions."""
        return self.answered + self.unsure + self.no_answer

    @property
    def judged(self) -> int:
        """All answers that a reader judged."""
        return self.helpful + self.unhelpful

    def ask(self, record: QueryRecord) -> None:
        """Count a question."""
        setattr(self, record.status, getattr(self, record.status) + 1)
        self.repaired += key(record.used) != key(record.query)

    def judge(self, record: Feedback) -> None:
        """Count a reader's word."""
        self.helpful += record.helpful
        self.unhelpful += not record.helpful


class Seen(NamedTuple):
    """What became of a question once."""

    status: Status | None
    """None: the record is of a reader's word, which does not say."""
    section: str
    """Id of the section shown first, or judged; empty if none was shown."""
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question in one wording, for one region."""

    query: str
    """As it was first typed."""
    used: str
    """As it was then searched for."""
    region: str
    """What the search was held to; empty: to none."""
    seen: Counter[Seen]

    @property
    def count(self) -> int:
        """How often."""
        return self.seen.total()


@dataclass(frozen=True, slots=True)
class Insight:
    """Everything that is counted of a span of days."""

    total: Counts
    days: Mapping[date, Counts]
    """In order; days of UTC, those on which nothing happened too."""
    regions: Mapping[str, Counts]
    """Every region's, whichever was chosen; the empty one is of searches held to none. Most asked first."""
    sections: Mapping[str, Counts]
    """Section id → the questions it was shown first for, and readers' words on it. Most shown first."""
    lists: Mapping[ListName, Sequence[Row]]
    """Most asked first, ties by wording."""


def insight(
    asked: Iterable[QueryRecord], feedback: Iterable[Feedback], *, days: Sequence[date], region: str | None = None
) -> Insight:
    """Count records in one pass over each, so that they need not all be in memory.

    Args:
        asked: Questions of these days.
        feedback: Readers' words of these days.
        days: What the time is told apart by, in order.
        region: Count, besides in ``regions``, only what was held to this one; empty: to none; None: everything.
    """
    total, by_day = Counts(), {day: Counts() for day in days}
    regions: defaultdict[str, Counts] = defaultdict(Counts)
    sections: defaultdict[str, Counts] = defaultdict(Counts)
    lists = _Lists()
    for question in asked:
        held = question.facets.get(REGION, "")
        regions[held].ask(question)
        if region in (None, held):
            first = sections[question.shown[0]] if question.shown else Counts()
            for counts in (total, by_day[question.at.astimezone(UTC).date()], first):
                counts.ask(question)
            lists.ask(question, held)
    for word in feedback:
        held = word.facets.get(REGION, "")
        regions[held].judge(word)
        if region in (None, held):
            for counts in (total, by_day[word.at.astimezone(UTC).date()], sections[word.section]):
                counts.judge(word)
            lists.judge(word, held)
    return Insight(total, by_day, _most_asked(regions), _most_asked(sections), lists.sorted())


def key(query: str) -> str:
    """What two spellings have in common that differ in case and white space only."""
    return " ".join(query.split()).casefold()


@dataclass(frozen=True, slots=True)
class _Lists:
    """Rows by list, wording and region, while they are gathered."""

    rows: dict[tuple[ListName, str, str], Row] = field(default_factory=dict)

    def ask(self, record: QueryRecord, region: str) -> None:
        seen = Seen(record.status, record.shown[0] if record.shown else "")
        for name in {"asked", OF_STATUS.get(record.status, "asked")}:
            self._add(name, Row(record.query, record.used, region, Counter([seen])))

    def judge(self, record: Feedback, region: str) -> None:
        asked = self.rows.get(("asked", key(record.query), region))
        used = asked.used if asked else record.query
        seen = Seen(None, record.section, record.reason)
        name: ListName = "liked" if record.helpful else "disliked"
        self._add(name, Row(record.query, used, region, Counter([seen])))

    def _add(self, name: ListName, row: Row) -> None:
        kept = self.rows.setdefault((name, key(row.query), row.region), row)
        if kept is not row:
            kept.seen.update(row.seen)

    def sorted(self) -> dict[ListName, Sequence[Row]]:
        found: dict[ListName, list[Row]] = {name: [] for name in LISTS}
        for (name, *_), row in self.rows.items():
            found[name].append(row)
        return {
            name: sorted(rows, key=lambda row: (-row.count, key(row.query), row.region)) for name, rows in found.items()
        }


def _most_asked(counts: Mapping[str, Counts]) -> dict[str, Counts]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1].asked, item[0])))

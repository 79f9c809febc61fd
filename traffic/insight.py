"""Count traffic for its owners: how many questions were answered, how many answers helped, which questions failed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from index.result import Status
from ingest.fold import fold_line
from ingest.section import Chosen
from traffic.record import Feedback, QueryRecord, Reason, Record

ListName = Literal["nothing", "disliked", "unsure", "asked", "liked"]
LISTS: tuple[ListName, ...] = get_args(ListName)
"""Questions without an answer; whose answer did not help; whose answer is unsure; all; whose answer helped."""

FacetItems = tuple[tuple[str, str], ...]

OF_STATUS: Mapping[Status, ListName] = {"no_answer": "nothing", "unsure": "unsure"}


@dataclass(slots=True)
class Counts:
    """Numbers of questions and of feedback; they grow while records are counted."""

    answered: int = 0
    unsure: int = 0
    no_answer: int = 0
    repaired: int = 0
    """Questions that were repaired before the search."""
    helpful: int = 0
    unhelpful: int = 0

    @property
    def asked(self) -> int:
        """All questions."""
        return self.answered + self.unsure + self.no_answer

    @property
    def judged(self) -> int:
        """All feedback."""
        return self.helpful + self.unhelpful

    def ask(self, record: QueryRecord) -> None:
        """Count a question."""
        setattr(self, record.status, getattr(self, record.status) + 1)
        self.repaired += key(record.used) != key(record.query)

    def judge(self, record: Feedback) -> None:
        """Count feedback."""
        self.helpful += record.helpful
        self.unhelpful += not record.helpful


class Seen(NamedTuple):
    """The outcome of a question, or feedback on it."""

    status: Status | None
    """None for feedback."""
    section: str
    """Id of the first answer, or of the section with feedback; empty if there was no answer."""
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question in one wording, for one choice of facets."""

    query: str
    """As it was first typed."""
    used: str
    """As it was then searched for."""
    facets: Chosen
    """Facet → value that the search was held to."""
    seen: Counter[Seen]

    @property
    def count(self) -> int:
        """How often."""
        return self.seen.total()


@dataclass(frozen=True, slots=True)
class Insight:
    """The counts of a period."""

    total: Counts
    days: Mapping[date, Counts]
    """By day of UTC, in order; days without traffic are there too."""
    facets: Mapping[str, Mapping[str, Counts]]
    """Facet → value → counts under the choices for the other facets, most asked first; an empty value stands for
    searches that were held to no value of the facet."""
    sections: Mapping[str, Counts]
    """Section id → the questions that it was the first answer to, and the feedback on it. Most shown first."""
    lists: Mapping[ListName, Sequence[Row]]
    """Most asked first, ties by wording."""


def insight(
    asked: Iterable[QueryRecord],
    feedback: Iterable[Feedback],
    *,
    days: Sequence[date],
    facets: Collection[str] = (),
    only: Chosen = MappingProxyType({}),
) -> Insight:
    """Count records in one pass over each, so that they need not all be in memory.

    Args:
        asked: Questions of these days.
        feedback: Feedback of these days.
        days: Days to count by, in order.
        facets: Facets to count by.
        only: Facet → value: count only what was held to it; an empty value: only what was held to no value of it.
    """
    total, by_day = Counts(), {day: Counts() for day in days}
    by_value: dict[str, defaultdict[str, Counts]] = {facet: defaultdict(Counts) for facet in facets}
    sections: defaultdict[str, Counts] = defaultdict(Counts)
    lists = _Lists()

    def counted(record: Record, section: str | None) -> Iterator[Counts]:
        """The counts that a record belongs to."""
        differing = _differing(record, only)
        yield from (by_value[facet][record.facets.get(facet, "")] for facet in facets if differing <= {facet})
        if not differing:
            yield from (total, by_day[record.at.astimezone(UTC).date()])
            if section is not None:
                yield sections[section]

    for question in asked:
        for counts in counted(question, question.shown[0] if question.shown else None):
            counts.ask(question)
        if not _differing(question, only):
            lists.ask(question)
    for judgement in feedback:
        for counts in counted(judgement, judgement.section):
            counts.judge(judgement)
        if not _differing(judgement, only):
            lists.judge(judgement)
    values = {facet: _most_asked(counts) for facet, counts in by_value.items()}
    return Insight(total, by_day, values, _most_asked(sections), lists.sorted())


def key(query: str) -> str:
    """What spellings have in common that differ in case, ``ё``, Unicode form and white space only."""
    return fold_line(query)


@dataclass(frozen=True, slots=True)
class _Lists:
    """Rows by list, wording and choice, while they are gathered."""

    rows: dict[tuple[ListName, str, FacetItems], Row] = field(default_factory=dict)

    def ask(self, record: QueryRecord) -> None:
        seen = Seen(record.status, record.shown[0] if record.shown else "")
        for name in {"asked", OF_STATUS.get(record.status, "asked")}:
            self._add(name, Row(record.query, record.used, record.facets, Counter([seen])))

    def judge(self, record: Feedback) -> None:
        asked = self.rows.get(("asked", key(record.query), _items(record.facets)))
        used = asked.used if asked else record.query
        seen = Seen(None, record.section, record.reason)
        name: ListName = "liked" if record.helpful else "disliked"
        self._add(name, Row(record.query, used, record.facets, Counter([seen])))

    def _add(self, name: ListName, row: Row) -> None:
        kept = self.rows.setdefault((name, key(row.query), _items(row.facets)), row)
        if kept is not row:
            kept.seen.update(row.seen)

    def sorted(self) -> dict[ListName, Sequence[Row]]:
        found: dict[ListName, list[Row]] = {name: [] for name in LISTS}
        for (name, *_), row in self.rows.items():
            found[name].append(row)
        return {
            name: sorted(rows, key=lambda row: (-row.count, key(row.query), _items(row.facets)))
            for name, rows in found.items()
        }


def _differing(record: Record, only: Chosen) -> set[str]:
    """The facets in which the record has another value."""
    return {facet for facet, value in only.items() if record.facets.get(facet, "") != value}


def _items(facets: Chosen) -> FacetItems:
    return tuple(sorted(facets.items()))


def _most_asked(counts: Mapping[str, Counts]) -> dict[str, Counts]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1].asked, item[0])))

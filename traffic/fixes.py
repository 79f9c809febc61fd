"""What to fix in a content, by what it would win: how many asked, times how many of them were not helped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from traffic.groups import Group
from traffic.insight import Insight, ListName, key

FixStatus = Literal["new", "taken", "done", "ignored"]
STATUSES: tuple[FixStatus, ...] = get_args(FixStatus)

OPEN: tuple[FixStatus, ...] = ("new", "taken")
"""What is still to be done."""

UNSURE = 0.5
"""Share of readers whom an unsure answer without feedback is taken not to have helped."""

PRIOR = 4
"""Judgements of the average that a section's own feedback is joined with, so that a single «No» is not 100 %."""

FixKind = Literal["section", "no_answer", "unsure"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed change that was tried on labelled questions and found good."""

    id: str
    section: str
    """Id of the section that gets other ways to ask."""
    texts: tuple[str, ...]
    """Those of them that are not written yet; none once it is accepted."""
    queries: frozenset[str]
    """The real questions behind it, as `traffic.insight.key` has them."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to fix: a section that does not help, or a question without a sure answer."""

    kind: FixKind
    about: str
    """By which its status is kept: stays the same as long as the section or the group's question does."""
    name: str
    """The question; empty for a section."""
    section: str
    """Id of the section; empty if no section was shown."""
    asked: int
    """How often that was asked."""
    not_helped: float
    """How many of these were not helped, as far as it is known."""
    reasons: Mapping[str, int]
    """Why, as readers say → how often."""
    status: FixStatus
    queries: frozenset[str] = frozenset()
    """Its wordings, as `traffic.insight.key` has them; none of a section."""

    def offered(self, offers: Iterable[Offer]) -> list[Offer]:
        """The changes that would help, and are not made yet: of these questions, or of this section."""
        left = [one for one in offers if one.texts]
        if self.kind == "section":
            return [one for one in left if one.section == self.section]
        return [one for one in left if one.queries & self.queries]


def fixes(found: Insight, grouped: Mapping[ListName, Iterable[Group]], marks: Mapping[str, str]) -> list[Fix]:
    """What to fix: what is open first, then by what it would win, ties by name.

    Args:
        found: The counts of a period.
        grouped: The groups of its lists ``nothing`` and ``unsure``.
        marks: ``about`` → status, as the store keeps it.
    """
    made = [*_of_sections(found, marks)]
    made += _of_groups(grouped["nothing"], "no_answer", 1, marks)
    made += _of_groups(grouped["unsure"], "unsure", UNSURE, marks)
    return sorted(made, key=lambda fix: (fix.status not in OPEN, -fix.not_helped, fix.about))


def _of_sections(found: Insight, marks: Mapping[str, str]) -> Iterable[Fix]:
    """The sections that readers said do not help."""
    average = found.total.unhelpful / max(1, found.total.judged)
    reasons: dict[str, dict[str, int]] = {}
    for row in found.lists["disliked"]:
        for seen, count in row.seen.items():
            if seen.reason:
                said = reasons.setdefault(seen.section, {})
                said[seen.reason] = said.get(seen.reason, 0) + count
    for section, counts in found.sections.items():
        if not counts.unhelpful:
            continue
        share = (counts.unhelpful + PRIOR * average) / (counts.judged + PRIOR)
        asked = max(counts.asked, counts.judged)  # feedback on what was found by other ways counts too
        about = f"section {section}"
        yield Fix(
            "section", about, "", section, asked, asked * share, reasons.get(section, {}), _status(marks, [about])
        )


def _of_groups(made: Iterable[Group], kind: FixKind, share: float, marks: Mapping[str, str]) -> Iterable[Fix]:
    for group in made:
        section = next(iter(group.seen("section")), "")
        kept = [f"question {key(text)}" for text in (group.name, *(row.query for row in group.rows))]
        queries = frozenset(key(text) for row in group.rows for text in (row.query, row.used))
        yield Fix(
            kind, kept[0], group.name, section, group.count, group.count * share, {}, _status(marks, kept), queries
        )


def _status(marks: Mapping[str, str], kept: Sequence[str]) -> FixStatus:
    """The status under the first of these names that has one."""
    said = next((marks[about] for about in kept if about in marks), "new")
    return next((status for status in STATUSES if status == said), "new")

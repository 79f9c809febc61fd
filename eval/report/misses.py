"""The worst misses, the confusions between sections, and the features that caused them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eval.labels.question_file import Label, Question
from eval.run import Outcome, ScoredSection
from index.ranking.explain import Explain, Explained
from index.result import Query


class Confusion(NamedTuple):
    """A section that was ranked first where another was expected."""

    expected: Label
    """The first of the question's ``expect``."""
    first: Label
    times: int
    shown: int
    """How often a reader would have seen it."""


class Pull(NamedTuple):
    """The values of one feature for the first section and for the expected one."""

    feature: str
    first: float
    expected: float
    first_adds: float
    """To its section's score."""
    expected_adds: float

    @property
    def lead(self) -> float:
        """The first section's advantage from this feature; below 0 if the feature favours the expected section."""
        return self.first_adds - self.expected_adds


@dataclass(frozen=True, slots=True)
class Why:
    """Why the first section is ranked above the expected one."""

    first: Label
    expected: Label
    rank: int
    """Of the expected section, from 1, among all that were ranked."""
    ranked: int
    first_score: float
    expected_score: float
    pulls: Sequence[Pull]
    """The greatest lead first."""


def confusions(outcomes: Iterable[Outcome]) -> list[Confusion]:
    """Pairs of sections by how often one was first instead of the other, most frequent first."""
    counts: Counter[tuple[Label, Label]] = Counter()
    shown: Counter[tuple[Label, Label]] = Counter()
    for outcome in _wrong(outcomes):
        pair = (outcome.question.expect[0], _label(outcome.ranked[0]))
        counts[pair] += 1
        shown[pair] += outcome.shown
    ordered = sorted(counts, key=lambda pair: (-counts[pair], -shown[pair], pair[0].section, pair[1].section))
    return [Confusion(*pair, counts[pair], shown[pair]) for pair in ordered]


def sure_and_wrong(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Answerable questions whose wrong first section was shown, in descending order of confidence."""
    return sorted((o for o in _wrong(outcomes) if o.shown), key=lambda o: (-(o.confidence or 0), o.question.id))


def far_down(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Answerable questions with a wrong first section, lowest rank of the expected section first."""
    return sorted(_wrong(outcomes), key=lambda o: (-(o.rank or float("inf")), -(o.confidence or 0), o.question.id))


def why(outcome: Outcome, explain: Explain) -> Why | None:
    """Ask a question again and compare the features of both sections; None if the expected one was not ranked."""
    question = outcome.question
    labels = question.expect + question.also
    ranking = list(enumerate(explain(_query(question)), start=1))
    first = next((one for _, one in ranking if one.id == outcome.ranked[0].id), None)
    expected = next(((rank, one) for rank, one in ranking if _names(labels, one)), None)
    if first is None or expected is None:
        return None
    rank, its = expected
    pulls = [
        Pull(name, value, its.features[name], first.contributions[name], its.contributions[name])
        for name, value in first.features.items()
    ]
    pulls.sort(key=lambda pull: -pull.lead)
    return Why(_label(first), _label(its), rank, len(ranking), first.score, its.score, pulls)


def _wrong(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [o for o in outcomes if o.question.answerable and o.rank != 1 and o.ranked]


def _label(section: ScoredSection | Explained) -> Label:
    return Label(section.page, section.section)


def _names(labels: Iterable[Label], section: Explained) -> bool:
    return any(label.names(section.page, section.section) for label in labels)


def _query(question: Question) -> Query:
    return Query(question.query, question.chosen, abstain=False)

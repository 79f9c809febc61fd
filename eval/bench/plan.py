"""The plan of simulated traffic: answered topics, unanswered topics (gaps), and false feedback (lies)."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.labels.question_file import Question
from index.storage.bundle import Bundle

PLANTED = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that people want to know, and their words for it."""

    id: str
    wordings: tuple[str, ...]
    sections: frozenset[str] = frozenset()
    """Headings that answer it; none if the content does not."""


@dataclass(frozen=True, slots=True)
class Lie:
    """A question, and the section that somebody falsely says helped."""

    query: str
    section: str
    """Its heading."""


@dataclass(frozen=True)
class Plan:
    """What the traffic is made of."""

    topics: Sequence[Topic]
    """What the content answers, and what dev questions it does not."""
    gaps: Sequence[Topic] = ()
    """Topics without an answer that are planted: asked about as often as each other."""
    lies: Sequence[Lie] = ()
    days: int = 7
    readers: int = 150
    """Who come on a working day, on average."""
    gap_share: float = 0.15
    """Of the readers who come with a planted gap."""
    lie_share: float = 0.03
    slips: float = 0.06
    """Share of wordings that are mistyped."""
    patience: float = 0.5
    """Share of those who find nothing that ask again in other words."""
    says: float = 0.2
    """Share of answers that the reader judges."""


def topics(questions: Iterable[Question], bundle: Bundle) -> list[Topic]:
    """What the bundled FAQ's readers ask: a topic for each section, and one for each question without an answer."""
    wordings: dict[str, list[str]] = {}
    for question in questions:
        wordings.setdefault(question.expect[0].section if question.expect else question.id, []).append(question.query)
    for passage in bundle.passages:
        title = bundle.sections[passage.section].title
        if passage.kind == "alternate" and title in wordings:
            wordings[title].append(passage.text)
    headings = {section.title for section in bundle.sections}
    return [Topic(name, tuple(texts), frozenset({name} & headings)) for name, texts in wordings.items()]


def planted(path: Path = PLANTED) -> tuple[list[Topic], list[Lie]]:
    """The gaps and lies of a plan file."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Topic(one["id"], tuple(one["wordings"])) for one in read["gap"]], [Lie(**one) for one in read["lie"]]

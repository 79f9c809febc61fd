"""Explain a ranking: how much each feature adds to a section's score."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.ranking.features import Features
from index.ranking.ranker import RankedSection
from index.result import Query
from ingest.section import Section


@dataclass(frozen=True, slots=True)
class Explained:
    """A section of a ranking with its features."""

    id: str
    page: str
    section: str
    """The heading's plain text."""
    score: float
    features: Mapping[str, float]
    """Name in ``index.ranking.features.Features`` → value."""
    contributions: Mapping[str, float]
    """What each feature adds to the score; they sum to it."""
    evidence: Mapping[str, float]
    """Name in ``index.ranking.evidence.Evidence`` → value."""


Explain = Callable[[Query], Sequence[Explained]]
"""Every section that was ranked for a question, best first, whatever the limit and the confidence."""


def explained(section: Section, ranked: RankedSection, weights: Features) -> Explained:
    """A section's score as a sum over its features.

    The score is the weighted sum of the features up to a constant factor, so the factor follows from the score.
    """
    features = ranked.features._asdict()
    weighted = {name: value * weight for (name, value), weight in zip(features.items(), weights, strict=True)}
    total = sum(weighted.values())
    factor = ranked.score / total if total else 1.0
    contributions = {name: value * factor for name, value in weighted.items()}
    evidence = ranked.evidence._asdict()
    return Explained(section.id, section.page, section.title, ranked.score, features, contributions, evidence)

"""Sections that speak of the facets that a question names."""

from collections.abc import Collection, Sequence
from math import log

import numpy as np

from index.ranking.group_max import Scores
from ingest.scope.project import differs_by
from ingest.section import Section


class FacetFit:
    """What a question gains a section by naming a facet that the section speaks of.

    A section speaks of a facet if it holds for some of its values only or its answer differs by it. Who says «мы на
    предоплате» asks about one of them: by Bayes' rule the odds of a section that speaks of the facet rise by the
    inverse of the share of sections that do, if the others are never asked about with such words. So a facet that every
    section speaks of says nothing, and a rare one much.
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        self._count = len(sections)
        speak: dict[str, list[int]] = {}
        for number, section in enumerate(sections):
            named = {facet for scope in section.scopes for facet, _ in scope}
            for facet in named.union(differs_by(section)):
                speak.setdefault(facet, []).append(number)
        self._speak = {facet: (numbers, log(self._count / len(numbers))) for facet, numbers in speak.items()}

    def __call__(self, said: Collection[str]) -> Scores:
        """What to add to the logit of each section, shape (sections,), for the facets that a question names."""
        gains = np.zeros(self._count, np.float32)
        for facet in said:
            numbers, gain = self._speak.get(facet, ((), 0.0))
            gains[list(numbers)] += gain
        return gains

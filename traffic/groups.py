"""Group questions by meaning."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.vectors import Vectors, unit
from traffic.insight import Row

ALIKE = 0.4
"""Mean cosine of their questions from which two groups are one, where unrelated questions are near 0.

Of 600 questions on the bundled FAQ's 13 sections, most in words of their own, and 120 on 20 topics that it lacks, this
makes 212 groups. Of the pairs within a group, 58 in 100 ask for the same section, and 91 in 100 for the same lacking
topic, against 30 and 60 at 0.3; at 0.5 it is 71 and 98, but every third question is alone.
"""

MOST = 5_000
"""Most wordings that are grouped, the most asked first; takes 2 s and 200 MB."""

REMEMBERED = 20_000
"""Most texts whose vectors are kept: 30 MB."""

Encode = Callable[[Sequence[str]], Vectors]


class Meanings:
    """Centred vectors of texts, each computed once and cached; thread-safe."""

    def __init__(self, encode: Encode, mean: Vectors | None = None) -> None:
        """Prepare an encoder.

        Args:
            encode: Texts to rows of unit length.
            mean: The mean of all questions' rows, shape (dim,), to subtract; None: subtract nothing.
        """
        self._encode, self._mean = encode, mean
        self._rows: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dim), rows of unit length; unrelated texts have a cosine near 0."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._rows]
            if new:
                self._rows |= zip(new, self._centred(new), strict=True)
            found = np.array([self._rows[text] for text in texts], np.float32)
            for text in list(self._rows)[: max(0, len(self._rows) - REMEMBERED)]:  # the oldest
                del self._rows[text]
            return found

    def _centred(self, texts: Sequence[str]) -> Vectors:
        rows = self._encode(texts)
        return unit(rows if self._mean is None else rows - self._mean)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that mean the same."""

    name: str
    """The medoid: the question closest to the others, weighted by how often they were asked."""

    rows: Sequence[Row]
    """Most asked first."""

    @property
    def count(self) -> int:
        """How often they were asked in total."""
        return sum(row.count for row in self.rows)

    def values(self, facet: str) -> Mapping[str, int]:
        """Value of the facet, empty for none → how often; the most frequent first."""
        found: Counter[str] = Counter()
        for row in self.rows:
            found[row.facets.get(facet, "")] += row.count
        return dict(found.most_common())

    def seen(self, what: str) -> Mapping[str, int]:
        """``status``, ``section`` or ``reason`` → how often; the most frequent first, empty ones left out."""
        found: Counter[str] = Counter()
        for row in self.rows:
            for seen, count in row.seen.items():
                if value := getattr(seen, what):
                    found[value] += count
        return dict(found.most_common())


def groups(rows: Sequence[Row], meanings: Encode, *, alike: float = ALIKE) -> list[Group]:
    """The rows by meaning, largest group first, ties by name.

    Args:
        rows: Most asked first; of their wordings the first ``MOST`` are grouped, and the other rows left out.
        meanings: As `Meanings`.
        alike: As `ALIKE`.
    """
    of_text: dict[str, list[Row]] = {}
    for row in rows:
        of_text.setdefault(row.used, []).append(row)
    texts = sorted(list(of_text)[:MOST])  # the groups must not depend on the order
    if not texts:
        return []
    vectors = meanings(texts)
    counts = np.array([sum(row.count for row in of_text[text]) for text in texts])
    found = []
    for places in clusters(vectors, alike=alike):
        middle = texts[places[medoid(vectors[places], counts[places])]]
        members = sorted((row for place in places for row in of_text[texts[place]]), key=lambda row: -row.count)
        found.append(Group(middle, members))
    return sorted(found, key=lambda group: (-group.count, group.name))


def clusters(vectors: Vectors, *, alike: float) -> list[list[int]]:
    """Indices of the vectors in clusters of mean cosine ``alike`` or more, by average linkage.

    Of two clusters each the nearest of the other, one is made, in whatever order such pairs are met; a cluster to which
    none is near enough stays, as its mean cosine to no union can be above that to both parts.

    Source: Sokal & Michener, University of Kansas Science Bulletin 38, 1958; Murtagh, The Computer Journal 26, 1983.
    """
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -np.inf)
    members = [[place] for place in range(len(vectors))]
    unsettled = set(range(len(vectors)))
    chain: list[int] = []
    settled = []
    while unsettled:
        chain = chain or [min(unsettled)]
        last = chain[-1]
        near = int(cosines[last].argmax())
        if chain[-2:-1] and cosines[last, chain[-2]] >= cosines[last, near]:
            near = chain[-2]
        if cosines[last, near] < alike:
            settled.append(sorted(members[chain.pop()]))
            cosines[:, last] = -np.inf
            unsettled.remove(last)
        elif near in chain:
            sizes = len(members[near]), len(members[last])
            cosines[near] = cosines[:, near] = np.average(cosines[[near, last]], axis=0, weights=sizes)
            cosines[:, last] = -np.inf
            members[near] += members[last]
            unsettled.remove(last)
            del chain[-2:]
        else:
            chain.append(near)
    return settled


def medoid(vectors: Vectors, counts: NDArray[np.int64]) -> int:
    """Index of the vector with the highest weighted mean cosine to all; the first of equals."""
    return int(np.argmax(vectors @ (counts @ vectors)))

"""Sections ranked for a query: three kinds of vectors and one of words, fused by a weighted sum."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from index.background import passage_mean
from index.bundle import Bundle
from index.faiss_store import FaissStore
from index.passages import PassageKind
from index.vectors import Mask, Rows, Vectors
from ingest.facets import fold
from ingest.section import Chosen, all_hold

FEATURE: Mapping[PassageKind, int] = {"question": 0, "alternate": 0, "answer": 1, "leaf": 2}
"""Which of the three cosines a passage counts for: another way to ask is as good as the heading."""
LEAF = FEATURE["leaf"]

CANDIDATES = 100
"""Passages taken from each search before fusion."""


class Weights(NamedTuple):
    """How much each feature counts; cosines are of centred vectors, so unrelated texts are near 0.

    Chosen on the development questions, in steps of a half.
    """

    question: float = 1.0
    answer: float = 1.0
    leaf: float = 1.0
    words: float = 0.6
    exact: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A section and why it stands where it stands."""

    section: int
    """Place in the bundle's list of sections."""
    score: float
    """Weighted mean of the features, and what an exact match adds.

    Source: a weighted sum of scores on fixed scales, Bruch, Gai & Ingber 2023, doi:10.1145/3596512. Unlike a sum of
    reciprocal ranks it keeps how near the best one is, which confidence needs.
    """
    features: Weights
    """Named as the weights: cosines in [-1, 1], words in [0, 1), exact 1 if the query is the heading, else 0."""
    leaf: int | None
    """Row of the passage of kind ``leaf`` nearest to the query, if the section has one that holds."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a query is near to."""

    here: Sequence[Ranked]
    """Sections that hold for the reader, best first, ties by place."""
    elsewhere: Ranked | None
    """The best section that as a whole holds for others only, if it beats all that hold for the reader."""


class Ranker:
    """Ranks the sections of one bundle; safe to call from many threads."""

    def __init__(self, bundle: Bundle, encode: Callable[[str], Vectors], *, weights: Weights) -> None:
        """Prepare a bundle; ``encode`` gives a query's vector, shape (dim,)."""
        self.bundle = bundle
        self._encode = encode
        self._weights = weights
        # An encoder gives all passages much in common, and all queries much in common that passages lack; what is left
        # when both are taken off tells texts apart.
        self._store = FaissStore(_unit(bundle.vectors - passage_mean(bundle.vectors, bundle.means.passages)))
        self._kind = np.array([FEATURE[passage.kind] for passage in bundle.passages], dtype=np.int8)
        self._section = np.array([passage.section for passage in bundle.passages], dtype=np.int64)
        self._of_kind = [self._kind == feature for feature in range(LEAF + 1)]
        starts = np.flatnonzero(np.diff(self._section, prepend=-1))
        self._rows = {
            int(self._section[rows[0]]): rows
            for rows in np.split(np.arange(len(self._section)), starts[1:])
            if len(rows)
        }
        self._by_title: dict[str, frozenset[int]] = {}
        for at in self._rows:
            title = fold(bundle.sections[at].title)
            self._by_title[title] = self._by_title.get(title, frozenset()) | {at}
        self._masks = lru_cache(maxsize=256)(self._make_masks)

    def rank(self, text: str, chosen: Chosen) -> Ranking:
        """Rank every section that is near the query in any way."""
        if not self.bundle.passages:
            return Ranking((), None)
        query = _unit(self._encode(text) - self.bundle.means.queries)
        holds, others = self._masks(tuple(sorted(chosen.items())))
        here = self._ranked(text, query, self._words(text, chosen), holds)
        elsewhere = self._ranked(text, query, self._words(text, {}), others) if others.any() else []
        beaten = not elsewhere or bool(here and here[0].score >= elsewhere[0].score)
        return Ranking(here, None if beaten else elsewhere[0])

    def _ranked(self, text: str, query: Vectors, words: Mapping[int, float], allowed: Mask) -> list[Ranked]:
        exact = self._by_title.get(fold(text), frozenset())
        near = [
            self._store.search(query[np.newaxis], CANDIDATES, allowed=allowed & of_kind)[1][0]
            for of_kind in self._of_kind
        ]
        candidates = {*words, *exact, *self._section[np.concatenate(near)].tolist()}
        rows = np.concatenate([self._rows[section] for section in sorted(candidates)])
        rows = rows[allowed[rows]]
        if not len(rows):
            return []
        sections, place = np.unique(self._section[rows], return_inverse=True)
        cosines = self._store.matrix[rows] @ query
        best = np.full((len(sections), LEAF + 1), -np.inf, np.float32)
        np.maximum.at(best, (place, self._kind[rows]), cosines)
        question, answer, leaf = best.T
        answer = np.where(np.isinf(answer), question, answer)
        leaf = np.where(np.isinf(leaf), answer, leaf)
        matched = [(words.get(section, 0.0), float(section in exact)) for section in sections.tolist()]
        features = np.column_stack([question, answer, leaf, np.array(matched)])
        scores = features @ np.array(self._weights) / sum(self._weights[:-1])
        leaves = _best_leaves(rows, place, cosines, self._kind[rows] == LEAF)
        return [
            Ranked(int(sections[at]), float(scores[at]), Weights(*features[at].tolist()), leaves.get(at))
            for at in np.lexsort((sections, -scores)).tolist()
        ]

    def _words(self, text: str, chosen: Chosen) -> dict[int, float]:
        """Section → BM25 of its best answer, squashed into [0, 1): s / (s + 10)."""
        found: dict[int, float] = {}
        for row, score in self.bundle.lexical.search(text, CANDIDATES, chosen):
            section = int(self._section[row])
            found[section] = max(found.get(section, 0.0), score / (score + 10))
        return found

    def _make_masks(self, chosen: Sequence[tuple[str, str]]) -> tuple[Mask, Mask]:
        """Rows that hold for the reader, and rows of sections that as a whole do not."""
        values = dict(chosen)
        passages, sections = self.bundle.passages, self.bundle.sections
        holds = np.array([all_hold(passage.scopes, values) for passage in passages], dtype=np.bool_)
        whole = np.array([all_hold(sections[passage.section].scopes, values) for passage in passages], dtype=np.bool_)
        return holds, ~whole


def _best_leaves(rows: Rows, place: Rows, cosines: Vectors, is_leaf: Mask) -> dict[int, int]:
    """Place of a section → row of its leaf nearest to the query; the first of equals."""
    order = np.lexsort((-rows[is_leaf], cosines[is_leaf], place[is_leaf]))
    return dict(zip(place[is_leaf][order].tolist(), rows[is_leaf][order].tolist(), strict=True))


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vectors = (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
    return result

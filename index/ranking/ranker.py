"""Rank sections for a query: a weighted sum over vectors of texts, vectors of tokens, and words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from index.encoders.protocol import Encoded
from index.engines.by_size import engine_for
from index.engines.protocol import ANSWER, LEAF, WAY, Engine, Found, Kinds, Space, Wanted
from index.query.expansion import Expanded, Expander
from index.ranking.address_bonus import address_bonus
from index.ranking.alternate_classifier import AlternateClassifier
from index.ranking.evidence import Evidence
from index.ranking.exact_words import exact_words
from index.ranking.facet_fit import FacetFit
from index.ranking.features import Features
from index.ranking.fused_ranks import fused_ranks
from index.ranking.group_max import Scores, largest, over_others, pooled, top_k
from index.ranking.known_subjects import SubjectLeads
from index.ranking.known_subjects import shipped as known_subjects
from index.storage.bundle import Bundle
from index.vectors import Mask, Rows, Vectors, in_order, unit
from ingest.section import Allowed, Scope, all_hold, certain

CANDIDATES = 100
"""Passages taken from each search before fusion."""

CLOSEST = 25
"""Sections, the best by fused ranks, that are compared with the query token by token; the others are left out."""

ANSWER_COSINE, BODY = (Features._fields.index(name) for name in ("answer", "body"))
"""Columns of the features."""

NEAREST = 12
"""Ways to ask of a section, the nearest by cosine, that are compared token by token; more of them gained no hit."""


@dataclass(frozen=True, slots=True)
class RankedSection:
    """A section of a ranking, with its score and features."""

    section: int
    """Place in the bundle's list of sections."""
    score: float
    """Weighted mean of the features, and what an exact match adds.

    Source: a weighted sum of scores on fixed scales, Bruch, Gai & Ingber 2023, doi:10.1145/3596512. Unlike a sum of
    reciprocal ranks it keeps the best section's similarity, which confidence needs.
    """
    share: float
    """Softmax over the logits of all that were ranked: its lead over the others, in [0, 1]."""
    features: Features
    """Its values for the query."""
    leaf: int | None
    """Row of the passage of kind ``leaf`` that answers best, if it is no variant that the reader has not chosen."""
    evidence: Evidence
    """What its confidence is computed from."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sections that are near a query."""

    here: list[RankedSection]
    """Sections that hold for the reader, best first, ties by place."""
    elsewhere: RankedSection | None
    """The best section that as a whole holds for others only, if it beats all that hold for the reader."""
    by_stand_in: bool = False
    """Whether another engine had to find the candidates than the one that was asked for."""


class SearchText(NamedTuple):
    """A text that is searched for."""

    words: Expanded
    encoded: Encoded


class _EncodedQuery(NamedTuple):
    """A query's vectors, and the sections whose words it is."""

    exact: Scores
    """1 for each of these sections, else 0; shape (sections,)."""
    vector: Vectors
    tokens: Vectors


class _Closest(NamedTuple):
    """The sections that are compared with a question token by token."""

    sections: Rows
    """In order of place."""
    rows: Rows
    """Their passages that hold, in order."""
    place: Rows
    """Where the section of each row is among ``sections``."""
    kind: Kinds
    """Of each row."""


class _Compared(NamedTuple):
    """What the comparison of a question with the closest sections gives."""

    closest: _Closest
    features: Vectors
    """Of each section, shape (sections, features), the mean over the texts that are searched for."""
    cosines: Scores
    """Of each row, the mean over these texts."""
    logits: Scores
    """Of each section."""

    def is_beaten_by(self, other: "_Compared") -> bool:
        """Whether the other's best section scores as well, or this one has none."""
        return not len(self.logits) or bool(len(other.logits) and other.logits.max() >= self.logits.max())


class Ranker:
    """Ranks the sections of one bundle; safe to call from many threads."""

    def __init__(
        self,
        bundle: Bundle,
        encode: Callable[[str], Encoded],
        *,
        weights: Features,
        engine: Callable[[Bundle, Engine], Engine] | None = None,
    ) -> None:
        """Prepare a bundle.

        Args:
            bundle: The generation.
            encode: Gives a query's vectors and its tokens.
            weights: Of the features.
            engine: Makes what finds candidates, from the bundle and the engine that finds them otherwise.
        """
        self.bundle = bundle
        self._encode = encode
        self._weights = np.array(weights)
        space = Space.of(bundle)
        self._vectors, self._kind = space
        local = engine_for(bundle, space)
        self._engine = engine(bundle, local) if engine else local
        self._section = np.array([passage.section for passage in bundle.passages], dtype=np.int64)
        self._is_alternate = np.array([passage.kind == "alternate" for passage in bundle.passages], dtype=np.bool_)
        ways = self._kind == WAY
        self._classifier = AlternateClassifier(self._vectors[ways], self._section[ways])
        starts = np.flatnonzero(np.diff(self._section, prepend=-1))
        self._rows = {
            int(self._section[rows[0]]): rows
            for rows in np.split(np.arange(len(self._section)), starts[1:])
            if len(rows)
        }
        subjects, own = known_subjects(), bundle.manifest.encoder_digest
        self._subject_leads = SubjectLeads(subjects, self._answers()) if subjects.encoder == own else _no_leads
        self._address_bonus = address_bonus(bundle.passages)
        self._exact: dict[tuple[str, ...], frozenset[int]] = {}
        for passage in bundle.passages:
            if passage.kind in ("question", "alternate") and (way := exact_words(passage.text)):
                self._exact[way] = self._exact.get(way, frozenset()) | {passage.section}
        self._facet_fit = FacetFit(bundle.sections)
        self._expand = Expander(bundle.synonyms, [passage.text for passage in bundle.passages], bundle.said)
        around = [bundle.sections[passage.section].scopes for passage in bundle.passages]
        self._around = _Scopes(around)
        self._scopes = _Scopes(passage.scopes for passage in bundle.passages)
        self._own = _Scopes(
            passage.scopes[len(whole) :] for passage, whole in zip(bundle.passages, around, strict=True)
        )
        self._masks = lru_cache(maxsize=256)(self._make_masks)

    def prepare(self) -> None:
        """Load what most questions do without: what the content says of its synonyms."""
        _ = self._expand.own

    def texts(self, text: str, masked: str) -> tuple[SearchText, ...]:
        """What is searched for, for any reader: the question, and the same without what it says of facets."""
        expanded = [self._expand(one) for one in dict.fromkeys((text, masked))] if self.bundle.passages else []
        return tuple(SearchText(one, self._encode(one.text)) for one in expanded)

    def rank(self, text: str, texts: Sequence[SearchText], allowed: Allowed, said: Collection[str] = ()) -> Ranking:
        """Rank every section that is near the query in any way.

        Args:
            text: The question.
            texts: Of the question, as ``texts`` gives them; how near a section is, is the mean over them.
            allowed: What the search is held to.
            said: The facets of which the question says a value.
        """
        if not texts:
            return Ranking([], None)
        exact, length = np.zeros(len(self.bundle.sections), np.float32), len(text.split())
        exact[list(self._exact.get(exact_words(text), ()))] = 1
        queries = [self._query(one.encoded, exact) for one in texts]
        holds, others, sure = self._masks(tuple(sorted(allowed.items())))
        fit = self._facet_fit(said)
        wanted = [Wanted(one.vector, holds, allowed) for one in queries]
        if others.any():
            wanted += [one._replace(mask=others, elsewhere=True) for one in wanted]
        near, by_stand_in = self._nearest(wanted)
        words = [self._words(one.words, allowed) for one in texts]
        here, elsewhere = self._compared(queries, near[: len(texts)], words, holds, fit), None
        if others.any():
            words = [self._words(one.words, {}) for one in texts]
            of_others = self._compared(queries, near[len(texts) :], words, others, fit)
            if not of_others.is_beaten_by(here):
                elsewhere = self._ranked(of_others, queries, sure, length)[0]
        return Ranking(self._ranked(here, queries, sure, length), elsewhere, by_stand_in)

    def _query(self, encoded: Encoded, exact: Scores) -> _EncodedQuery:
        return _EncodedQuery(exact, unit(encoded.vector - self.bundle.means.queries), encoded.tokens)

    def _nearest(self, wanted: list[Wanted]) -> Found:
        """The passages nearest to each query; where all sections are compared token by token, all that may be found."""
        if len(self._rows) <= CLOSEST:
            return Found([np.flatnonzero(one.mask) for one in wanted])
        return self._engine.nearest(wanted, CANDIDATES)

    def _compared(
        self,
        queries: list[_EncodedQuery],
        near: list[Rows],
        words: list[Scores],
        holds: Mask,
        fit: Scores,
    ) -> _Compared:
        """Compare the sections that are closest to any of the texts with each of them."""
        found = [self._candidates(*one, holds) for one in zip(queries, near, words, strict=True)]
        sections = in_order([one[0] for one in found], len(self.bundle.sections))
        rows = in_order([one[1] for one in found], len(self._section))
        closest = _Closest(sections, rows, np.searchsorted(sections, self._section[rows]), self._kind[rows])
        each = [self._features(query, one, closest, fit) for query, one in zip(queries, words, strict=True)]
        features, cosines = (sum(parts) / len(each) for parts in zip(*each, strict=True))
        return _Compared(closest, features, cosines, features @ self._weights)

    def _ranked(
        self, compared: _Compared, queries: list[_EncodedQuery], sure: Mask, length: int
    ) -> list[RankedSection]:
        (sections, rows, place, kind), features, cosines, logits = compared
        if not len(rows):
            return []
        scores = logits / self._weights[:-1].sum()
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        best = _best_leaves(rows, self._section[rows], cosines + self._address_bonus[rows], kind == LEAF)
        leaves = {section: row for section, row in best.items() if sure[row]}
        alternates = np.bincount(place[self._is_alternate[rows]], minlength=len(sections))
        subjects = self._subject_leads(np.array([query.vector for query in queries]), sections)
        is_way = kind == WAY
        asked = largest(cosines[is_way], place[is_way], len(sections))
        asked = np.where(np.isneginf(asked), features[:, ANSWER_COSINE], asked)
        leads = over_others(features[:, BODY])
        order = np.lexsort((sections, -scores))
        found = []
        for at in order.tolist():
            seen, share = Features(*features[at].tolist()), float(shares[at])
            evidence = Evidence.of(
                seen,
                share=share,
                alternates=int(alternates[at]),
                words=length,
                subject=float(subjects[at]),
                way=float(asked[at]),
                lead=float(leads[at]),
            )
            section = int(sections[at])
            found.append(RankedSection(section, float(scores[at]), share, seen, leaves.get(section), evidence))
        return found

    def _answers(self) -> Vectors:
        """The direction of each section's answers, or of its ways to ask where it has none, shape (sections, dim)."""
        answers = self._kind == ANSWER
        has_none = ~np.isin(self._section, self._section[answers])
        rows = np.flatnonzero(answers | has_none & (self._kind == WAY))
        sums = np.zeros((len(self.bundle.sections), self._vectors.shape[1]), np.float32)
        np.add.at(sums, self._section[rows], self._vectors[rows])
        return unit(sums)

    def _candidates(self, query: _EncodedQuery, near: Rows, words: Scores, holds: Mask) -> tuple[Rows, Rows]:
        """The closest sections, in order of place, and their rows that hold."""
        count = len(self.bundle.sections)
        if len(self._rows) <= CLOSEST:
            return in_order([self._section[near]], count), near
        found = in_order([np.flatnonzero(words), np.flatnonzero(query.exact), self._section[near]], count)
        rows = np.concatenate([np.empty(0, np.int64), *(self._rows[section] for section in found.tolist())])
        rows = rows[holds[rows]]
        found, place = np.unique(self._section[rows], return_inverse=True)
        cosines, is_answer = self._cosines(query.vector, rows), self._kind[rows] == ANSWER
        nearest = largest(cosines, place, len(found))
        answers = largest(cosines[is_answer], place[is_answer], len(found))
        said = np.where(words[found] > 0, words[found], -np.inf)
        fused = fused_ranks([nearest, np.where(np.isneginf(answers), nearest, answers), said])
        fused += query.exact[found]
        is_closest = np.zeros(count, np.bool_)
        is_closest[found[np.argsort(-fused, kind="stable")[:CLOSEST]]] = True
        return np.flatnonzero(is_closest), rows[is_closest[self._section[rows]]]

    def _features(self, query: _EncodedQuery, words: Scores, closest: _Closest, fit: Scores) -> tuple[Vectors, Scores]:
        """The features of each section, shape (sections, features), and the cosine of each row."""
        sections, rows, place, kind = closest
        count = len(sections)
        cosines = self._cosines(query.vector, rows)
        ways, answers = np.flatnonzero(kind == WAY), np.flatnonzero(kind == ANSWER)
        asked, answered = (largest(cosines[of], place[of], count) for of in (ways, answers))
        near = ways[top_k(cosines[ways], place[ways], count, NEAREST)]
        read = in_order([near, answers], len(rows))
        matches, holder = self.bundle.tokens.matches(query.tokens, rows[read]), place[read]
        is_body = kind[read] == ANSWER
        intents = np.zeros(len(self.bundle.sections), np.float32)
        intents[self._classifier.sections] = self._classifier(query.vector)
        columns = {
            "answer": np.where(np.isneginf(answered), asked, answered),
            "whole": pooled(matches, holder, count),
            "body": pooled(matches[is_body], holder[is_body], count),
            "intent": intents[sections],
            "words": words[sections],
            "facets": fit[sections],
            "exact": query.exact[sections],
        }
        return np.column_stack([columns[name] for name in Features._fields]), cosines

    def _cosines(self, vector: Vectors, rows: Rows) -> Scores:
        """A query's cosine to each of the rows, shape (n,)."""
        cosines: Scores
        if 2 * len(rows) > len(self._vectors):  # a copy of most of them would take longer than the product with all
            cosines = (self._vectors @ vector)[rows]
        else:
            cosines = self._vectors.take(rows, axis=0) @ vector
        return cosines

    def _words(self, text: Expanded, allowed: Allowed) -> Scores:
        """BM25 of each section's best answer, squashed into [0, 1): s / (s + 10); 0 where it has none of the words."""
        found = np.zeros(len(self.bundle.sections), np.float32)
        for row, score in self.bundle.lexical.search(text.rest, CANDIDATES, allowed, text.either):
            section = self._section[row]
            found[section] = max(found[section], score / (score + 10))
        return found

    def _make_masks(self, allowed: tuple[tuple[str, frozenset[str]], ...]) -> tuple[Mask, Mask, Mask]:
        """Rows that hold for the reader, rows of sections that as a whole do not, and rows that are no variant.

        A row of a section is a variant if it holds for some only of the readers that the choice lets in.
        """
        values = dict(allowed)
        return (
            self._scopes.where(lambda scopes: all_hold(scopes, values)),
            self._around.where(lambda scopes: not all_hold(scopes, values)),
            self._own.where(lambda scopes: all(certain(scope, values) for scope in scopes)),
        )


class _Scopes:
    """The scopes of each row; most rows share theirs with others."""

    def __init__(self, scopes: Iterable[tuple[Scope, ...]]) -> None:
        self._number: dict[tuple[Scope, ...], int] = {}
        numbers = [self._number.setdefault(one, len(self._number)) for one in scopes]
        self._of_row = np.array(numbers, dtype=np.int64)

    def where(self, test: Callable[[tuple[Scope, ...]], bool]) -> Mask:
        """The rows whose scopes pass a test."""
        passes = np.array([test(scopes) for scopes in self._number], dtype=np.bool_)
        return passes[self._of_row]


def _best_leaves(rows: Rows, sections: Rows, scores: Scores, is_leaf: Mask) -> dict[int, int]:
    """Section → row of its best leaf; the first of equals."""
    order = np.lexsort((-rows[is_leaf], scores[is_leaf], sections[is_leaf]))
    return dict(zip(sections[is_leaf][order].tolist(), rows[is_leaf][order].tolist(), strict=True))


def _no_leads(queries: Vectors, sections: Rows) -> Scores:
    return np.zeros(len(sections), np.float32)

"""The query path: from a question to its answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from time import perf_counter
from typing import NamedTuple

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from index.analysis.vocabulary import vocabulary
from index.answers import Presenter, Published
from index.asks_for_address import asks_for_address
from index.contrast_sets import contrast_sets
from index.encoders.protocol import Encoder
from index.engines.protocol import Engine
from index.held_choice import held_choices, held_to
from index.notices import (
    broader_notices,
    conflict_notices,
    differs_notices,
    elsewhere_notices,
    engine_notices,
    repair_notices,
    restricted_notices,
    unlisted_notices,
)
from index.query.facet_inference import Inferred, infer_from, words_said
from index.query.mask import masked
from index.query.negated_phrase import ruled_out
from index.query.repair import Repaired, Repairer
from index.query.tokens import Token, tokenise
from index.question_back import QuestionBack
from index.ranking.calibration import confidences, status
from index.ranking.explain import Explained, explained
from index.ranking.narrowest_first import NarrowestFirst
from index.ranking.parameters import Parameters, shipped
from index.ranking.ranker import RankedSection, Ranker, Ranking, SearchText
from index.ranking.reranked import Rerank, reranked
from index.result import (
    Answer,
    AskFacet,
    AskSection,
    Comparison,
    IndexInfo,
    InterpretedQuery,
    Query,
    Related,
    Result,
    Status,
)
from index.short_question import Meant, ShortQuestion, subject
from index.storage.bundle import Bundle
from index.storage.certificate import Certificate
from index.storage.manifest import check_encoder
from index.unlisted_places import UnlistedPlaces
from index.variants import differing
from ingest.content.facets import Facet
from ingest.fold import clean
from ingest.scope.choice import allowed
from ingest.scope.restriction import restrictions
from ingest.section import Allowed, Chosen, Section, all_hold

RELATED = 3
"""Most sections named as related."""

QUESTIONS = 256
"""Questions of which is kept what does not depend on the reader's choice; some 20 kB each."""


class _Question(NamedTuple):
    """What a question says, whatever its reader chose."""

    repaired: Repaired
    read: Mapping[str, Inferred]
    """Facet → what the words say of it."""
    subject: Sequence[str] | None
    """Its words, if it may name a subject and ask nothing of it."""
    texts: Sequence[SearchText]
    """The question, and the same without what it says of facets and what it rules out."""
    unlisted: Sequence[tuple[Facet, str]]
    """A place that it names and that is none of a facet's values."""


class _Understood(NamedTuple):
    """A question with what its reader chose and its ranking."""

    question: _Question
    requested: Allowed
    """What was chosen in the request."""
    held: Allowed
    """What the search is held to: what was chosen, as far as the words agree; of other facets what the words say."""
    ranking: Ranking


class Searcher:
    """Answers questions from one opened generation; safe to call from many threads."""

    def __init__(
        self,
        bundle: Bundle,
        encoder: Encoder,
        *,
        parameters: Parameters | None = None,
        rerank: Rerank | None = None,
        unpublished: Published | None = None,
        questions: int = QUESTIONS,
        engine: Callable[[Bundle, Engine], Engine] | None = None,
    ) -> None:
        """Prepare a generation for questions. From then on the process uses one thread for matrix products.

        Args:
            bundle: The generation.
            encoder: The one that it was built with.
            parameters: Other than those that ship.
            rerank: Orders the first sections anew; what was certified without it holds no longer.
            unpublished: Where its pages are if the content does not say where it is published.
            questions: How many are kept, with their repairs and vectors, to be answered for other readers too.
            engine: Makes what finds candidates, from the generation and the engine that finds them otherwise.

        Raises:
            EncoderMismatch: if its passages were encoded otherwise.
        """
        # The products of one query are small; with two threads they take twice as long, and on busy cores ten times.
        threadpool_limits(limits=1, user_api="blas")
        check_encoder(bundle.name, bundle.manifest, name=encoder.name, digest=encoder.digest)
        self.bundle = bundle
        self.info = IndexInfo(bundle.name, encoder.name)
        self.parameters = parameters or shipped()
        self._weights, self._calibration = self.parameters
        self._rerank = rerank
        self.certificate = None if rerank else self._certificate()
        """The generation's, unless it was made with other parameters; its threshold of ``answered`` holds."""
        if self.certificate is not None:
            self._calibration = self._calibration._replace(answered=self.certificate.threshold)
        self._ranker = Ranker(bundle, encoder.query, weights=self._weights, engine=engine)
        self._presenter = Presenter(bundle, unpublished)
        self._restrictions = lru_cache(maxsize=1024)(
            lambda place: tuple(restrictions(bundle.sections[place], bundle.facets))
        )
        sets = contrast_sets(bundle.sections, bundle.facets.contrasts)
        self._question_back = QuestionBack(bundle, sets)
        self._meant = ShortQuestion(bundle, self._calibration)
        self._narrowest_first = NarrowestFirst(bundle.sections, bundle.facets, sets)
        # Alternates may be misspelt, and the words of leaves are in their answers.
        own_words = (passage.text for passage in bundle.passages if passage.kind in ("question", "answer"))
        jargon = (form for synonym in bundle.synonyms for form in (*synonym.said, *synonym.meant))
        words = vocabulary([*own_words, *jargon])
        self.repair = Repairer(words).repair
        """Repairs a query as it was typed."""
        self._question = lru_cache(maxsize=questions)(self._read)
        self._own_words = frozenset(word for known in (words.cyrillic, words.latin) for word in known if known[word])
        self._unlisted = UnlistedPlaces(bundle.facets, self._own_words)
        self._place = {section.id: number for number, section in enumerate(bundle.sections)}

    def __call__(self, query: Query) -> Result:
        """Answer a question, as ``index.result.Search``.

        Raises:
            ValueError: if the question is blank, the limit below 1 or a facet or value unknown.
        """
        began = perf_counter()
        question, requested, held, ranking = self._understand(query)
        repaired, read = question.repaired, question.read
        sure = confidences(ranking.here[: query.limit], self._calibration)
        state = status(ranking.here, sure, self._calibration)
        if state == "no_answer" and self._meant.names(question.subject or (), ranking.here[:1], held):
            state = status(ranking.here, sure, self._calibration, is_named=True)
        ranked = self._narrowest_first(ranking.here, held)  # the first has the confidence of what it asks the same as
        shown = [] if state == "no_answer" and query.abstain else ranked[: query.limit]
        ask, settled = self._ask(question, held, ranked, len(shown), state)
        if state == "answered" and not settled:
            state = "unsure"
        where = asks_for_address(repaired.used)
        answers = [self._answer(one, held, confidence, where) for one, confidence in zip(shown, sure, strict=False)]
        return Result(
            query=InterpretedQuery(
                clean(query.text),
                repaired.used,
                repaired.repairs,
                held_choices(self.bundle.facets, requested, read),
            ),
            status=state,
            answers=tuple(answer for answer in answers if answer is not None),
            related=self._related(ranked[len(shown) :]),
            notices=(
                *(restricted_notices(self.bundle, held, self._restrictions(shown[0].section)) if shown else ()),
                *unlisted_notices(question.unlisted),
                *repair_notices(repaired),
                *(conflict_notices(self.bundle, requested, read) if shown else ()),
                *elsewhere_notices(self.bundle, held, self._elsewhere(ranking)),
                *(differs_notices(self.bundle, held, shown[0]) if shown else ()),
                *(broader_notices(self.bundle, held, shown[0]) if shown else ()),
                *engine_notices(by_stand_in=ranking.by_stand_in),
            ),
            ask=ask,
            index=self.info,
            took_ms=(perf_counter() - began) * 1000,
        )

    def prepare(self) -> None:
        """Load what the first question may do without, so that no later one waits for it."""
        self._ranker.prepare()

    def explain(self, query: Query) -> list[Explained]:
        """The features and contributions of each section for a question, as ``index.ranking.explain.Explain``.

        Raises:
            ValueError: as when it is answered.
        """
        ranked = self._understand(query).ranking.here
        return [explained(self.bundle.sections[one.section], one, self._weights) for one in ranked]

    def section(self, section_id: str, chosen: Chosen) -> Answer | None:
        """One section projected to the chosen values; None if there is none of that id, or it does not hold."""
        place = self._place.get(section_id)
        if place is None:
            return None
        held = allowed(chosen, self.bundle.facets)
        return self._presenter.answer(place, held, span=None, confidence=1.0, score=1.0)

    def comparison(self, section_id: str, facet: str, chosen: Chosen) -> Comparison | None:
        """The variants of a section by a facet, side by side; None if there are not two, or no such section.

        Raises:
            ValueError: if a chosen facet or value is unknown.
        """
        place = self._place.get(section_id)
        known = self.bundle.facets.get(facet)
        if place is None or known is None:
            return None
        section = self.bundle.sections[place]
        found = differing(section, facet, chosen, self.bundle.facets)
        if len(found) < 2:
            return None
        labels = {value.id: value.label["ru"] for value in known.values}
        return Comparison(
            id=section.id,
            section=section.title,
            url=self._presenter.url(section),
            facet=facet,
            facets={name: value for name, value in chosen.items() if name != facet},
            variants=tuple(self._presenter.variant(section, one, labels) for one in found),
        )

    def said(self, text: str) -> dict[str, Inferred]:
        """What a text says of the facets; it is read as a question is, but not repaired, which takes far longer."""
        text = clean(text)
        return infer_from(tokenise(text), text, self.bundle.facets, self._own_words)

    def sections(self, chosen: Chosen) -> list[Section]:
        """Every section that has text and holds for the chosen values, in the content's order."""
        held = allowed(chosen, self.bundle.facets)
        return [section for section in self.bundle.sections if section.blocks and all_hold(section.scopes, held)]

    def _certificate(self) -> Certificate | None:
        kept = self.bundle.certificate
        return kept if kept is not None and kept.parameters == self.parameters.digest else None

    def _understand(self, query: Query) -> _Understood:
        requested = self._checked(query)
        question = self._question(clean(query.text), query.repair, query.infer)
        held = held_to(requested, question.read)
        used = question.repaired.used
        ranking = self._ranker.rank(used, question.texts, held, question.read)
        if self._rerank is not None:
            here = reranked(ranking.here, used, lambda one: self._whole(one, held), self._rerank)
            ranking = replace(ranking, here=here)
        return _Understood(question, requested, held, ranking)

    def _read(self, text: str, repair: bool, infer: bool) -> _Question:
        """Repair a clean text, read facets from it and encode what is searched for."""
        repaired = self.repair(text) if repair else Repaired(text, ())
        used = repaired.used
        tokens = tokenise(used)
        read = infer_from(tokens, used, self.bundle.facets, self._own_words) if infer else {}
        said = words_said(read)
        texts = self._ranker.texts(used, self._masked(used, tokens, said)) if tokens else ()  # signs alone ask nothing
        unlisted = tuple(self._unlisted(tokens)) if infer else ()
        return _Question(repaired, read, subject(tokens, said), texts, unlisted)

    def _masked(self, text: str, tokens: Sequence[Token], said: frozenset[int]) -> str:
        """A question without what it says of facets and what it rules out."""
        return masked(text, tokens, ruled_out(tokens) | said)

    def _ask(
        self, question: _Question, held: Allowed, ranked: Sequence[RankedSection], shown: int, state: Status
    ) -> tuple[AskFacet | AskSection | None, bool]:
        """What to ask back, never between the first and what it goes before; and whether one section alone is meant."""
        first, rivals = list(ranked[:1]), list[RankedSection]()
        for one in ranked[1:]:
            (first if self._narrowest_first.goes_before(first[0], one, held) else rivals).append(one)
        is_subject = question.subject is not None and first and state != "no_answer"
        meant = self._meant(question.subject or (), first, rivals, held) if is_subject else Meant((), settled=True)
        ask = self._question_back([*first[:1], *rivals][:shown], held, possible=meant.sections)
        return ask, meant.settled and not isinstance(ask, AskSection)

    def _elsewhere(self, ranking: Ranking) -> RankedSection | None:
        """The section for others that beats all, unless the first asks the same for this reader."""
        elsewhere, first = ranking.elsewhere, ranking.here[:1]
        settled = elsewhere and first and self._narrowest_first.asks_the_same(elsewhere, first[0])
        return None if settled else elsewhere

    def _whole(self, one: RankedSection, held: Allowed) -> str:
        """What a reranker reads of a section."""
        answer = self._presenter.answer(one.section, held, span=None, confidence=1.0, score=1.0)
        return f"{self.bundle.sections[one.section].title}\n{answer.text if answer else ''}"

    def _answer(self, one: RankedSection, held: Allowed, confidence: float, where: bool) -> Answer | None:
        span = None if one.leaf is None else self.bundle.passages[one.leaf]
        return self._presenter.answer(
            one.section, held, span=span, confidence=confidence, score=one.score, address=where
        )

    def _related(self, others: Sequence[RankedSection]) -> tuple[Related, ...]:
        sections = [self.bundle.sections[one.section] for one in others[:RELATED]]
        return tuple(Related(section.id, section.title) for section in sections)

    def _checked(self, query: Query) -> Allowed:
        """What was chosen, once it is known that the query can be answered."""
        if not clean(query.text).strip():
            raise ValueError("the question is empty; write what you are looking for.")
        if query.limit < 1:
            raise ValueError(f"limit must be at least 1, got {query.limit}.")
        return allowed(query.facets, self.bundle.facets)

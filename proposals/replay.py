"""Try a proposal on the labelled questions, in a temporary index of its own."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import TracebackType

import numpy as np

from eval.compare import Comparison, compare
from eval.errors import NothingToCount
from eval.labels.contamination import contaminated
from eval.labels.question_file import Question
from eval.leaks.foreign import foreign
from eval.run import Outcome, run
from index.encoders.protocol import Encoder
from index.result import Query, Search
from index.search import Searcher
from ingest.content.alternates import alternate_lines
from ingest.section import Section
from proposals.proposal import Proposal
from proposals.scratch_index import ScratchIndex
from proposals.verdict import ALIKE, FEWEST, NEAREST, VOTES, Trial, Verdict, judge
from traffic.groups import Encode


@dataclass(frozen=True, slots=True)
class Replayed:
    """A proposal and its effect."""

    proposal: Proposal

    texts: tuple[str, ...]
    """Its texts that would be written."""

    refused: Mapping[str, str] = field(default_factory=dict)
    """Text that would not be written → why."""

    trial: Trial | None = None
    """None where there was nothing to try."""

    verdict: Verdict | None = None
    """None: not tried, or a missing question, which changes no answer, that no label speaks against."""

    reason: str = ""


class Replayer(AbstractContextManager["Replayer"]):
    """The index as it is, its answers to the questions, and a temporary copy to try changes in; removed on close."""

    def __init__(
        self,
        index: Path,
        content: Path,
        encoder: Encoder,
        questions: Sequence[Question],
        *,
        meanings: Encode,
        default_facets: Path,
    ) -> None:
        """Build the content as it is now, and run all questions.

        Args:
            index: Vectors of its live generation are reused, so that only new texts are encoded.
            content: What it was built from.
            encoder: The index's.
            questions: Labelled; one that nearly equals a known alternate is left out.
            meanings: As `traffic.groups.Meanings`.
            default_facets: As `index.build.build` has it.

        Raises:
            IngestError, IndexingError: the content cannot be built.
            NothingToCount: no question is left.
        """
        self._scratch = ScratchIndex(content, encoder, default_facets=default_facets, vectors=index)
        self._meanings = meanings
        self.before = self._searcher({})
        bundle = self.before.bundle
        self.sections = {section.id: section for section in bundle.sections}
        self._foreign = foreign(bundle.sections, bundle.facets)
        known = contaminated(questions, (one.text for one in bundle.passages if one.kind == "alternate"))
        self.questions = [question for question in questions if question.id not in known]
        if not self.questions:
            raise NothingToCount(len(questions))
        self._outcomes = self._asked(self.before)

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()

    def __call__(self, proposal: Proposal) -> Replayed:
        """The effect of the proposal alone.

        Where readers point to its section, those of its texts that do the harm are left out if the others do none.
        """
        if proposal.kind == "missing":
            return self._drafted(proposal)
        refused = self._refused(proposal.texts)
        texts = tuple(text for text in proposal.texts if text not in refused)
        section = self.sections.get(proposal.section)
        if section is None or not section.anchor:
            return Replayed(proposal, (), refused, None, "reject", "there is no such section with a heading")
        if not texts:
            return Replayed(proposal, (), refused, None, "reject", "every text nearly equals a labelled question")
        whole = tried = self._tried(proposal, section, texts, refused)
        while tried.verdict != "accept" and (taking := self._taking(tried)):
            texts = tuple(text for text in tried.texts if text not in taking)
            if not texts:
                break
            tried = self._tried(proposal, section, texts, {**tried.refused, **taking})
        return tried if tried.verdict == "accept" else whole

    def together(self, replayed: Iterable[Replayed]) -> Comparison:
        """The effect of several proposals together."""
        texts: dict[str, tuple[str, ...]] = {}
        for one in replayed:
            texts[one.proposal.section] = texts.get(one.proposal.section, ()) + one.texts
        return compare(self._outcomes, self._asked(self._searcher(texts)))

    def _drafted(self, proposal: Proposal) -> Replayed:
        """A missing question, rejected if by the labels most that means about the same has an answer."""
        near = self._near(proposal.texts)
        answered = sum(bool(one.expect) for one in near)
        if len(near) < FEWEST or 2 * answered <= len(near):
            return Replayed(proposal, proposal.texts)
        reason = f"of {len(near)} labelled questions that mean about the same {answered} have an answer"
        return Replayed(proposal, proposal.texts, {}, None, "reject", reason)

    def _tried(
        self, proposal: Proposal, section: Section, texts: tuple[str, ...], refused: Mapping[str, str]
    ) -> Replayed:
        trial = self._trial(proposal, section, texts)
        return Replayed(proposal, texts, refused, trial, *judge(trial))

    def _taking(self, tried: Replayed) -> dict[str, str]:
        """Texts that are nearest to a labelled question whose right answer was taken away → why they do harm."""
        assert tried.trial is not None
        taken = [one for one in self.questions if one.id in tried.trial.taken]
        if not taken or tried.trial.votes < VOTES:
            return {}
        cosines = self._meanings([one.query for one in taken]) @ self._meanings(tried.texts).T
        nearest = np.argmax(cosines, axis=1).tolist()
        return {
            tried.texts[at]: f"it takes the right answer from {one.id}" for at, one in zip(nearest, taken, strict=True)
        }

    def _trial(self, proposal: Proposal, section: Section, texts: Sequence[str]) -> Trial:
        after = self._searcher({section.id: texts})
        outcomes = self._asked(after)
        pairs = list(zip(self._outcomes, outcomes, strict=True))
        near = self._near(texts)
        others = sorted({one.query for one in proposal.behind} - set(texts))
        return Trial(
            comparison=compare(self._outcomes, outcomes),
            given=[now.question.id for then, now in pairs if then.rank != 1 == now.rank and _first(now) == section.id],
            taken=[now.question.id for then, now in pairs if then.rank == 1 != now.rank and _first(now) == section.id],
            near=len(near),
            near_own=sum(
                any(label.names(section.page, section.title) for label in (*one.expect, *one.also)) for one in near
            ),
            reached=(_reached(self.before, others, section.id), _reached(after, others, section.id)),
            votes=sum(one.liked.get(section.id, 0) + one.then.get(section.id, 0) for one in proposal.behind),
        )

    def _near(self, texts: Sequence[str]) -> list[Question]:
        """Labelled questions that mean about the same as one of the texts."""
        cosines = self._meanings(texts) @ self._meanings([question.query for question in self.questions]).T
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
        alike = np.take_along_axis(cosines, nearest, axis=1) >= ALIKE
        return [self.questions[at] for at in np.unique(nearest[alike]).tolist()]

    def _refused(self, texts: Sequence[str]) -> dict[str, str]:
        """Text → the labelled question that it nearly equals, which would say nothing any more."""
        found = {text: contaminated(self.questions, [text]) for text in texts}
        return {text: f"labelled question {next(iter(same))} nearly equals it" for text, same in found.items() if same}

    def _searcher(self, texts: Mapping[str, Sequence[str]]) -> Searcher:
        found = ((self.sections[section], new) for section, new in texts.items())
        lines = (alternate_lines(section.anchor, new, "replay", page=section.page) for section, new in found)
        return self._scratch.searcher(chain.from_iterable(lines))

    def _asked(self, search: Searcher) -> list[Outcome]:
        return run(self.questions, search, foreign=self._foreign)


def _first(outcome: Outcome) -> str:
    return outcome.ranked[0].id if outcome.ranked else ""


def _reached(search: Search, queries: Iterable[str], section: str) -> int:
    """How many of the queries are shown the section first."""
    shown = (search(Query(query, {}, limit=1)).answers for query in queries)
    return sum(bool(answers) and answers[0].id == section for answers in shown)

"""Check drafted alternates: new, found in their section, and no harm to what is found now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from eval.labels.contamination import contaminated, nearly_same
from eval.labels.question_file import Label, Question
from eval.run import Outcome, run
from index.encoders.protocol import Encoder
from index.result import Query
from ingest.content.alternates import Alternate, alternate_line
from ingest.section import Section
from proposals.draft_plan import ORIGIN
from proposals.draft_request import Drafted
from proposals.scratch_index import ScratchIndex

ROUNDS = 2
"""Times that drafts are searched for: as the content is, and again beside those of the same section that were found."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a section's drafts."""

    section: Section

    kept: tuple[Drafted, ...]

    refused: Mapping[str, str]
    """Text → why."""

    @property
    def lines(self) -> list[str]:
        """What was kept, as `ingest.content.alternates` has it."""
        return [alternate_line(self.section.anchor, one.text, ORIGIN, kind=one.type) for one in self.kept]


class _Draft(NamedTuple):
    section: str
    drafted: Drafted


class Checks:
    """Checks one batch after another; what was kept counts for those that follow."""

    def __init__(
        self,
        scratch: ScratchIndex,
        encoder: Encoder,
        *,
        labelled: Sequence[Question] = (),
        drafts: Sequence[Alternate] = (),
    ) -> None:
        """Index the content and ask what must still be found afterwards.

        Args:
            scratch: Of the content.
            encoder: Of the scratch index.
            labelled: Questions that must still find their section first, besides every heading.
            drafts: Those of earlier runs.

        Raises:
            IngestError, IndexingError: the content cannot be built.
        """
        self._scratch, self._encoder, self._labelled = scratch, encoder, labelled
        self._lines = [alternate_line(one.anchor, one.text, one.origin) for one in drafts]
        self._search = scratch.searcher(self._lines)
        bundle = self._search.bundle
        self._sections = {section.id: section for section in bundle.sections}
        self._known: dict[str, list[str]] = {section.id: [section.title] for section in bundle.sections}
        for passage in bundle.passages:
            if passage.kind == "alternate":
                self._known[bundle.sections[passage.section].id].append(passage.text)
        self._seen: list[str] = []
        asked = [*labelled, *_headings(bundle.sections)]
        self._right = [one.question for one in run(asked, self._search, limit=1) if one.rank == 1]

    def __call__(self, drafts: Mapping[str, Sequence[Drafted]]) -> Iterator[Checked]:
        """The outcome for each section, id → its drafts, in order."""
        refused: dict[str, dict[str, str]] = {section: {} for section in drafts}
        waiting = [
            _Draft(section, one) for section, ones in drafts.items() for one in self._new(section, ones, refused)
        ]
        kept: list[_Draft] = []
        for _ in range(ROUNDS):
            first = {one: self._first(one.drafted.text) for one in waiting}
            waiting = [one for one in waiting if first[one] != one.section]
            for one in waiting:
                refused[one.section][one.drafted.text] = self._elsewhere(first[one])
            if not (found := [one for one in first if first[one] == one.section]):
                break
            for one in found:
                refused[one.section].pop(one.drafted.text, None)
            kept = self._harmless(kept + found, refused)
        self._lines += _lines(kept, self._sections)
        for section in drafts:
            ours = tuple(one.drafted for one in kept if one.section == section)
            yield Checked(self._sections[section], ours, refused[section])

    def _new(self, section: str, drafts: Sequence[Drafted], refused: dict[str, dict[str, str]]) -> Iterator[Drafted]:
        """The drafts that nearly equal nothing that is there, nor one another."""
        for one in drafts:
            same = next((text for text in self._known[section] + self._seen if nearly_same(text, one.text)), None)
            labels = contaminated(self._labelled, [one.text])
            if same is not None:
                refused[section][one.text] = f"nearly equals «{same}»"
            elif labels:
                refused[section][one.text] = f"nearly equals labelled question {next(iter(labels))}"
            else:
                self._seen.append(one.text)
                yield one

    def _harmless(self, kept: list[_Draft], refused: dict[str, dict[str, str]]) -> list[_Draft]:
        """The drafts without those that take a question from its section; they are in the index then."""
        while stolen := self._stolen(kept):
            for outcome in stolen:
                ours = [one for one in kept if one.section == outcome.ranked[0].id]
                if ours:
                    thief = self._nearest(outcome.question.query, ours)
                    kept = [one for one in kept if one != thief]
                    refused[thief.section][thief.drafted.text] = f"takes «{outcome.question.query}» from its section"
        return kept

    def _stolen(self, kept: Sequence[_Draft]) -> list[Outcome]:
        """Questions that had their section first, and now have one that was drafted for."""
        self._search = self._scratch.searcher([*self._lines, *_lines(kept, self._sections)])
        sections = {one.section for one in kept}
        outcomes = run(self._right, self._search, limit=1)
        return [one for one in outcomes if one.rank != 1 and one.ranked and one.ranked[0].id in sections]

    def _nearest(self, query: str, drafts: Sequence[_Draft]) -> _Draft:
        vectors = self._encoder.encode_queries([query, *(one.drafted.text for one in drafts)])
        return drafts[int(np.argmax(vectors[1:] @ vectors[0]))]

    def _first(self, text: str) -> str:
        """Id of the section that is found first; empty if none is."""
        answers = self._search(Query(text, {}, limit=1, abstain=False)).answers
        return answers[0].id if answers else ""

    def _elsewhere(self, section: str) -> str:
        return f"finds «{self._sections[section].title}» first" if section else "finds nothing"


def _headings(sections: Sequence[Section]) -> Iterator[Question]:
    """Each heading as a question that its section answers."""
    for section in sections:
        if section.anchor and section.blocks:
            label = Label(section.page, section.title)
            yield Question(
                id=f"heading {section.id}", query=section.title, region=None, type="heading", expect=(label,)
            )


def _lines(drafts: Sequence[_Draft], sections: Mapping[str, Section]) -> list[str]:
    return [alternate_line(sections[one.section].anchor, one.drafted.text, ORIGIN) for one in drafts]

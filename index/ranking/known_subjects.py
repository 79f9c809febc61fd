"""Subjects that people ask any support desk about: which of them a section answers, and which one a question is."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.ranking.group_max import Scores
from index.storage.token_store import Coarse
from index.vectors import Rows, Vectors

SHIPPED = Path(__file__).with_name("known_subjects.npz")
"""``python -m tune.known_subjects`` writes it."""

OWN = 4
"""Subjects nearest to a section's answer that are taken for its own. With 8 or 16 confidence is no better."""

NEAREST = 2
"""Subjects on either side whose mean is compared; one alone is a little worse."""

AT_ONCE = 256
"""Sections that are compared with all subjects at once: 6 MB; and subjects with a question, whose numbers then stay in
the processor's cache."""


class KnownSubjects(NamedTuple):
    """How people ask about each of some thousands of subjects, none of them of the content that is searched."""

    encoder: str
    """Digest of the encoder that made the vectors."""
    centres: Coarse
    """Shape (subjects, dim): the direction of the mean of all ways to ask about each, less the mean query."""


class SubjectLeads:
    """How much nearer a question is to the subjects of a section than to all others.

    A near miss has the words of a section and asks about something else. If that is a known subject, it is nearer to
    the question than those that the section's answer is about.
    """

    def __init__(self, subjects: KnownSubjects, answers: Vectors) -> None:
        """Find each section's own subjects: those nearest to its answer.

        Args:
            subjects: By the encoder that made the other vectors too.
            answers: The direction of each section's answer, centred, shape (sections, dim).
        """
        centres = subjects.centres
        directions = centres.astype(np.float32)
        self._parts = [centres[start : start + AT_ONCE] for start in range(0, len(centres), AT_ONCE)]
        self._lengths = np.linalg.norm(directions, axis=1)
        directions /= self._lengths[:, np.newaxis]
        parts = (answers[start : start + AT_ONCE] @ directions.T for start in range(0, len(answers), AT_ONCE))
        near = [np.argpartition(-part, OWN, axis=1)[:, :OWN] for part in parts]
        self._own: Rows = np.concatenate([np.empty((0, OWN), np.int64), *near])

    def __call__(self, queries: Vectors, sections: Rows) -> Scores:
        """For each section, shape (n,): the mean over the texts that are searched for.

        Args:
            queries: Centred, shape (texts, dim).
            sections: Shape (n,).
        """
        own = self._own.take(sections, axis=0)
        leads: Scores = np.mean([_leads(cosines, own) for cosines in self._cosines(queries)], axis=0)
        return leads

    def _cosines(self, queries: Vectors) -> Vectors:
        """With every subject, shape (texts, subjects); the centres stay in eight bits, a part at a time is widened."""
        products = [queries @ part.astype(np.float32).T for part in self._parts]
        cosines: Vectors = np.concatenate(products, axis=1) / self._lengths
        return cosines


def _leads(cosines: Vectors, own: Rows) -> Scores:
    """The mean of the two nearest of each section's own, less that of the two nearest others, shape (n,)."""
    near = np.argpartition(-cosines, OWN + NEAREST)[: OWN + NEAREST]  # two of them are not the section's own
    inside = np.sort(cosines[own], axis=1)[:, -NEAREST:].mean(axis=1)
    others = np.where((own[:, :, np.newaxis] == near).any(axis=1), -np.inf, cosines[near])
    outside = np.sort(others, axis=1)[:, -NEAREST:].mean(axis=1)
    leads: Scores = inside - outside
    return leads


def shipped() -> KnownSubjects:
    """The subjects that ship with the program."""
    return read_subjects(SHIPPED)


def read_subjects(path: Path) -> KnownSubjects:
    """Read what ``write_subjects`` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return KnownSubjects(str(arrays["encoder"]), arrays["centres"])


def write_subjects(path: Path, subjects: KnownSubjects) -> None:
    """Write them to a file."""
    np.savez_compressed(path, encoder=subjects.encoder, centres=subjects.centres)

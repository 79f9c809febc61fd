"""Decide whether a proposal should be accepted, by its effect on labelled questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.compare import Comparison

Verdict = Literal["accept", "reject", "undecided"]

VOTES = 2
"""Readers who suffice for a proposal that changes no labelled question."""

ALIKE, NEAREST = 0.4, 5
"""Cosine from which a labelled question means about the same as a text, and how many of the nearest are looked at."""

FEWEST = 2
"""Labelled questions that mean about the same, from which their labels count against one that gives an answer."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The effect of a proposal on the labelled questions and on the queries behind it."""

    comparison: Comparison

    given: Sequence[str]
    """Ids of labelled questions that the section now comes first for, rightly, and did not."""

    taken: Sequence[str]
    """Ids of labelled questions that had the right section first and now have this one."""

    near: int
    """Labelled questions that mean about the same as one of its texts."""

    near_own: int
    """Of these, those that the section answers."""

    reached: tuple[int, int]
    """Of the queries behind it that would not be written, those that get the section first: as it is, and with it."""

    votes: int
    """Readers who said that the section helped with one of the queries behind it, or whose second try it answered."""


def judge(trial: Trial) -> tuple[Verdict, str]:
    """A verdict, and why.

    Rejected: what makes the labelled questions worse beyond noise or leak; what takes more right answers away than it
    gives; and words that by the labels are most often about another section, for which one label is enough if no
    right answer is given. Readers cannot outvote these.

    Accepted: what takes nothing away, and either gives a labelled question its answer, or has the word of ``VOTES``
    readers and brings no fewer of the other queries behind it to its section.

    Undecided is the rest: a person should look, or label more questions.

    A question that changes places between two other sections is noise of the ranking and counts in the test alone.
    """
    given, taken = len(trial.given), len(trial.taken)
    if trial.comparison.regressions:
        return "reject", f"worse beyond noise: {', '.join(trial.comparison.regressions)}"
    if taken > given:
        return "reject", f"takes {taken} right answers away ({', '.join(trial.taken)}) and gives {given}"
    if trial.near >= (FEWEST if given else 1) and 2 * trial.near_own < trial.near:
        return "reject", f"of {trial.near} labelled questions that mean about the same {trial.near_own} are its own"
    if taken:
        return "undecided", f"gives {given} right answers and takes {taken} away ({', '.join(trial.taken)})"
    if given:
        return "accept", f"gives {given} labelled questions their answer and takes none away"
    if trial.votes >= VOTES and trial.reached[1] >= trial.reached[0]:
        return "accept", f"takes nothing away, and {trial.votes} readers point to the section"
    return "undecided", "no labelled question changes, and too few readers point to the section"

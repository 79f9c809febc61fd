"""Measure how well a search answers questions; what ``otvet eval`` does before it prints or writes anything."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.certification import NotCertified, certify_run
from eval.compare import Comparison, asked_alike, compare
from eval.errors import IndexChanged, NothingToCount
from eval.labels.contamination import contaminated
from eval.labels.question_file import Question, digests, read_questions
from eval.leaks.find import Foreign
from eval.measure import Measures, measure
from eval.mix import Mix, MixMeasures, check_mix, measure_mix
from eval.run import Outcome, run
from eval.statistics.certificate import Certified
from index.result import Search
from index.storage.certificate import Certificate

Progress = Callable[[Sequence[Question]], Iterable[Question]]
"""Yields the questions one by one and may show progress, as tqdm does."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run over question files, with all its results."""

    files: Mapping[str, str]
    """Path of each file that was read → its SHA-256, in hex."""

    outcomes: Sequence[Outcome]
    """In the order of the questions; at least one, all from one index."""

    measures: Measures

    left_out: Mapping[str, str]
    """Id of a question that was not asked → the alternate or training question that it nearly equals."""

    comparison: Comparison | None
    """With the baseline; None without one."""

    mix: MixMeasures | None = None
    """In the stated mix; None where none was stated."""

    certification: Certified | NotCertified | None = None
    """Of the threshold of ``answered``, in that mix if one was stated; None where none was asked for."""

    certificate: Certificate | None = None
    """The one that the index had, whose threshold of ``answered`` held during the run."""


def evaluate(
    paths: Sequence[Path],
    search: Search,
    *,
    facets: Mapping[str, Collection[str]] | None = None,
    foreign: Foreign | None = None,
    known: Collection[str] = (),
    baseline: Sequence[Outcome] | None = None,
    mix: Mix | None = None,
    certify: bool = False,
    certificate: Certificate | None = None,
    progress: Progress = iter,
) -> Evaluation:
    """Ask all questions and measure what came back.

    Args:
        paths: Question files, and folders in the format of BEIR.
        search: The query path that the server uses.
        facets: Facet → values that the content knows, to refuse a misspelt one; None accepts any.
        foreign: Facet values → fragments that stand only in blocks for other values; widens the search for leaks.
        known: Alternates and training questions that the index or its encoder was given; a question that (nearly)
            equals one of them is left out.
        baseline: An earlier run to compare with.
        mix: Shares of the types of questions, to measure in as well.
        certify: Certify the threshold of ``answered``.
        certificate: The one that the index has.
        progress: Wraps the questions while they are asked.

    Raises:
        EvalError: if questions cannot be read, the baseline has none of them, the mix names a type that none of them
            has, or the index changed during the run.
    """
    questions = read_questions(paths, facets=facets)
    files = digests(paths)
    left_out = contaminated(questions, known)
    counted = [question for question in questions if question.id not in left_out]
    if not counted:
        raise NothingToCount(len(questions))
    if baseline is not None:
        asked_alike([outcome.question for outcome in baseline], counted)  # before a long run, not after it
    if mix is not None:
        check_mix(mix, counted)
    outcomes = run(progress(counted), search, foreign=foreign)
    _check_one_index(outcomes)
    comparison = None if baseline is None else compare(baseline, outcomes)
    mixed = None if mix is None else measure_mix(outcomes, mix)
    certification = certify_run(outcomes, mix) if certify else None
    return Evaluation(files, outcomes, measure(outcomes), left_out, comparison, mixed, certification, certificate)


def _check_one_index(outcomes: Sequence[Outcome]) -> None:
    first = outcomes[0].index
    for outcome in outcomes:
        if outcome.index != first:
            raise IndexChanged(first.generation, outcome.index.generation)

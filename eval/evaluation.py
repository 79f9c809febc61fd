"""Measure how well a search answers question files: all that ``otvet eval`` does."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from eval.contamination import contaminated
from eval.errors import IndexChanged, NothingToCount
from eval.leakage import Foreign
from eval.measure import measure
from eval.questions import Question, digest, read_questions
from eval.record import as_json, check_writable, write_json
from eval.report import table
from eval.run import Outcome, run
from index.result import Search

Progress = Callable[[Sequence[Question]], Iterable[Question]]
"""Passes questions on, one by one, and may show how far it got, as tqdm does."""


def evaluate(
    paths: Sequence[Path],
    search: Search,
    *,
    regions: Collection[str] | None = None,
    foreign: Foreign | None = None,
    known: Collection[str] = (),
    json_file: Path | None = None,
    progress: Progress = iter,
) -> str:
    """Ask all questions and return the table to print; the record goes to ``json_file``.

    Args:
        paths: Question files.
        search: The query path that the server uses.
        regions: Region ids that the content knows, to refuse a misspelt one; None accepts any.
        foreign: Region id → fragments that stand only in blocks of other regions; widens the search for leaks.
        known: What the index or its encoder was given as questions; a question that (nearly) equals one of these is
            left out, and said to be.
        json_file: Where to keep every outcome and measure; replaced whole. Checked before the first question.
        progress: Wraps the questions while they are asked.

    Raises:
        EvalError: questions that cannot be read, a record that cannot be written, an index that changed meanwhile.
    """
    questions = read_questions(paths, regions=regions)
    files = {str(path): digest(path) for path in paths}
    if json_file is not None:
        check_writable(json_file)
    left_out = contaminated(questions, known)
    counted = [question for question in questions if question.id not in left_out]
    if not counted:
        raise NothingToCount(len(questions))
    outcomes = run(progress(counted), search, foreign=foreign)
    _check_one_index(outcomes)
    measures = measure(outcomes)
    if json_file is not None:
        write_json(json_file, {**as_json(outcomes, measures, files=files), "left_out": left_out})
    return table(outcomes, measures) + _said(left_out)


def _said(left_out: Mapping[str, str]) -> str:
    if not left_out:
        return ""
    names = ", ".join(sorted(left_out))
    return f"\nnot counted, as the index or its encoder knows (nearly) the same question: {len(left_out)} ({names})\n"


def _check_one_index(outcomes: Sequence[Outcome]) -> None:
    first = outcomes[0].index
    for outcome in outcomes:
        if outcome.index != first:
            raise IndexChanged(first.generation, outcome.index.generation)

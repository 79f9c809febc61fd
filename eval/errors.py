"""Errors of the evaluation.

EvalError
├── QuestionsUnreadable   a question file cannot be opened
├── BadQuestion           a line of a question file is not a question
├── NoQuestions           the files hold no question at all
├── NothingToCount        the index or its encoder was given every question
├── BadMix               a mix is no shares of types that were asked
├── RunUnreadable         a baseline is not a run that can be compared with
├── NothingToCompare      two runs have no question in common
├── IndexChanged          the answers of one run came from two indexes
└── ReportUnwritable      a report file cannot be written
"""

from collections.abc import Sequence
from pathlib import Path


class EvalError(Exception):
    """Base of the errors of this package."""


class QuestionsUnreadable(EvalError):
    """A question file cannot be opened."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: cannot be read ({reason}); give a file of JSON lines or a BEIR folder.")


class BadQuestion(EvalError):
    """A line of a question file is not a question."""

    def __init__(self, place: str, found: str, write: str) -> None:
        super().__init__(f"{place}: {found}; {write}.")


class NoQuestions(EvalError):
    """The files hold no question at all."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__(f"no question in {', '.join(map(str, paths)) or 'no file'}; write one JSON object a line.")


class NothingToCount(EvalError):
    """The index or its encoder was given every question."""

    def __init__(self, count: int) -> None:
        super().__init__(f"all {count} questions nearly equal alternates or training questions; use other questions.")


class BadMix(EvalError):
    """A mix is written wrong, or names a type without questions."""

    def __init__(self, found: str, write: str) -> None:
        super().__init__(f"mix: {found}; {write}.")


class RunUnreadable(EvalError):
    """A file is not a run that this version can compare with."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path}: {found}; give a file that `otvet eval --json` of this version wrote.")


class NothingToCompare(EvalError):
    """No question is in both runs with the same words and labels."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__(
            f"none of {after} questions is among the baseline's {before} with the same words and labels; "
            "ask the same files as the baseline did."
        )


class IndexChanged(EvalError):
    """The answers of one run came from two indexes."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"the index changed during the run, from {first} to {second}; run the evaluation again.")


class ReportUnwritable(EvalError):
    """A report file cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: cannot be written ({reason}); give a file in a folder that exists and is writable.")

"""Files of JSON lines and of tab-separated lines, read with this room's errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from eval.errors import BadQuestion, QuestionsUnreadable
from ingest import jsonl

T = TypeVar("T")


def content(path: Path) -> bytes:
    """The file as it is.

    Raises:
        QuestionsUnreadable: if it cannot be opened.
    """
    with _opened(path):
        return path.read_bytes()


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs (``file:line``, text) of the lines that are not blank.

    Raises:
        QuestionsUnreadable: if the file cannot be opened.
        BadQuestion: at a line that is not UTF-8.
    """
    with _opened(path):
        for number, line in jsonl.lines(path, bad_line):
            yield f"{path}:{number}", line


def records(path: Path, model: TypeAdapter[T]) -> Iterator[tuple[str, T]]:
    """Pairs (``file:line``, record) of the lines that are not blank, as ``ingest.jsonl.read`` checks them.

    Raises:
        QuestionsUnreadable: if the file cannot be opened.
        BadQuestion: at a line that is not such a record.
    """
    with _opened(path):
        for number, record in jsonl.read(path, model, bad_line):
            yield f"{path}:{number}", record


def bad_line(path: Path, line: int, found: str, write: str) -> BadQuestion:
    """The error of a line."""
    return BadQuestion(f"{path}:{line}", found, write)


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise QuestionsUnreadable(path, exc.strerror or str(exc)) from exc

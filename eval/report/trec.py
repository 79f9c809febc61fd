"""Write a run and its labels in TREC's formats, for other tools."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from eval.errors import ReportUnwritable
from eval.labels.question_file import Label
from eval.leaks.fragment import fold
from eval.report.record import check_writable, write_text
from eval.run import Outcome
from ingest.section import Section

RUN, QRELS = "run.txt", "qrels.txt"


def make_folder(folder: Path) -> None:
    """Make the folder of the files, and check before a long run that they can be written.

    Raises:
        ReportUnwritable: if they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ReportUnwritable(folder, exc.strerror or str(exc)) from exc
    for name in (RUN, QRELS):
        check_writable(folder / name)


def write_trec(folder: Path, outcomes: Sequence[Outcome], sections: Iterable[Section]) -> None:
    """Write ``run.txt`` (``question Q0 section rank score tag``) and ``qrels.txt`` (``question 0 section 1``).

    Ids are percent-encoded, so they hold no white space and nothing beyond ASCII. The score is 1 / rank: tools order by
    it, and ties or rounding of ours must not change the order. A question that the content does not answer has no
    label; a label that no section bears is written by its own page and heading, so that it counts as not found.

    Args:
        folder: Of both files.
        outcomes: A run.
        sections: All of the index that answered.

    Raises:
        ReportUnwritable: if the folder is not there or not ours.
    """
    write_text(folder / RUN, "".join(f"{line}\n" for line in _run(outcomes)))
    write_text(folder / QRELS, "".join(f"{line}\n" for line in _qrels(outcomes, sections)))


def _run(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        tag = f"otvet-{_safe(outcome.index.generation)}"
        for rank, section in enumerate(outcome.ranked, start=1):
            yield f"{_safe(outcome.question.id)} Q0 {_safe(section.id)} {rank} {1 / rank:.6f} {tag}"


def _qrels(outcomes: Iterable[Outcome], sections: Iterable[Section]) -> Iterator[str]:
    headed: defaultdict[str, list[Section]] = defaultdict(list)
    for section in sections:
        headed[fold(section.title)].append(section)

    def ids(label: Label) -> list[str]:
        found = [each.id for each in headed[fold(label.section)] if label.names(each.page, each.title)]
        return found or [f"{label.page}#{label.section}"]

    for outcome in outcomes:
        question = outcome.question
        right = dict.fromkeys(name for label in question.expect + question.also for name in ids(label))
        yield from (f"{_safe(question.id)} 0 {_safe(name)} 1" for name in right)


def _safe(name: str) -> str:
    return quote(name, safe="/#:@")

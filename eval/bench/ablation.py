"""Ablation: how much does hit@1 change without each part of the query path?

    python -m eval.bench.ablation --on INDEX QUESTIONS [--on …]

Prints a Markdown table: hit@1 and hit@3 of the full path, then the difference in hit@1 without each part, with its
paired interval. The other weights are unchanged. To measure the effect of training, build an index with ``--encoder
multilingual-e5-small`` and compare.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.bench.script import open_searcher, parser
from eval.labels.question_file import Question, read_questions
from eval.statistics.interval import mean_estimate
from eval.statistics.paired import difference
from index.ranking.explain import Explained
from index.result import Query
from index.search import Searcher

FEATURES: Mapping[str, str] = {
    "late interaction": "late",
    "cosine of the answer": "answer",
    "second encoder": "second",
    "classifier of alternates": "intent",
    "words (BM25)": "words",
}
"""Part of the path → the feature whose weight is set to 0."""

STEPS: Mapping[str, str] = {"query repair": "repair", "facets from the text": "infer"}
"""Part of the path → the option of a query that leaves it out."""


def asked(searcher: Searcher, questions: Sequence[Question], **options: bool) -> list[Sequence[Explained]]:
    """The explained ranking of each question."""
    return [searcher.explain(Query(question.query, question.chosen, **options)) for question in questions]


def hits(questions: Sequence[Question], rankings: Sequence[Sequence[Explained]], *, top: int = 1) -> list[float]:
    """Per answerable question, 1 if a right section is among the first ``top``, else 0."""
    return [
        float(any(right(question, one) for one in ranked[:top]))
        for question, ranked in zip(questions, rankings, strict=True)
    ]


def without(ranked: Sequence[Explained], feature: str) -> Sequence[Explained]:
    """The ranking without one feature; which sections are ranked does not depend on the weights."""
    return sorted(ranked, key=lambda one: one.contributions[feature] - one.score)


def right(question: Question, one: Explained) -> bool:
    """Whether the section answers the question."""
    return any(label.names(one.page, one.section) for label in question.expect + question.also)


def column(folder: Path, questions: Sequence[Question]) -> dict[str, str]:
    """Part of the path → the change without it, on one content."""
    searcher = open_searcher(folder)
    whole = asked(searcher, questions)
    first, third = hits(questions, whole), hits(questions, whole, top=3)
    table = {"everything: hit@1": _mean(first), "everything: hit@3": _mean(third)}
    for part, feature in FEATURES.items():
        table[f"without {part}"] = _change(first, hits(questions, [without(one, feature) for one in whole]))
    for part, option in STEPS.items():
        table[f"without {part}"] = _change(first, hits(questions, asked(searcher, questions, **{option: False})))
    return table


def _mean(values: Sequence[float]) -> str:
    found = mean_estimate(values)
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]" if found else "—"


def _change(before: Sequence[float], after: Sequence[float]) -> str:
    found = difference(before, after)
    return f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--on", nargs=2, type=Path, action="append", required=True, metavar=("INDEX", "QUESTIONS"))
    columns = {}
    for folder, path in arguments.parse_args().on:
        questions = [question for question in read_questions([path]) if question.expect]
        columns[f"{path.stem} on {folder.name}, n = {len(questions)}"] = column(folder, questions)
    print("| |", " | ".join(columns), "|")
    print("|---" * (len(columns) + 1) + "|")
    for part in next(iter(columns.values())):
        print(f"| {part} |", " | ".join(table[part] for table in columns.values()), "|")


if __name__ == "__main__":
    main()

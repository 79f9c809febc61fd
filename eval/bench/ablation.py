"""Ablation: how much worse is the answer without each part of the query path?

    python -m eval.bench.ablation --on INDEX QUESTIONS [--on …]

Prints a Markdown table. Of questions that stand alone it has hit@1 and hit@3, of twins the share of pairs whose both
first answers are right with the right variant; then the difference in the first of these without each part, with its
paired interval. Weights and thresholds stay as they are. What is decided when an index is built (the encoder, headings
that carry scope) is measured by comparing indexes.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.bench.script import parser
from eval.labels.question_file import Question, read_questions
from eval.pairs import pair_values, pairs_of
from eval.run import Outcome, run
from eval.statistics.interval import mean_estimate
from eval.statistics.paired import difference
from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import load_encoder
from index.query.tokens import Token
from index.ranking.parameters import Parameters, shipped
from index.result import Query, Result, Search
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load

Variant = Callable[[Bundle, Encoder], Search]


class _Unmasked(Searcher):
    def _masked(self, text: str, tokens: Sequence[Token], said: frozenset[int]) -> str:
        return text


def without(*features: str) -> Variant:
    """The weights of some features are 0."""
    weights, calibration = shipped()
    parameters = Parameters(weights._replace(**dict.fromkeys(features, 0.0)), calibration)
    return lambda bundle, encoder: Searcher(bundle, encoder, parameters=parameters)


def asking(change: Callable[[Query], Query]) -> Variant:
    """Every query is asked with other options."""

    def variant(bundle: Bundle, encoder: Encoder) -> Search:
        searcher = Searcher(bundle, encoder)

        def search(query: Query) -> Result:
            return searcher(change(query))

        return search

    return variant


PARTS: Mapping[str, Variant] = {
    "late interaction": without("whole", "body"),
    "cosine of the answer": without("answer"),
    "classifier of alternates": without("intent"),
    "words (BM25)": without("words"),
    "fit of the facets": without("facets"),
    "query repair": asking(lambda query: replace(query, repair=False)),
    "facets from the text": asking(lambda query: replace(query, infer=False)),
    "masking": _Unmasked,
    "synonyms": lambda bundle, encoder: Searcher(replace(bundle, synonyms=()), encoder),
}
"""Part of the path → the path without it."""


def hits(outcomes: Sequence[Outcome], *, top: int = 1) -> list[float]:
    """Per question, 1 if a right section is among the first ``top``, else 0."""
    return [float(one.rank is not None and one.rank <= top) for one in outcomes]


def both_right(outcomes: Sequence[Outcome]) -> list[float]:
    """Per pair, 1 if both first answers are right, else 0."""
    return pair_values("both_right", pairs_of(outcomes))


def column(folder: Path, questions: Sequence[Question]) -> dict[str, str]:
    """Part of the path → the change without it, on one content."""
    bundle = load(folder, open_bundle)
    encoder = load_encoder(bundle.manifest.encoder, cache=default_cache(os.environ))
    measure = both_right if any(question.pair for question in questions) else hits
    whole = run(questions, Searcher(bundle, encoder))
    first = measure(whole)
    table = {
        "everything": _mean(first),
        "everything: hit@3": "" if measure is both_right else _mean(hits(whole, top=3)),
    }
    for part, variant in PARTS.items():
        found = difference(first, measure(run(questions, variant(bundle, encoder))))
        table[f"without {part}"] = f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"
    return table


def _mean(values: Sequence[float]) -> str:
    found = mean_estimate(values)
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]" if found else "—"


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--on", nargs=2, type=Path, action="append", required=True, metavar=("INDEX", "QUESTIONS"))
    columns = {}
    for folder, path in arguments.parse_args().on:
        asked = read_questions([path])
        kept = asked if any(question.pair for question in asked) else [one for one in asked if one.expect]
        columns[f"{path.stem} on {folder.name}, n = {len(kept)}"] = column(folder, kept)
    print("| |", " | ".join(columns), "|")
    print("|---" * (len(columns) + 1) + "|")
    for part in next(iter(columns.values())):
        print(f"| {part} |", " | ".join(table[part] for table in columns.values()), "|")


if __name__ == "__main__":
    main()

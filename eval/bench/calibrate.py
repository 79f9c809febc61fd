"""Which logistic model says best whether the first section answers?

    python -m eval.bench.calibrate QUESTIONS.jsonl... [--index DIR]

Fits bias, score and margin of ``index.confidence.Calibration`` by maximum likelihood, with a small penalty. Prints one
JSON line: the three, the expected calibration error, and what share of questions each threshold shows and gets wrong.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from eval.questions import Question, read_questions
from index.bundle import open_bundle
from index.encoder import load_encoder
from index.encoder_cache import default_cache
from index.generations import load
from index.result import Query, Search
from index.search import Searcher

Matrix = NDArray[np.float64]


def features(search: Search, questions: list[Question]) -> tuple[Matrix, Matrix]:
    """Rows (1, score, margin) and whether the first section was right, 0 or 1, of every question."""
    rows, right = [], []
    for question in questions:
        chosen = {} if question.region is None else {"region": question.region}
        answers = search(Query(question.query, chosen, limit=2, abstain=False)).answers
        if not answers:
            continue
        first, *others = answers
        rows.append((1.0, first.score, first.score - (others[0].score if others else 0.0)))
        right.append(any(label.names(first.page, first.section) for label in question.expect + question.also))
    return np.array(rows), np.array(right, dtype=np.float64)


def fit(rows: Matrix, right: Matrix, *, penalty: float = 0.01) -> Matrix:
    """Coefficients that make what was seen likeliest; the penalty keeps them finite where the classes part."""

    def loss(weights: Matrix) -> float:
        x = rows @ weights
        return float(np.mean(np.logaddexp(0, x) - right * x) + penalty * np.mean(weights[1:] ** 2) / 100)

    found: Matrix = minimize(loss, np.zeros(rows.shape[1])).x
    return found


def calibration_error(predicted: Matrix, right: Matrix, *, bins: int = 10) -> float:
    """Expected calibration error over bins of equal count; Guo et al. 2017, arXiv:1706.04599."""
    parts = np.array_split(np.argsort(predicted), bins)
    return float(sum(abs(predicted[part].mean() - right[part].mean()) * len(part) for part in parts) / len(predicted))


def main() -> None:
    """Fit and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("questions", nargs="+", type=Path)
    arguments.add_argument("--index", type=Path, default=Path("var/index"))
    given = arguments.parse_args()
    bundle = load(given.index, open_bundle)
    encoder = load_encoder(bundle.manifest.encoder, cache=default_cache(os.environ))
    rows, right = features(Searcher(bundle, encoder), read_questions(given.questions))
    weights = fit(rows, right)
    predicted = 1 / (1 + np.exp(-rows @ weights))
    shown = {
        str(at): {
            "shown": round(float((predicted >= at).mean()), 3),
            "wrong": round(float(1 - right[predicted >= at].mean()), 3),
        }
        for at in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    }
    print(
        json.dumps(
            {
                "n": len(right),
                "bias, score, margin": [round(float(weight), 2) for weight in weights],
                "calibration_error": round(calibration_error(predicted, right), 3),
                "thresholds": shown,
            }
        )
    )


if __name__ == "__main__":
    main()

"""Learn from labelled questions how much each feature counts and what confidence follows."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from eval.questions import Question
from index.confidence import Calibration, Logistic, many_ways
from index.explain import Explained
from index.learnt import Learnt
from index.result import Query
from index.weights import Weights

Matrix = NDArray[np.float64]

PENALTY = 1e-5
"""On the squares of the weights: keeps them finite where some feature alone would do."""

EXACT = 10.0
"""Weight of an exact heading, which too few questions are to learn it from: it outweighs all else."""

SHRINK = 1e-5
"""On the squares of the logistic models' slopes: without questions of a kind they stay at nothing."""

ERROR = 0.05
"""Most of the first answers said to answer that may be wrong, by the questions learnt from."""

POSSIBLE = 0.4
"""Least chance at which an answer is shown, as a possible one."""


class Asked(NamedTuple):
    """A question, and what a content has for it."""

    features: Matrix
    """Shape (sections, features but ``exact``)."""
    right: NDArray[np.bool_]
    """Shape (sections,): which answer it; none may."""


Corpus = Sequence[Asked]
"""The questions on one content."""


def asked(explain: Callable[[Query], Sequence[Explained]], questions: Sequence[Question]) -> list[Asked]:
    """What a search sees of each question's sections; a question that finds nothing at all is left out."""
    found = []
    for question in questions:
        ranked = explain(Query(question.query, {} if question.region is None else {"region": question.region}))
        if ranked:
            features = np.array([[one.features[name] for name in Weights._fields[:-1]] for one in ranked])
            labels = question.expect + question.also
            right = [any(label.names(one.page, one.section) for label in labels) for one in ranked]
            found.append(Asked(features, np.array(right)))
    return found


def learn(corpora: Mapping[str, Corpus]) -> Learnt:
    """Weights, then confidence with these weights; every corpus counts alike, however many its questions."""
    weights = fit_weights(list(corpora.values()))
    return Learnt(Weights._make([*weights.tolist(), EXACT]), fit_calibration(list(corpora.values()), weights))


def fit_weights(corpora: Sequence[Corpus]) -> Matrix:
    """Non-negative weights that make the right sections likeliest under a softmax over those ranked.

    Where several sections are right, their probabilities add up. Source: ListNet's top-one loss, Cao et al. 2007,
    doi:10.1145/1273496.1273513.
    """
    usable = [[one for one in corpus if one.right.any()] for corpus in corpora]
    count = usable[0][0].features.shape[1]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = PENALTY * weights @ weights, 2 * PENALTY * weights
        for corpus in usable:
            for features, right in corpus:
                shares = _softmax(features @ weights)
                good = shares[right].sum() + 1e-12
                total -= np.log(good) / len(corpus)
                slope -= features.T @ (np.where(right, shares / good, 0) - shares) / len(corpus)
        return float(total), slope

    found: Matrix = minimize(loss, np.ones(count), jac=True, bounds=[(0, None)] * count).x
    return found


def fit_calibration(corpora: Sequence[Corpus], weights: Matrix) -> Calibration:
    """Logistic models by maximum likelihood, and the thresholds that keep the stated errors."""
    rows, right, counts, many = [], [], [], []
    for corpus in corpora:
        for one in corpus:
            logits = one.features @ weights
            first = int(np.argmax(logits))
            seen = Weights._make([*one.features[first].tolist(), 0.0])
            rows.append((1.0, seen.late, seen.second, _softmax(logits)[first]))
            right.append(one.right[first])
            counts.append(1 / len(corpus))
            many.append(many_ways(seen))
    inputs, outcomes, weight, asked = np.array(rows), np.array(right, np.float64), np.array(counts), np.array(many)
    known, plain = (_logistic(inputs[some], outcomes[some], weight[some]) for some in (asked, ~asked))
    sure = 1 / (1 + np.exp(-np.where(asked, inputs @ np.array(known), inputs @ np.array(plain))))
    return Calibration(known, plain, _threshold(sure, outcomes, weight), POSSIBLE)


def _logistic(inputs: Matrix, outcomes: Matrix, weight: Matrix) -> Logistic:
    def loss(model: Matrix) -> float:
        x = inputs @ model
        return float(np.sum(weight * (np.logaddexp(0, x) - outcomes * x)) + SHRINK * np.sum(model[1:] ** 2))

    return Logistic._make(minimize(loss, np.zeros(len(Logistic._fields))).x.tolist())


def _threshold(sure: Matrix, right: Matrix, weight: Matrix) -> float:
    """The least confidence from which on at most ``ERROR`` are wrong; 1 if there is none."""
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(((1 - right) * weight)[order]) / np.cumsum(weight[order])
    kept = np.flatnonzero(wrong <= ERROR)
    return float(sure[order][kept[-1]]) if len(kept) else 1.0


def _softmax(logits: Matrix) -> Matrix:
    powers = np.exp(logits - logits.max())
    shares: Matrix = powers / powers.sum()
    return shares

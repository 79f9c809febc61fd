"""Learn the feature weights and the calibration of confidence from labelled questions."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from eval.labels.question_file import Question
from index.ranking.calibration import Calibration, Logistic, many_ways
from index.ranking.explain import Explained
from index.ranking.features import Features
from index.ranking.parameters import Parameters
from index.result import Query

Matrix = NDArray[np.float64]

PENALTY = 1e-5
"""Penalty on the squares of the weights: keeps them finite where a single feature suffices."""

EXACT = 10.0
"""Weight of an exact match, fixed because too few questions have one; it outweighs all other features."""

SHRINK = 1e-5
"""Penalty on the squares of the logistic models' slopes; without questions of a kind they stay at 0."""

ERROR = 0.05
"""Largest share of wrong first answers among those with the status ``answered``, on each training corpus."""

POSSIBLE = 0.4
"""Least confidence of an answer that is shown, with the status ``unsure``."""


class LabelledRanking(NamedTuple):
    """The ranked sections of a labelled question."""

    features: Matrix
    """Shape (sections, features but ``exact``)."""
    right: NDArray[np.bool_]
    """Shape (sections,): which answer the question; possibly none."""


Corpus = Sequence[LabelledRanking]
"""The questions on one content."""


def labelled_rankings(
    explain: Callable[[Query], Sequence[Explained]], questions: Sequence[Question]
) -> list[LabelledRanking]:
    """The features of each question's ranked sections; a question without any ranked section is left out."""
    found = []
    for question in questions:
        ranked = explain(Query(question.query, question.chosen))
        if ranked:
            features = np.array([[one.features[name] for name in Features._fields[:-1]] for one in ranked])
            labels = question.expect + question.also
            right = [any(label.names(one.page, one.section) for label in labels) for one in ranked]
            found.append(LabelledRanking(features, np.array(right)))
    return found


def learn(corpora: Mapping[str, Corpus]) -> Parameters:
    """Fit the weights, then the calibration with these weights; each corpus has the same influence."""
    weights = fit_weights(list(corpora.values()))
    return Parameters(Features._make([*weights.tolist(), EXACT]), fit_calibration(list(corpora.values()), weights))


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
    """Logistic models by maximum likelihood, each with the threshold that keeps the stated error on every corpus."""
    firsts = [[_first(one, weights) for one in corpus] for corpus in corpora]
    asked = [[one for one in corpus if one.many_ways] for corpus in firsts]
    plain = [[one for one in corpus if not one.many_ways] for corpus in firsts]
    return Calibration(_model(asked), _model(plain), POSSIBLE)


class _First(NamedTuple):
    """The first section of a ranking."""

    inputs: tuple[float, float, float, float]
    """1, and the inputs of a logistic model."""
    right: bool
    many_ways: bool


def _first(one: LabelledRanking, weights: Matrix) -> _First:
    logits = one.features @ weights
    first = int(np.argmax(logits))
    seen = Features._make([*one.features[first].tolist(), 0.0])
    inputs = (1.0, seen.late, seen.second, float(_softmax(logits)[first]))
    return _First(inputs, bool(one.right[first]), many_ways(seen))


def _model(corpora: Sequence[Sequence[_First]]) -> Logistic:
    """Fit one logistic model; each corpus has the same influence, and one without such sections is skipped."""
    known = [corpus for corpus in corpora if corpus]
    if not known:
        return Logistic(0.0, 0.0, 0.0, 0.0, 1.0)
    inputs = [np.array([one.inputs for one in corpus]) for corpus in known]
    right = [np.array([one.right for one in corpus], np.float64) for corpus in known]
    share = np.concatenate([np.full(len(corpus), 1 / len(corpus)) for corpus in known])
    x, outcomes = np.concatenate(inputs), np.concatenate(right)

    def loss(model: Matrix) -> float:
        odds = x @ model
        return float(np.sum(share * (np.logaddexp(0, odds) - outcomes * odds)) + SHRINK * np.sum(model[1:] ** 2))

    model: Matrix = minimize(loss, np.zeros(x.shape[1])).x
    sure = [1 / (1 + np.exp(-(some @ model))) for some in inputs]
    return Logistic._make([*model.tolist(), max(map(_threshold, sure, right))])


def _threshold(sure: Matrix, right: Matrix) -> float:
    """The least confidence from which on at most ``ERROR`` are wrong; 1 if there is none."""
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum((1 - right)[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(wrong <= ERROR)
    return float(sure[order][kept[-1]]) if len(kept) else 1.0


def _softmax(logits: Matrix) -> Matrix:
    powers = np.exp(logits - logits.max())
    shares: Matrix = powers / powers.sum()
    return shares

"""Learn the feature weights and the calibration of confidence from labelled questions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from eval.labels.question_file import Question
from index.ranking.calibration import Calibration, Logistic
from index.ranking.evidence import Evidence
from index.ranking.explain import Explained
from index.ranking.features import Features
from index.ranking.parameters import Parameters
from index.result import Query

Matrix = NDArray[np.float64]

Kind = Literal["", "related", "trap", "far"]
"""What a question is that no section answers: its words are near a section's, or nearly a heading's, or it is about
something else altogether; empty: it is none of these, or not known to be."""

PENALTY = 1e-5
"""Penalty on the squares of the weights: keeps them finite where a single feature suffices."""

EXACT = 10.0
"""Weight of an exact match, fixed because too few questions have one; it outweighs all other features."""

SHRINK = 3e-4
"""Penalty on the squares of the confidence's slopes, for inputs of unit variance."""

ERROR = 0.11
"""Largest share of wrong first answers among those with the status ``answered``, over the natural mixes together.

At 0.05 half as many of the answerable questions are answered surely.
"""

LOST = 0.03
"""Largest share of the right first answers that are held back, over all corpora together."""

NEAR_ONLY = ("words",)
"""Inputs of nearness alone: with words as an input of confidence, fewer are answered on contents left out."""

NATURAL = 3.0
"""How much more a natural mix counts for the confidence than a corpus with few near misses."""

TRAPS = 0.1
"""Share of the type ``trap`` among the near misses of a natural mix, as it is weighed."""


class LabelledRanking(NamedTuple):
    """The ranked sections of a labelled question."""

    features: Matrix
    """Shape (sections, features but ``exact``)."""
    right: NDArray[np.bool_]
    """Shape (sections,): which answer the question; possibly none."""
    evidence: Matrix
    """Shape (sections, inputs of confidence)."""
    kind: Kind


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
            evidence = np.array([list(one.evidence.values()) for one in ranked])
            found.append(LabelledRanking(features, np.array(right), evidence, _kind(question)))
    return found


def learn(corpora: Mapping[str, Corpus], weights: Features | None = None) -> Parameters:
    """Fit the weights, then the calibration with these weights; each corpus has the same influence.

    Args:
        corpora: Name → the labelled questions of one content.
        weights: Keep these, and fit the calibration alone. Corpora of one page with more and fewer alternates are many
            views of one content, from which weights would be learnt for that page.
    """
    known = list(corpora.values())
    fitted = fit_weights(known) if weights is None else np.array(weights[:-1])
    return Parameters(Features._make([*fitted.tolist(), EXACT]), fit_calibration(known, fitted))


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
            for features, right, _, _ in corpus:
                shares = _softmax(features @ weights)
                good = shares[right].sum() + 1e-12
                total -= np.log(good) / len(corpus)
                slope -= features.T @ (np.where(right, shares / good, 0) - shares) / len(corpus)
        return float(total), slope

    found: Matrix = minimize(loss, np.ones(count), jac=True, bounds=[(0, None)] * count).x
    return found


def fit_calibration(corpora: Sequence[Corpus], weights: Matrix) -> Calibration:
    """Two logistic models by maximum likelihood, and the thresholds of their promises.

    Each corpus has the same influence, but a natural mix, one with labelled near misses, has `NATURAL` times as much:
    the others have few, and a confidence learnt from them alone is far too high. Of corpora in which all questions are
    far only whether a section is near is learnt: they taught confidence to mistake near misses for answers.
    """
    found = [_First.of(one, weights) for corpus in corpora for one in corpus]
    kind = np.array([one.kind for corpus in corpora for one in corpus])
    answerable = np.array([one.right.any() for corpus in corpora for one in corpus])
    shares = np.concatenate([_shares(corpus) for corpus in corpora])
    natural, far = (_flags(corpora, test) for test in (_is_natural, _is_far))
    x, right = np.array([one.evidence for one in found]), np.array([one.right for one in found])
    answers = _logistic(x[~far], right[~far], shares[~far], without=NEAR_ONLY)
    is_near = answerable | np.isin(kind, ("related", "trap"))
    told = natural | is_near | (kind == "far")
    near = _logistic(x[told], is_near[told], shares[told])
    sure, close = _probabilities(answers, x), _probabilities(near, x)
    judged = natural if natural.any() else ~far
    answered = _threshold(sure[judged], right[judged], shares[judged])
    no_answer, least_near = _lowest(sure[right], close[right])
    return Calibration(answers, near, answered, min(no_answer, answered), least_near)


class _First(NamedTuple):
    """The first section of a ranking."""

    evidence: Matrix
    right: bool

    @classmethod
    def of(cls, one: LabelledRanking, weights: Matrix) -> Self:
        """Under these weights."""
        logits = one.features @ weights
        first = int(np.argmax(logits))
        evidence = one.evidence[first].copy()
        evidence[Evidence._fields.index("share")] = _softmax(logits)[first]
        return cls(evidence, bool(one.right[first]))


def _kind(question: Question) -> Kind:
    if question.type == "trap":
        return "trap"
    return "related" if question.related else "far" if question.type == "unanswerable_far" else ""


def _is_natural(corpus: Corpus) -> bool:
    return any(one.kind in ("related", "trap") for one in corpus)


def _is_far(corpus: Corpus) -> bool:
    return all(one.kind == "far" for one in corpus)


def _flags(corpora: Sequence[Corpus], test: Callable[[Corpus], bool]) -> NDArray[np.bool_]:
    """For each question, what holds for its corpus."""
    return np.concatenate([np.full(len(corpus), test(corpus)) for corpus in corpora])


def _shares(corpus: Corpus) -> Matrix:
    """The influence of each question; traps together have `TRAPS` of the near misses'."""
    related, traps = (sum(one.kind == kind for one in corpus) for kind in ("related", "trap"))
    of_a_trap = related * TRAPS / (1 - TRAPS) / traps if traps else 1.0
    weights = np.array([of_a_trap if one.kind == "trap" else 1.0 for one in corpus])
    shares: Matrix = weights / weights.sum() * (NATURAL if _is_natural(corpus) else 1.0)
    return shares


def _logistic(x: Matrix, right: NDArray[np.bool_], shares: Matrix, without: Collection[str] = ()) -> Logistic:
    """The likeliest logistic model."""
    used = np.array([name not in without for name in Evidence._fields])
    mean, spread = x.mean(axis=0), np.where(used, x.std(axis=0) + 1e-9, np.inf)
    inputs, total = (x - mean) / spread, shares.sum()

    def loss(model: Matrix) -> tuple[float, Matrix]:
        odds = inputs @ model[1:] + model[0]
        error = shares * (1 / (1 + np.exp(-odds)) - right) / total
        value = np.sum(shares * (np.logaddexp(0, odds) - right * odds)) / total + SHRINK * np.sum(model[1:] ** 2)
        return float(value), np.concatenate([[error.sum()], inputs.T @ error + 2 * SHRINK * model[1:]])

    found: Matrix = minimize(loss, np.zeros(x.shape[1] + 1), jac=True).x
    slopes = found[1:] / spread
    return Logistic(float(found[0] - slopes @ mean), Evidence._make(slopes.tolist()))


def _probabilities(model: Logistic, x: Matrix) -> Matrix:
    found: Matrix = 1 / (1 + np.exp(-(x @ np.array(model.weights) + model.bias)))
    return found


def _lowest(sure: Matrix, close: Matrix) -> tuple[float, float]:
    """The thresholds, at the same quantile of both, that together hold back `LOST` of the right first answers."""
    if not len(sure):
        return 0.0, 0.0
    ranks = [np.argsort(np.argsort(values)) / len(values) for values in (sure, close)]
    level = float(np.quantile(np.minimum(*ranks), LOST))
    return float(np.quantile(sure, level)), float(np.quantile(close, level))


def _threshold(sure: Matrix, right: NDArray[np.bool_], shares: Matrix) -> float:
    """The least confidence from which on at most `ERROR` are wrong; 1 if there is none."""
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum((shares * ~right)[order]) / np.cumsum(shares[order])
    kept = np.flatnonzero(wrong <= ERROR)
    return float(sure[order][kept[-1]]) if len(kept) else 1.0


def _softmax(logits: Matrix) -> Matrix:
    powers = np.exp(logits - logits.max())
    shares: Matrix = powers / powers.sum()
    return shares

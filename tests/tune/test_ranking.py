"""Features and confidence learnt from labelled questions."""

from pathlib import Path

import numpy as np
import pytest

from index.ranking.features import Features
from index.ranking.parameters import Parameters, read_parameters, shipped, write_parameters
from tune.ranking import EXACT, LabelledRanking, fit_weights, learn

COUNT = len(Features._fields) - 1


def corpus(seed: int, *, size: int = 150, telling: int = 1, unanswerable: float = 0.2) -> list[LabelledRanking]:
    """Questions on ten sections whose right one stands out in one feature, and in no other."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(size):
        features = rng.normal(0.3, 0.1, size=(10, COUNT))
        right = np.zeros(10, np.bool_)
        if rng.random() > unanswerable:
            right[3] = True
            features[3, telling] += 0.3
        found.append(LabelledRanking(features, right))
    return found


def test_the_telling_feature_gets_the_weight() -> None:
    weights = fit_weights([corpus(1)])
    assert (weights >= 0).all()
    assert np.argmax(weights) == 1
    assert weights[1] > 5 * np.sort(weights)[-2]


def test_every_corpus_counts_alike_however_many_its_questions() -> None:
    both = fit_weights([corpus(1, telling=1, size=400), corpus(2, telling=2, size=40)])
    assert 0.3 < both[1] / both[2] < 3


def test_confidence_is_calibrated_and_its_threshold_keeps_the_stated_error() -> None:
    parameters = learn({"a": corpus(1, size=600), "b": corpus(2, size=600)})
    assert parameters.weights.exact == EXACT
    (bias, late, second, share, answered), _, no_answer = parameters.calibration
    sure, right = [], []
    for features, answers in corpus(3, size=600):
        logits = features @ np.array(parameters.weights[:-1])
        first = int(np.argmax(logits))
        odds = bias + late * features[first, 1] + second * features[first, 2]
        odds += share / np.exp(logits - logits.max()).sum()
        sure.append(1 / (1 + np.exp(-odds)))
        right.append(bool(answers[first]))
    assert abs(np.mean(sure) - np.mean(right)) < 0.05
    shown = np.array(sure) >= answered
    assert shown.mean() > 0.5
    assert 1 - np.array(right)[shown].mean() < 0.1
    assert no_answer < answered


def test_the_threshold_keeps_the_error_on_the_hardest_corpus() -> None:
    easy, hard = corpus(1, unanswerable=0.0), corpus(2, unanswerable=0.6)
    alone, both = (learn(corpora).calibration.asked.answered for corpora in ({"a": easy}, {"a": easy, "b": hard}))
    assert both > alone


def test_what_was_learnt_is_kept_to_four_digits(tmp_path: Path) -> None:
    calibration = shipped().calibration
    plain = calibration.plain._replace(answered=0.123456789)
    parameters = Parameters(Features._make(range(1, COUNT + 2)), calibration._replace(plain=plain))
    write_parameters(tmp_path / "learnt.json", parameters, {"questions": 7})
    again = read_parameters(tmp_path / "learnt.json")
    assert again.weights == parameters.weights
    assert again.calibration.plain.answered == pytest.approx(0.1235)


def test_the_shipped_weights_say_what_they_were_learnt_from() -> None:
    assert shipped().weights.late > 0
    asked, plain, no_answer = shipped().calibration
    assert 0 < no_answer < asked.answered <= plain.answered < 1

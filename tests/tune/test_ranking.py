"""Features and confidence learnt from labelled questions."""

from pathlib import Path

import numpy as np
import pytest

from index.ranking.evidence import Evidence
from index.ranking.features import Features
from index.ranking.parameters import Parameters, read_parameters, shipped, write_parameters
from tune.ranking import ERROR, EXACT, Kind, LabelledRanking, fit_weights, learn

COUNT = len(Features._fields) - 1
TELLING = Evidence._fields.index("whole")


def corpus(
    seed: int, *, size: int = 150, telling: int = 1, unanswerable: float = 0.2, near: Kind = ""
) -> list[LabelledRanking]:
    """Questions on ten sections whose right one stands out in one feature, and in one piece of evidence.

    Unanswerable ones are near misses of the kind ``near``.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(size):
        features = rng.normal(0.3, 0.1, size=(10, COUNT))
        evidence = rng.normal(0.3, 0.1, size=(10, len(Evidence._fields)))
        right = np.zeros(10, np.bool_)
        answerable = rng.random() > unanswerable
        if answerable:
            right[3] = True
            features[3, telling] += 0.3
            evidence[3, TELLING] += 0.4
        found.append(LabelledRanking(features, right, evidence, "" if answerable else near))
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
    calibration = parameters.calibration
    sure, right = [], []
    for features, answers, evidence, _ in corpus(3, size=600):
        logits = features @ np.array(parameters.weights[:-1])
        first = int(np.argmax(logits))
        shares = np.exp(logits - logits.max())
        sure.append(calibration.answers(Evidence(*evidence[first])._replace(share=shares[first] / shares.sum())))
        right.append(bool(answers[first]))
    assert abs(np.mean(sure) - np.mean(right)) < 0.05
    shown = np.array(sure) >= calibration.answered
    assert shown.mean() > 0.5
    assert 1 - np.array(right)[shown].mean() < 2 * ERROR
    assert calibration.no_answer <= calibration.answered


def test_a_natural_mix_decides_how_sure_one_may_be() -> None:
    kind, mix = corpus(1, unanswerable=0.0), corpus(2, unanswerable=0.7, near="related")
    nearer = [one if one.right.any() else one._replace(evidence=one.evidence + 0.2) for one in mix]
    alone, both = (learn(corpora).calibration.answers for corpora in ({"a": kind}, {"a": kind, "b": nearer}))
    unclear = Evidence._make([0.5] * len(Evidence._fields))
    assert both(unclear) < alone(unclear)


def test_traps_weigh_as_they_are_stated_to_occur_however_many_there_are() -> None:
    related, traps = corpus(1, unanswerable=0.5, near="related"), corpus(2, unanswerable=1.0, near="trap")
    few, many = (learn({"a": [*related, *traps[:count]]}).calibration.answers for count in (20, 140))
    middling = Evidence._make([0.4] * len(Evidence._fields))
    assert few(middling) == pytest.approx(many(middling), abs=0.1)


def test_what_is_far_teaches_what_is_near_and_leaves_the_confidence_alone() -> None:
    mix = corpus(1, size=400, unanswerable=0.5, near="related")
    other = [one._replace(evidence=one.evidence - 0.6) for one in corpus(2, unanswerable=1.0, near="far")]
    alone, both = (learn(corpora).calibration for corpora in ({"a": mix}, {"a": mix, "b": other}))
    assert both.answers == alone.answers
    missed, far = (Evidence._make([value] * len(Evidence._fields)) for value in (0.3, -0.3))
    assert both.near(far) < both.far < both.near(missed)


def test_what_was_learnt_is_kept_to_four_digits(tmp_path: Path) -> None:
    calibration = shipped().calibration._replace(answered=0.123456789)
    parameters = Parameters(Features._make(range(1, COUNT + 2)), calibration)
    write_parameters(tmp_path / "learnt.json", parameters, {"questions": 7})
    again = read_parameters(tmp_path / "learnt.json")
    assert again.weights == parameters.weights
    assert again.calibration.answered == pytest.approx(0.1235)
    for read, written in ((again.calibration.answers, calibration.answers), (again.calibration.near, calibration.near)):
        assert read.bias == pytest.approx(written.bias, abs=1e-4)
        assert read.weights == pytest.approx(written.weights, abs=1e-4)


def test_the_shipped_weights_say_what_they_were_learnt_from() -> None:
    assert shipped().weights.whole > 0
    assert 0 < shipped().calibration.no_answer < shipped().calibration.answered < 1


def test_weights_may_be_kept_while_the_confidence_is_learnt() -> None:
    kept = Features._make([float(at) for at in range(1, COUNT + 2)])
    parameters = learn({"a": corpus(1)}, kept)
    assert parameters.weights == kept._replace(exact=EXACT)
    assert parameters.calibration != shipped().calibration

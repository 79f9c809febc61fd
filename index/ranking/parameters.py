"""What was learnt from labelled questions: how much each feature counts, and what confidence follows."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from index.ranking.calibration import Calibration, Logistic
from index.ranking.features import Weights

SHIPPED = Path(__file__).with_name("learnt.json")
"""``otvet tune ranking`` writes it."""


class Learnt(NamedTuple):
    """Everything that is fitted and neither content nor encoder."""

    weights: Weights
    calibration: Calibration


@lru_cache(maxsize=1)
def shipped() -> Learnt:
    """What comes along."""
    return read_learnt(SHIPPED)


def read_learnt(path: Path) -> Learnt:
    """What ``write_learnt`` wrote."""
    raw = json.loads(path.read_bytes())
    asked, plain = (Logistic(**raw["confidence"][name]) for name in ("asked", "plain"))
    return Learnt(Weights(**raw["weights"]), Calibration(asked, plain, raw["no_answer"]))


def write_learnt(path: Path, learnt: Learnt, manifest: dict[str, Any]) -> None:
    """Write JSON to be read by people too; the manifest says what it was learnt from."""
    asked, plain, no_answer = learnt.calibration
    parts = {
        "weights": _rounded(learnt.weights._asdict()),
        "confidence": {"asked": _rounded(asked._asdict()), "plain": _rounded(plain._asdict())},
        "no_answer": no_answer,
        "learnt_from": manifest,
    }
    path.write_text(json.dumps(parts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}

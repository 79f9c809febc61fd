"""What was learnt from labelled questions: how much each feature counts, and what confidence follows."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from index.confidence import Calibration
from index.weights import Weights

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
    return Learnt(Weights(**raw["weights"]), Calibration(**raw["calibration"]))


def write_learnt(path: Path, learnt: Learnt, manifest: dict[str, Any]) -> None:
    """Write JSON to be read by people too; the manifest says what it was learnt from."""
    parts = {"weights": learnt.weights._asdict(), "calibration": learnt.calibration._asdict()}
    rounded = {part: {name: round(value, 4) for name, value in values.items()} for part, values in parts.items()}
    path.write_text(json.dumps(rounded | {"learnt_from": manifest}, ensure_ascii=False, indent=2) + "\n", "utf-8")

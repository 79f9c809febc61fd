"""Parameters learnt from labelled questions: feature weights and the calibration of confidence."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from index.ranking.calibration import Calibration, Logistic
from index.ranking.evidence import Evidence
from index.ranking.features import Features

SHIPPED = Path(__file__).with_name("learnt.json")
"""``otvet tune ranking`` writes it."""


class Parameters(NamedTuple):
    """Everything that is learnt besides the encoder."""

    weights: Features
    calibration: Calibration

    @property
    def digest(self) -> str:
        """SHA-256 of their names and values, in hex."""
        return sha256(repr(self).encode()).hexdigest()


@lru_cache(maxsize=1)
def shipped() -> Parameters:
    """The parameters that ship with the program."""
    return read_parameters(SHIPPED)


def read_parameters(path: Path) -> Parameters:
    """Read what ``write_parameters`` wrote."""
    record = json.loads(path.read_bytes())
    answers, near = (
        Logistic(record[name]["bias"], Evidence(**record[name]["weights"])) for name in ("confidence", "near")
    )
    return Parameters(Features(**record["weights"]), Calibration(answers, near, **record["thresholds"]))


def write_parameters(path: Path, parameters: Parameters, manifest: dict[str, Any]) -> None:
    """Write readable JSON; the manifest records what the parameters were learnt from."""
    answers, near, *_ = parameters.calibration
    thresholds = {name: getattr(parameters.calibration, name) for name in ("answered", "no_answer", "far")}
    parts = {
        "weights": _rounded(parameters.weights._asdict()),
        "confidence": _model(answers),
        "near": _model(near),
        "thresholds": _rounded(thresholds),
        "learnt_from": manifest,
    }
    path.write_text(json.dumps(parts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _model(model: Logistic) -> dict[str, Any]:
    return {"bias": round(model.bias, 4), "weights": _rounded(model.weights._asdict())}


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}

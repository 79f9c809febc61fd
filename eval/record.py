"""Keep a run as JSON, so that a later one can be compared with it."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from eval.errors import ReportUnwritable
from eval.interval import Estimate, rule_of_three
from eval.measure import Group, Measures
from eval.run import Outcome

FORMAT = 1


def as_json(outcomes: Sequence[Outcome], measures: Measures, *, files: Mapping[str, str]) -> dict[str, object]:
    """A run as plain values: index, digests of the question files (path → SHA-256), measures, every outcome."""
    return {
        "format": FORMAT,
        "index": asdict(outcomes[0].index),
        "files": dict(files),
        "measures": {
            "overall": _group(measures.overall),
            "by_type": {name: _group(group) for name, group in measures.by_type.items()},
            "by_region": {name: _group(group) for name, group in measures.by_region.items()},
            "latency_ms": {"p50": measures.p50_ms, "p95": measures.p95_ms},
        },
        "outcomes": [_outcome(outcome) for outcome in outcomes],
    }


def _group(group: Group) -> dict[str, object]:
    found = group.leakage
    return {
        "n": group.n,
        "measures": {name: _estimate(estimate) for name, estimate in group.estimates.items()},
        "leakage": found and {**asdict(found), "rule_of_three": rule_of_three(found.n) if found.k == 0 else None},
    }


def _estimate(estimate: Estimate) -> dict[str, float]:
    return estimate._asdict()


def _outcome(outcome: Outcome) -> dict[str, object]:
    kept = asdict(outcome)
    del kept["index"]  # the run's, said once
    return kept


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write the whole file or leave the old one: into a neighbour first, then in its place.

    Raises:
        ReportUnwritable: if the folder is not there or not ours.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as exc:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise ReportUnwritable(path, exc.strerror or str(exc)) from exc


def check_writable(path: Path) -> None:
    """Find out before a long run that its record could not be kept.

    Raises:
        ReportUnwritable: if the path is a folder, or its folder is not there or not ours.
    """
    if path.is_dir():
        raise ReportUnwritable(path, "it is a folder")
    if not path.parent.is_dir():
        raise ReportUnwritable(path, "its folder does not exist")
    if not os.access(path.parent, os.W_OK):
        raise ReportUnwritable(path, "its folder is not writable")

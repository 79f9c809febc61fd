"""Write a run as JSON, and read it back as a baseline for a later run."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from eval.compare import Comparison
from eval.errors import ReportUnwritable, RunUnreadable
from eval.evaluation import Evaluation
from eval.measure import SubsetMeasures
from eval.mix import MixMeasures
from eval.pairs import PairMeasures
from eval.run import Outcome
from eval.statistics.interval import Estimate, rule_of_three
from ingest.atomic_file import replace_text

FORMAT = 2
"""Raised whenever a record of an earlier version can no longer be compared with."""


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """A run as plain values: index, digests of the files, measures, every outcome, what changed from the baseline."""
    measures, comparison = evaluation.measures, evaluation.comparison
    return {
        "format": FORMAT,
        "index": asdict(evaluation.outcomes[0].index),
        "files": dict(evaluation.files),
        "left_out": dict(evaluation.left_out),
        "measures": {
            "overall": _group(measures.overall),
            "by_type": {name: _group(group) for name, group in measures.by_type.items()},
            "by_facet": {
                facet: {value: _group(group) for value, group in groups.items()}
                for facet, groups in measures.by_facet.items()
            },
            "mix": evaluation.mix and _mix(evaluation.mix),
            "pairs": measures.pairs and _pairs(measures.pairs),
            "latency_ms": {"p50": measures.p50_ms, "p95": measures.p95_ms},
        },
        "certification": evaluation.certification and asdict(evaluation.certification),
        "certificate": evaluation.certificate and asdict(evaluation.certificate),
        "comparison": comparison and _comparison(comparison),
        "outcomes": [_outcome(outcome) for outcome in evaluation.outcomes],
    }


def read_outcomes(path: Path) -> list[Outcome]:
    """What every question got, from the record of an earlier run.

    Raises:
        RunUnreadable: if the file cannot be opened, is damaged, of another version or no record at all.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        record = json.loads(path.read_bytes())
        if not isinstance(record, dict) or "format" not in record:
            raise RunUnreadable(path, "this is no record of a run")
        if record["format"] != FORMAT:
            raise RunUnreadable(path, f"has format {record['format']!r}, and this version reads {FORMAT}")
        kept = [{**outcome, "index": record["index"]} for outcome in record["outcomes"]]
        outcomes = TypeAdapter(list[Outcome]).validate_python(kept)
    except OSError as exc:
        raise RunUnreadable(path, f"cannot be read ({exc.strerror or exc})") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RunUnreadable(path, f"is damaged (outcomes.{where}: {first['msg']})") from exc
    except (ValueError, RecursionError) as exc:
        raise RunUnreadable(path, f"is not JSON ({exc})") from exc
    except (KeyError, TypeError) as exc:
        raise RunUnreadable(path, f"is damaged ({exc!r})") from exc
    if not outcomes:
        raise RunUnreadable(path, "holds no question")
    return outcomes


def _group(group: SubsetMeasures) -> dict[str, object]:
    found = group.leakage
    return {
        "n": group.n,
        "measures": {name: _estimate(estimate) for name, estimate in group.estimates.items()},
        "leakage": found and {**asdict(found), "rule_of_three": rule_of_three(found.n) if found.k == 0 else None},
    }


def _mix(found: MixMeasures) -> dict[str, object]:
    estimates = {name: _estimate(estimate) for name, estimate in found.estimates.items()}
    return {"shares": dict(found.mix), "measures": estimates}


def _pairs(found: PairMeasures) -> dict[str, object]:
    def shares(estimates: Mapping[str, Estimate]) -> dict[str, object]:
        return {name: _estimate(estimate) for name, estimate in estimates.items()}

    return {"overall": shares(found.overall), "by_kind": {kind: shares(each) for kind, each in found.by_kind.items()}}


def _estimate(estimate: Estimate) -> dict[str, float]:
    return estimate._asdict()


def _comparison(comparison: Comparison) -> dict[str, object]:
    return {**asdict(comparison), "regressions": comparison.regressions}


def _outcome(outcome: Outcome) -> dict[str, object]:
    kept = asdict(outcome)
    del kept["index"]  # the same for the whole run
    return kept


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write a value as ``write_text`` does."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write the whole file or leave the old one.

    Raises:
        ReportUnwritable: if the folder is not there or not ours.
    """
    try:
        replace_text(path, text)
    except OSError as exc:
        raise ReportUnwritable(path, exc.strerror or str(exc)) from exc


def check_writable(path: Path) -> None:
    """Check before a long run that its record can be written.

    Raises:
        ReportUnwritable: if the path is a folder, or its folder is not there or not ours.
    """
    if path.is_dir():
        raise ReportUnwritable(path, "it is a folder")
    if not path.parent.is_dir():
        raise ReportUnwritable(path, "its folder does not exist")
    if not os.access(path.parent, os.W_OK):
        raise ReportUnwritable(path, "its folder is not writable")

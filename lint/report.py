"""Findings as lines of text and as JSON."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lint.finding import Finding
from lint.rules import RULES, Severity

WORSE: dict[str, tuple[Severity, ...]] = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
"""Value of ``--fail-on`` → the severities that make a run fail."""


def fails(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether some finding that is not allowed is at least as severe as ``fail_on``, a key of ``WORSE``."""
    return any(RULES[one.rule].severity in WORSE[fail_on] for one in findings if not one.allowed)


def text(findings: Iterable[Finding], root: Path) -> str:
    """One line a finding, ``path:line: severity rule: message → what to write``, without those allowed.

    The column follows the line where a finding has one, and the readers the message, «(для: Казахстан)».
    """
    return "".join(
        f"{path(one, root)}:{place(one)}: {RULES[one.rule].severity} {one.rule}: {message(one)} → {advice(one)}\n"
        for one in findings
        if not one.allowed
    )


def summary(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity: «2 errors, 1 warning, 0 notes, 3 allowed»."""
    counts = Counter("allowed" if one.allowed else RULES[one.rule].severity for one in findings)
    counted = [f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}" for name in ("error", "warning", "note")]
    return ", ".join([*counted, f"{counts['allowed']} allowed"])


def as_json(findings: Iterable[Finding], root: Path) -> str:
    """A JSON list, one object a finding that is not allowed."""
    rows: list[dict[str, Any]] = [
        {
            "path": path(one, root),
            "line": one.line,
            **({"column": one.column} if one.column else {}),
            "severity": RULES[one.rule].severity,
            "rule": one.rule,
            "message": one.message,
            **({"readers": one.readers} if one.readers else {}),
            "write": advice(one),
        }
        for one in findings
        if not one.allowed
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def path(finding: Finding, root: Path) -> str:
    """Path of the page's file."""
    return (root / finding.page).as_posix()


def place(finding: Finding) -> str:
    """Line and column."""
    return f"{finding.line}:{finding.column}" if finding.column else str(finding.line)


def message(finding: Finding) -> str:
    """What is wrong, and for whom if the rule judges by readers."""
    return f"{finding.message} (для: {finding.readers})" if finding.readers else finding.message


def advice(finding: Finding) -> str:
    """What to write instead."""
    return finding.write or RULES[finding.rule].write

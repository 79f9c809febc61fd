"""Findings as SARIF 2.1.0, which code review tools read.

ParsedPage: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 2020.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.content.synonyms import SYNONYMS
from lint.errors import SarifUnwritable
from lint.finding import Finding
from lint.parsed_content import Parsed
from lint.report import advice, message
from lint.rules import RULES, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write_sarif(file: Path, findings: Sequence[Finding], parsed: Parsed, root: Path) -> None:
    """Write a log of one run.

    Args:
        file: Replaced, if it is there.
        findings: Those that the source allows become suppressed results.
        parsed: The content. A finding's fingerprint has the text of its line, not its number.
        root: Folder of the pages. URIs are relative if it is, else ``file:`` URIs.

    Raises:
        SarifUnwritable: the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(sarif(findings, parsed, root), ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as exc:
        raise SarifUnwritable(file, exc) from exc


def sarif(findings: Sequence[Finding], parsed: Parsed, root: Path) -> dict[str, Any]:
    """The log as JSON's objects."""
    lines: dict[str, Sequence[str]] = {source.page.id: source.lines for source in parsed.pages}
    lines |= {SYNONYMS: _synonym_lines(parsed)}
    places = {rule: at for at, rule in enumerate(RULES)}
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        known_by = _fingerprint(finding, lines.get(finding.page, ()))
        seen[known_by] += 1
        results.append(_result(finding, root, places[finding.rule], f"{known_by}:{seen[known_by]}"))
    driver = {"name": "otvet lint", "version": version("otvet"), "rules": [_rule(rule) for rule in RULES.values()]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _synonym_lines(parsed: Parsed) -> list[str]:
    """The lines of synonyms.txt; those that are no synonyms as empty ones."""
    texts = {one.line: one.text for one in parsed.synonyms}
    return [texts.get(line, "") for line in range(1, max(texts, default=0) + 1)]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.why},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.write},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, root: Path, rule: int, fingerprint: str) -> dict[str, Any]:
    file = root / finding.page
    address = file.as_uri() if file.is_absolute() else quote(file.as_posix())
    region = {"startLine": finding.line} | ({"startColumn": finding.column} if finding.column else {})
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": RULES[finding.rule].severity,
        "message": {"text": f"{message(finding)}. {advice(finding)}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}],
        "partialFingerprints": {"otvetLint/v1": fingerprint},
    }
    if finding.allowed:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.allowed}]
    return result


def _fingerprint(finding: Finding, lines: Sequence[str]) -> str:
    line = lines[finding.line - 1] if finding.line <= len(lines) else ""
    return hashlib.sha256("\0".join((finding.rule, finding.page, " ".join(line.split()))).encode()).hexdigest()[:16]

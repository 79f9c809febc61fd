"""Comments that suppress findings: ``<!-- otvet-lint: allow RULE reason -->``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage
from lint.rules import RULES

_COMMENT = re.compile(r"<!--\s*otvet-lint:\s*(?P<said>.*?)\s*-->")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One such comment, and the lines that it covers."""

    page: str
    line: int
    """The comment's own, counted from 1."""
    until: int
    """The last line it covers: the next one with text."""
    rule: str
    reason: str


def with_allowances(findings: Iterable[Finding], parsed: Parsed) -> list[Finding]:
    """The findings in order, with those that a comment allows marked, and a finding for every comment without effect.

    A comment covers its own line and the next line that is neither empty nor such a comment.
    """
    allowances = [one for source in parsed.pages for one in _allowances(source)]
    by_place: Mapping[tuple[str, int, str], Allowance] = {
        (one.page, line, one.rule): one for one in allowances for line in range(one.line, one.until + 1)
    }
    result, used = [], set()
    for finding in findings:
        allowance = by_place.get((finding.page, finding.line, finding.rule))
        if allowance and allowance.reason:
            used.add(allowance)
            finding = replace(finding, allowed=allowance.reason)
        result.append(finding)
    result += [Finding(one.page, one.line, "allow-broken", _wrong(one)) for one in allowances if one not in used]
    return sorted(result)


def _allowances(source: ParsedPage) -> Iterator[Allowance]:
    for number, text in enumerate(source.lines):
        for comment in () if number in source.code else _COMMENT.finditer(text):
            verb, rule, reason = (*comment["said"].split(None, 2), "", "", "")[:3]
            until = next((at for at in range(number + 1, len(source.lines)) if _speaks(source.lines[at])), number)
            alone = not _COMMENT.sub("", text).strip()
            yield Allowance(
                source.page.id, number + 1, (until if alone else number) + 1, rule if verb == "allow" else "", reason
            )


def _speaks(line: str) -> bool:
    return bool(_COMMENT.sub("", line).strip())


def _wrong(allowance: Allowance) -> str:
    if allowance.rule not in RULES:
        return f"{allowance.rule!r} is not a rule"
    return "there is no finding to allow" if allowance.reason else "the comment gives no reason"

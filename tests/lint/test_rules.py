"""The table in docs/lint.md is the table of rules.

After a change to the rules

    python -m tests.lint.test_rules --write

writes the table anew.
"""

import re
import sys
from pathlib import Path

from lint.rules import RULES

DOCS = Path(__file__).parents[2] / "docs" / "lint.md"
BEGINS, ENDS = "<!-- rules -->\n", "<!-- /rules -->"


def table() -> str:
    rows = [f"| `{rule.id}` | {rule.severity} | {rule.why} | {rule.write} |" for rule in RULES.values()]
    return "\n".join(["| rule | severity | why | what to write |", "|---|---|---|---|", *rows]) + "\n"


def test_the_documented_rules_are_those_of_the_code() -> None:
    written = DOCS.read_text(encoding="utf-8")
    assert written[written.index(BEGINS) + len(BEGINS) : written.index(ENDS)] == table()


def test_every_rule_says_why_and_what_to_write_in_a_sentence_each() -> None:
    for rule in RULES.values():
        for sentence in (rule.why, rule.write):
            assert re.fullmatch(r"[A-Z](?:(?!\. ).)+\.", sentence), sentence


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.lint.test_rules --write")
    text = DOCS.read_text(encoding="utf-8")
    DOCS.write_text(text[: text.index(BEGINS) + len(BEGINS)] + table() + text[text.index(ENDS) :], encoding="utf-8")

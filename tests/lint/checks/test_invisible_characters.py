"""Invisible characters are reported where they stand."""

from pathlib import Path

import pytest

from lint.checks.invisible_characters import invisible_characters
from lint.finding import Finding
from lint.parsed_content import Parsed, parse_source
from lint.report import text
from tests.pages import bundled_facets


def found(source: str) -> list[Finding]:
    facets = bundled_facets()
    return [*invisible_characters(Parsed((parse_source("a.md", source, facets),), facets))]


@pytest.mark.parametrize(
    ("source", "places"),
    [
        pytest.param("# A\n\nдо\u200bговор\n", [(3, 3, "U+200B ZERO WIDTH SPACE")], id="one"),
        pytest.param(
            "а\U000e0041\U000e0042 б\u202e\n",
            [(1, 2, "U+E0041 TAG LATIN CAPITAL LETTER A and 1 more"), (1, 6, "U+202E RIGHT-TO-LEFT OVERRIDE")],
            id="rows",
        ),
        pytest.param(
            "а\r\nб\u2028в\rг\x07\n",
            [(2, 2, "U+2028 LINE SEPARATOR"), (3, 2, "U+0007 CONTROL CHARACTER")],
            id="line-ends",
        ),
        pytest.param("а&shy;б\n", [(1, 2, "&shy; (U+00AD SOFT HYPHEN)")], id="reference"),
        pytest.param("```\n&shy;\n```\n`&shy;`\n", [], id="reference-in-code"),
        pytest.param("\ufeff# A\n\nдого\u00adвор 👩\u200d💻 ❤\ufe0f\n", [], id="usual"),
        pytest.param(
            "# A\n\ufeffа \u00ad\n",
            [(2, 1, "U+FEFF ZERO WIDTH NO-BREAK SPACE"), (2, 4, "U+00AD SOFT HYPHEN")],
            id="unusual",
        ),
    ],
)
def test_a_row_is_reported_at_its_first_character(source: str, places: list[tuple[int, int, str]]) -> None:
    assert [(one.line, one.column, one.message) for one in found(source)] == places


def test_a_report_says_the_column() -> None:
    assert text(found("# A\n\nдо\u200bговор\n"), Path("faq")).startswith(
        "faq/a.md:3:3: warning invisible-character: U+200B ZERO WIDTH SPACE → "
    )

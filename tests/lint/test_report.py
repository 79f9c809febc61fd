"""What the command prints, writes and exits with."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lint.finding import Finding
from lint.parsed_content import Parsed, parse_source
from lint.report import fails, summary
from lint.rules import RULES
from lint.sarif import sarif
from otvet.main import main
from tests.pages import bundled_facets

PAGE = (
    "## Куда писать?\n\n<!-- otvet-lint: allow link-anchor скоро будет -->\nСюда: [a](#x).\n\nИли [сюда](#y).\n\n"
    "## Где цены?\n\nСмотрите [цены](https://example.org).\n"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "faq.md").write_text(PAGE, encoding="utf-8")
    return folder


def lint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)])


def test_a_line_a_finding_and_the_count_apart(content: Path, encoder: object) -> None:
    result = lint(content)
    first, second = result.stdout.splitlines()
    assert first.startswith(f"{content}/faq.md:6: error link-anchor: #y: no heading of faq.md has this anchor → Link")
    assert second.startswith(f"{content}/faq.md:8: warning answer-only-link: ")
    assert result.stderr == "1 error, 1 warning, 0 notes, 1 allowed\n"
    assert result.exit_code == 1


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_exit_code_is_of_what_was_asked_to_fail_on(
    fail_on: str, code: int, tmp_path: Path, encoder: object
) -> None:
    page = tmp_path / "faq.md"
    page.write_text("## Где цены?\n\nСмотрите [цены](https://example.org).\n", encoding="utf-8")
    assert lint(page, "--fail-on", fail_on).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["nowhere"], 1, "nowhere: no such file or folder; name an .md file", id="no-content"),
        pytest.param([], 2, "Missing argument 'CONTENT'", id="usage"),
        pytest.param(["x", "--fail-on", "note"], 2, "'note' is not one of", id="fail-on"),
    ],
)
def test_refusals_say_what_to_do(arguments: list[str], code: int, message: str) -> None:
    result = lint(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_a_sarif_file_that_cannot_be_written_is_refused(content: Path, encoder: object) -> None:
    result = lint(content, "--sarif", content / "faq.md" / "x.sarif")
    assert result.exit_code == 1
    assert re.search(r"x\.sarif: cannot be written \(.+\); name another file", result.stderr)


def test_json_is_a_list_of_findings(content: Path, encoder: object) -> None:
    first, second = json.loads(lint(content, "--json").stdout)
    assert set(first) == {"path", "line", "severity", "rule", "message", "write"}
    assert (first["line"], second["rule"]) == (6, "answer-only-link")


def test_sarif_has_what_the_standard_requires(content: Path, encoder: object) -> None:
    file = content / "out" / "lint.sarif"
    lint(content, "--sarif", file)
    log = json.loads(file.read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert [result["ruleId"] for result in run["results"]] == ["link-anchor", "link-anchor", "answer-only-link"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] == RULES[result["ruleId"]].severity
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == (content / "faq.md").as_uri()
        assert place["region"]["startLine"] >= 1
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    assert run["results"][0]["suppressions"] == [{"kind": "inSource", "justification": "скоро будет"}]
    assert "suppressions" not in run["results"][1]


def test_a_fingerprint_survives_a_move_and_tells_twins_apart() -> None:
    def prints(text: str, lines: list[int]) -> list[str]:
        parsed = Parsed((parse_source("a b.md", text, bundled_facets()),), bundled_facets())
        log = sarif([Finding("a b.md", line, "stray-tag", "…") for line in lines], parsed, Path("docs"))
        results = log["runs"][0]["results"]
        places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
        assert set(places) == {"docs/a%20b.md"}
        return [result["partialFingerprints"]["otvetLint/v1"] for result in results]

    before = prints("</info>\n\n</info>\n", [1, 3])
    assert len(set(before)) == 2
    assert prints("Новое.\n\n</info>\n\n</info>\n", [3, 5]) == before


def test_what_is_allowed_neither_fails_nor_counts() -> None:
    allowed = [Finding("a.md", 1, "stray-tag", "…", allowed="так надо")]
    assert not fails(allowed, "warning")
    assert summary(allowed) == "0 errors, 0 warnings, 0 notes, 1 allowed"

"""Faults seeded into generated pages are found on their lines, and clean pages are clean."""

from pathlib import Path

import pytest

from index.encoders.protocol import Encoder
from ingest.content.alternates import ORPHAN
from lint.finding import Finding
from lint.parsed_content import Parsed, parse, parse_source
from lint.rules import RULES
from lint.run import findings
from lint.sarif import sarif
from tests.conftest import FAQ
from tests.lint.pages import Fault, clean_pages, faults, seeded
from tests.lint.remembering import Remembering
from tests.pages import bundled_facets


@pytest.fixture(scope="module")
def memory(encoder: Encoder) -> Encoder:
    return Remembering(encoder)


def parsed(pages: dict[str, str]) -> Parsed:
    facets = bundled_facets()
    return Parsed(tuple(parse_source(page, text, facets) for page, text in sorted(pages.items())), facets)


def told(found: list[Finding]) -> list[tuple[str, int, str]]:
    return [(one.page, one.line, one.rule) for one in found if not one.allowed]


FAULTS = faults()


@pytest.mark.parametrize(("number", "fault"), [pytest.param(n, f, id=f"{f.rule}-{n}") for n, f in enumerate(FAULTS)])
def test_a_seeded_fault_is_found_on_its_line_and_nothing_else_is(number: int, fault: Fault, memory: Encoder) -> None:
    pages, expected = seeded(fault, seed=number)
    assert told(findings(parsed(pages), memory)) == [expected]


def test_every_rule_has_a_seeded_fault() -> None:
    beside = {ORPHAN, "synonym-idle"}  # not in a page, see below
    assert {fault.rule for fault in FAULTS} | beside == set(RULES)
    assert len(FAULTS) >= 40


@pytest.mark.parametrize("seed", range(5))
def test_clean_pages_are_clean(seed: int, memory: Encoder) -> None:
    pages = {page: "\n".join(line for part in parts for line in part) for page, parts in clean_pages(seed).items()}
    assert told(findings(parsed(pages), memory)) == []


def test_the_bundled_faq_is_clean(memory: Encoder) -> None:
    assert told(findings(parse(FAQ, default_facets=FAQ / "facets.toml"), memory)) == []


def test_a_comment_above_or_beside_a_line_allows_one_rule_there(memory: Encoder) -> None:
    text = "## Куда?\n\n<!-- otvet-lint: allow link-anchor старая ссылка -->\n\nСюда: [a](#x).\n\nИ [b](#y).\n"
    first, second = findings(parsed({"faq.md": text}), memory)
    assert (first.line, first.allowed) == (5, "старая ссылка")
    assert (second.line, second.allowed) == (7, "")


def test_a_synonym_of_which_the_pages_say_no_form_is_found_on_its_line(tmp_path: Path, memory: Encoder) -> None:
    (tmp_path / "faq.md").write_text("## Где взять счета?\n\nВ отделе оплаты.\n", encoding="utf-8")
    (tmp_path / "synonyms.txt").write_text(
        "# жаргон\nинвойс => счет\nоплата, расчёт\nсчет => фактура, накладная\n", encoding="utf-8"
    )
    read = parse(tmp_path, default_facets=FAQ / "facets.toml")
    (found,) = findings(read, memory)
    assert (found.page, found.line, found.rule) == ("synonyms.txt", 4, "synonym-idle")
    assert found.message == "no page says «фактура», «накладная»"
    assert sarif([found], read, tmp_path)["runs"][0]["results"][0]["ruleId"] == "synonym-idle"


def test_a_comment_in_code_allows_nothing(memory: Encoder) -> None:
    text = "## Куда?\n\n```\n<!-- otvet-lint: allow nonsense x -->\n```\n"
    assert told(findings(parsed({"faq.md": text}), memory)) == []


def test_windows_line_ends_do_not_move_a_finding(tmp_path: Path, memory: Encoder) -> None:
    page = tmp_path / "faq.md"
    page.write_bytes("\ufeff## Куда?\r\n\r\nСюда.\r\n\r\n</info>\r\n".encode())
    assert told(findings(parse(page, default_facets=FAQ / "facets.toml"), memory)) == [("faq.md", 5, "stray-tag")]


def test_an_alternate_without_a_section_is_found_in_its_file(tmp_path: Path, memory: Encoder) -> None:
    (tmp_path / "faq.md").write_text("## Куда?\n\nСюда.\n", encoding="utf-8")
    lines = "".join(
        f'{{"anchor": "{anchor}", "text": "где", "lang": "ru", "origin": "x"}}\n' for anchor in ("kuda", "q")
    )
    (tmp_path / "faq.alternates.jsonl").write_text(lines, encoding="utf-8")
    found = findings(parse(tmp_path, default_facets=FAQ / "facets.toml"), memory)
    assert told(found) == [("faq.alternates.jsonl", 2, ORPHAN)]

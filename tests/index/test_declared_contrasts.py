"""Contrast sets that a writer names or dismisses, over a real index."""

from pathlib import Path

import pytest

from index.contrast_sets import contrast_sets
from index.result import AskSection, Query
from index.search import Searcher
from ingest.errors import BadFacets
from tests.declared_contrasts import (
    DISMISSED,
    NAME,
    NAMED,
    PASSWORD,
    SERVICES,
    STATEMENT,
    UNDECIDED,
    declaration,
    searcher_of,
)


def asked_back(searcher: Searcher, text: str = UNDECIDED, **chosen: str) -> AskSection | None:
    ask = searcher(Query(text, chosen)).ask
    return ask if isinstance(ask, AskSection) else None


def sets(searcher: Searcher) -> list[tuple[list[str], str | None]]:
    sections = searcher.bundle.sections
    return [
        ([sections[at].id for at in one.places], one.name)
        for one in contrast_sets(sections, searcher.bundle.facets.contrasts)
    ]


def test_without_declarations_the_set_is_found_and_has_no_name(tmp_path: Path) -> None:
    searcher = searcher_of(tmp_path, "")
    ask = asked_back(searcher)
    assert ask is not None
    assert {choice.id for choice in ask.choices} == {STATEMENT, SERVICES}
    assert ask.name is None
    assert sets(searcher) == [([STATEMENT, SERVICES], None)]


@pytest.mark.parametrize("text", [UNDECIDED, "акт"])
def test_the_question_back_carries_the_name(tmp_path: Path, text: str) -> None:
    ask = asked_back(searcher_of(tmp_path, NAMED), text)
    assert ask is not None
    assert {choice.id for choice in ask.choices} == {STATEMENT, SERVICES}
    assert ask.name == NAME


def test_nothing_is_asked_between_dismissed_sections(tmp_path: Path) -> None:
    searcher = searcher_of(tmp_path, DISMISSED)
    assert asked_back(searcher) is None
    assert sets(searcher) == []


def test_a_rebuild_takes_over_what_is_declared_later(tmp_path: Path) -> None:
    assert asked_back(searcher_of(tmp_path, "")) is not None
    assert asked_back(searcher_of(tmp_path, DISMISSED)) is None
    ask = asked_back(searcher_of(tmp_path, NAMED))
    assert ask is not None
    assert ask.name == NAME


def test_a_section_that_is_declared_leaves_the_set_that_is_found(tmp_path: Path) -> None:
    searcher = searcher_of(tmp_path, declaration(STATEMENT, PASSWORD, says=f'name = "{NAME}"'))
    assert sets(searcher) == [([STATEMENT, PASSWORD], NAME)]
    assert asked_back(searcher) is None


@pytest.mark.parametrize(
    ("name", "city", "seen"),
    [
        ("Про акт в Казани?", "kazan", True),
        ("Про акт в Казани?", "moscow", False),
        ("Про акт Казани или Москвы?", "moscow", False),
        ("Про какой акт вопрос?", "moscow", True),
    ],
)
def test_a_name_that_mentions_a_value_is_for_its_readers(tmp_path: Path, name: str, city: str, seen: bool) -> None:
    searcher = searcher_of(tmp_path, declaration(STATEMENT, SERVICES, says=f'name = "{name}"'))
    ask = asked_back(searcher, city=city)
    assert ask is not None
    assert ask.name == (name if seen else None)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        pytest.param(
            NAMED.replace("akt_sverki", "akt_sverka"),
            f"[[contrast]] 1 («{NAME}») names the section 'acts-faq.md#kak_poluchit_akt_sverka', which is not in the "
            f"pages; write the nearest, '{STATEMENT}', or remove it.",
            id="named",
        ),
        pytest.param(
            NAMED + declaration("parol", says="dismiss = true"),
            "[[contrast]] 2 (dismissed) names the section 'parol', which is not in the pages; write the nearest, "
            f"'{PASSWORD}', or remove it.",
            id="dismissed",
        ),
        pytest.param(
            NAMED + declaration(PASSWORD, STATEMENT, says="dismiss = true"),
            f"the section '{STATEMENT}' is in [[contrast]] 1 («{NAME}») and in [[contrast]] 2 (dismissed); "
            "keep it once.",
            id="twice",
        ),
    ],
)
def test_a_declaration_that_does_not_fit_the_pages_fails_the_build(tmp_path: Path, declared: str, message: str) -> None:
    searcher_of(tmp_path, NAMED)
    live = (tmp_path / "index" / "CURRENT").read_text(encoding="utf-8")
    with pytest.raises(BadFacets) as refused:
        searcher_of(tmp_path, declared)
    assert f"{tmp_path / 'content' / 'facets.toml'}: " in str(refused.value)
    assert message in str(refused.value)
    assert (tmp_path / "index" / "CURRENT").read_text(encoding="utf-8") == live

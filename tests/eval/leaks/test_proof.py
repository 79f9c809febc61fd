"""Every output is read for every section and reader, and a leak in any of them is found."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from eval.leaks.find import Suspect, suspects
from eval.leaks.proof import Output, Proof, asked_about, prove
from eval.leaks.readers import Reader
from eval.report.leaks import leak_report
from ingest.section import Chosen, Section
from tests.pages import sections_of

MOSCOW, ALMATY = "docs@msk.example", "pay@kz.example"
PAGE = "## Куда писать?\n\nСюда.\n\n## Что такое docs@msk.example?\n\nАдрес.\n"
SECTIONS = [
    replace(section, id=f"a.md#{number}", page="a.md")
    for number, section in enumerate(sections_of(PAGE))
]  # fmt: skip
READERS = [Reader({"region": one}, {"region": frozenset({one})}) for one in ("moscow", "kazakhstan")]


def foreign(reader: Reader) -> Collection[Suspect]:
    return suspects([ALMATY if reader.chosen["region"] == "moscow" else MOSCOW], "source")


def honest(section: Section, chosen: Chosen) -> object:
    return {"answers": [{"text": MOSCOW if chosen["region"] == "moscow" else ALMATY}], "notices": []}


def broken(section: Section, chosen: Chosen) -> object:
    return {"answers": [{"text": "Сюда.", "html": f"<p>{MOSCOW}</p>"}], "deep": {"new_field": [f"см. {MOSCOW}"]}}


def proof(*outputs: Output) -> Proof:
    return prove(SECTIONS, READERS, outputs, foreign)


def test_an_honest_output_has_no_leak_and_all_is_counted() -> None:
    found = proof(Output("api", "section", honest))
    assert (found.combinations, found.leaks, found.fragments) == (4, (), 2)
    assert "leaks: 0 of 4; 95 % interval up to 6.02e-01 (Clopper-Pearson)" in leak_report(found, read=True)


def test_a_projection_that_was_broken_on_purpose_is_found_in_every_field() -> None:
    found = proof(Output("api", "section", honest), Output("mcp", "section", broken))
    assert {(one.output, one.chosen["region"], one.leak.field) for one in found.leaks} == {
        ("mcp", "kazakhstan", "answers[0].html"),
        ("mcp", "kazakhstan", "deep.new_field[0]"),
    }
    assert found.leaking() == {"mcp": 4}
    assert found.combinations == 4 + 12
    assert "leaks: 4 of 16" in leak_report(found, read=True)


def test_an_output_of_a_page_is_rendered_once_for_a_reader() -> None:
    rendered: list[Chosen] = []

    def page(section: Section, chosen: Chosen) -> object:
        rendered.append(chosen)
        return {"markdown": "Сюда."}

    assert proof(Output("page", "page", page)).combinations == 4
    assert rendered == [reader.chosen for reader in READERS]


@pytest.mark.parametrize(("asks", "leaks"), [(True, 0), (False, 1)])
def test_only_what_the_reader_typed_may_be_repeated(asks: bool, leaks: int) -> None:
    def echo(section: Section, chosen: Chosen) -> object:
        return {"html": f"<title>{section.title}</title>"}

    assert len(proof(Output("page", "section", echo, asks)).leaks) == leaks


def test_sections_that_differ_by_reader_are_asked_about_first() -> None:
    assert asked_about(SECTIONS, {"a.md#1"}, most=1) == [SECTIONS[1]]
    assert asked_about(SECTIONS, set(), most=9) == SECTIONS

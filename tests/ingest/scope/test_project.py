import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.projection import broken_laws
from ingest.render.text import plain_text
from ingest.scope.project import differs_by, exactly, project, variants
from ingest.section import Block, Chosen, Scope, Section, all_hold
from tests.pages import Written, bundled_facets, damaged_pages, generated, pages, section_of, sections_of, tabs

MOSCOW: Scope = frozenset({("region", "moscow")})
MOSCOW_PREPAID: Scope = MOSCOW | {("scheme", "prepaid")}
EITHER: Scope = MOSCOW | {("region", "kazakhstan")}


@pytest.mark.parametrize(
    ("scope", "chosen", "expected"),
    [
        pytest.param(frozenset(), {"region": "moscow"}, True, id="for-everyone"),
        pytest.param(MOSCOW, {}, True, id="nothing-chosen"),
        pytest.param(MOSCOW, {"region": "moscow"}, True, id="theirs"),
        pytest.param(MOSCOW, {"region": "kazakhstan"}, False, id="others"),
        pytest.param(MOSCOW, {"scheme": "prepaid"}, True, id="another-facet-chosen"),
        pytest.param(EITHER, {"region": "kazakhstan"}, True, id="alternatives"),
        pytest.param(MOSCOW_PREPAID, {"region": "moscow", "scheme": "postpaid"}, False, id="all-facets-must-hold"),
        pytest.param(MOSCOW_PREPAID, {"scheme": "prepaid"}, True, id="open-facet"),
    ],
)
def test_holds(scope: Scope, chosen: Chosen, expected: bool) -> None:
    assert all_hold([scope], exactly(chosen)) is expected


def test_all_must_hold() -> None:
    assert all_hold((MOSCOW, frozenset({("scheme", "prepaid")})), exactly({"region": "moscow"}))
    assert not all_hold((EITHER, MOSCOW), exactly({"region": "kazakhstan"}))
    assert all_hold((), exactly({"region": "kazakhstan"}))


def text(source: str, **chosen: str) -> str:
    projected = project(section_of(source), exactly(chosen))
    assert projected is not None
    return plain_text(projected.blocks).text


@pytest.mark.parametrize(
    ("labels", "chosen", "expected"),
    [
        pytest.param(("Москва", "Казахстан"), {}, "Москва:\na\nКазахстан:\nb", id="nothing-chosen-all-labelled"),
        pytest.param(("Москва", "Казахстан"), {"region": "moscow"}, "a", id="one-tab-left-loses-its-chrome"),
        pytest.param(("Москва", "Казахстан"), {"scheme": "prepaid"}, "Москва:\na\nКазахстан:\nb", id="another-facet"),
        pytest.param(("Москва", "Linux"), {"region": "kazakhstan"}, "b", id="beside-a-value-is-the-one-that-is-left"),
        pytest.param(("Windows", "Linux"), {"region": "kazakhstan"}, "Windows:\na\nLinux:\nb", id="names-of-no-facet"),
        pytest.param(("Linux", "Windows"), {"region": "moscow"}, "Linux:\na\nWindows:\nb", id="no-facet"),
        pytest.param(
            ("Москва, предоплата", "Казахстан"), {"region": "moscow"}, "Москва, предоплата:\na", id="a-facet-still-open"
        ),
        pytest.param(
            ("Москва, предоплата", "Казахстан"), {"region": "moscow", "scheme": "prepaid"}, "a", id="both-chosen"
        ),
    ],
)
def test_tabs(labels: tuple[str, str], chosen: dict[str, str], expected: str) -> None:
    assert text(tabs(*labels), **chosen) == expected


def test_a_single_tab_of_one_value_keeps_its_label_while_nothing_is_chosen() -> None:
    source = "<tabs><tablist><tab>Москва</tab></tablist><tabpanel>\n\na\n\n</tabpanel></tabs>"
    assert text(source) == "Москва:\na"
    assert text(source, region="moscow") == "a"
    assert text(source, region="kazakhstan") == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("1. a\n1. (В регионе Москва) b\n1. c", "1. a\n2. c", id="numbering-closes-up"),
        pytest.param("4. (В регионе Москва) a\n5. b", "4. b", id="numbering-starts-where-it-started"),
        pytest.param("- a\n  - в регионе Москва — b", "- a", id="an-emptied-list-goes"),
        pytest.param("1. В регионе Москва: a\n\n   b\n1. c", "1. c", id="an-item-goes-with-all-in-it"),
        pytest.param("|x|Москва|Казахстан|\n|-|-|-|\n|a|b|c|", "x | Казахстан\na | c", id="a-column-goes"),
        pytest.param("<info>\n\nЕсли проект в регионе Москва, a.\n\n</info>\n\nb", "b", id="an-emptied-note-goes"),
    ],
)
def test_what_is_left_for_kazakhstan(source: str, expected: str) -> None:
    assert text(source, region="kazakhstan") == expected


def test_a_section_for_others_is_none() -> None:
    (section,) = sections_of("# Регион Москва\n\na")
    assert project(section, exactly({"region": "kazakhstan"})) is None
    assert project(section, exactly({"region": "moscow"})) == section
    assert project(section, exactly({"scheme": "prepaid"})) == section


def test_what_was_projected_for_one_facet_projects_on_for_another() -> None:
    section = section_of(tabs("Москва, предоплата", "Казахстан"))
    half = project(section, exactly({"region": "moscow"}))
    assert half is not None
    assert project(half, exactly({"region": "moscow", "scheme": "prepaid"})) == project(
        section, exactly({"region": "moscow", "scheme": "prepaid"})
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a", (), id="alike-for-all"),
        pytest.param(tabs("Москва", "Казахстан"), ("region",), id="region"),
        pytest.param(tabs("Физические лица", "Юридические лица в регионе Москва"), ("payer", "region"), id="two"),
        pytest.param(
            "# Регион Москва\n\n- В регионе Москва — a\n- b", (), id="a-section-of-one-region-does-not-differ"
        ),
    ],
)
def test_differs_by(source: str, expected: tuple[str, ...]) -> None:
    assert differs_by(section_of(source)) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ("payer", "region")),
        ({"region": "moscow"}, ("payer", "region")),
        ({"region": "kazakhstan"}, ("region",)),
        ({"payer": "individual"}, ("payer",)),
        ({"payer": "individual", "region": "kazakhstan"}, ()),
    ],
    ids=str,
)
def test_a_facet_decides_nothing_of_blocks_that_another_choice_leaves_out(
    chosen: Chosen, expected: tuple[str, ...]
) -> None:
    section = section_of("- a\n- (Для юридических лиц в регионе Москва) b")
    assert differs_by(section, exactly(chosen)) == expected


@given(pages(), st.sampled_from([{}, {"region": "moscow"}, {"region": "kazakhstan"}, {"scheme": "prepaid"}]))
def test_a_facet_that_does_not_decide_changes_no_text(written: Written, chosen: Chosen) -> None:
    for section in sections_of(written.source):
        decide = differs_by(section, exactly(chosen))
        for facet, values in bundled_facets().values().items():
            if facet not in decide and facet not in chosen:
                found = [project(section, exactly({**chosen, facet: value})) for value in values]
                assert len({plain_text(one.blocks).text for one in found if one is not None}) <= 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a", [{}], id="alike-for-all"),
        pytest.param("- в регионе Москва — a\n- b", [{"region": "moscow"}, {"region": "kazakhstan"}], id="region"),
        pytest.param("# Регион Москва\n\na", [{"region": "moscow"}], id="one-region"),
        pytest.param("# Регион Москва\n\n- в регионе Казахстан — a", [{"region": "moscow"}], id="contradiction"),
    ],
)
def test_variants(source: str, expected: list[dict[str, str]]) -> None:
    assert variants(section_of(source), bundled_facets()) == expected


def test_a_facet_that_is_not_declared_is_no_variant() -> None:
    block = Block("paragraph", (0, 1), "a", "a", scope=frozenset({("colour", "red")}))
    section = Section("a.md", "a.md", "", "A", (), (0, 1), (block,))
    assert variants(section, bundled_facets()) == [{}]


@generated
@given(damaged_pages())
def test_projection_keeps_its_laws(written: Written) -> None:
    for section in sections_of(written.source, "faq.md"):
        assert broken_laws(section, bundled_facets()) == []


@generated
@given(damaged_pages())
def test_variants_cover_every_reader(written: Written) -> None:
    for section in sections_of(written.source):
        for way in variants(section, bundled_facets()):
            own = exactly(way)
            first = exactly({facet: values[0] for facet, values in bundled_facets().values().items()})
            everything = {**first, **own}
            if all_hold(section.scopes, everything):
                whole, part = project(section, everything), project(section, own)
                assert part is not None
                assert whole is not None
                assert plain_text(whole.blocks).text == plain_text(part.blocks).text

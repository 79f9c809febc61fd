"""The readers that a section is judged for, and how a finding names them."""

from itertools import combinations, product
from pathlib import Path

import pytest

from ingest.content.facets import Facets, read_facets
from lint.parsed_content import Parsed, parse_source
from lint.readers import MOST, Reader, readers_of, told
from lint.views import views
from tests.pages import bundled_facets

VALUE = 'values.{id} = {{ label = {{ ru = "{name}" }}, names = ["{name}"] }}\n'


def judged(*pairs: tuple[str, str]) -> tuple[Reader, ...]:
    return readers_of([frozenset({pair}) for pair in pairs], bundled_facets())


def facets_of_many(tmp_path: Path, count: int, values: int) -> Facets:
    tables = [
        f'[f{at}]\nlabel = {{ ru = "Ось{at}" }}\n'
        + "".join(VALUE.format(name=f"Ось{at}знач{n}", id=f"v{n}") for n in range(values))
        for at in range(count)
    ]
    (tmp_path / "facets.toml").write_text("\n".join(tables), encoding="utf-8")
    return read_facets(tmp_path / "facets.toml")


def test_only_facets_that_occur_are_combined() -> None:
    assert [one.chosen for one in judged()] == [()]
    assert [dict(one.chosen)["region"] for one in judged(("region", "moscow"))] == ["moscow", "kazakhstan"]
    assert len(judged(("region", "moscow"), ("scheme", "prepaid"))) == 4


def test_many_facets_are_covered_pairwise(tmp_path: Path) -> None:
    facets = facets_of_many(tmp_path, 6, 3)
    scopes = [frozenset({(f"f{at}", f"v{n}")}) for at in range(6) for n in range(3)]
    rows = [dict(one.chosen) for one in readers_of(scopes, facets)]
    assert len(rows) <= MOST
    for one, other in combinations([f"f{at}" for at in range(6)], 2):
        assert {(row[one], row[other]) for row in rows} == set(product(["v0", "v1", "v2"], repeat=2))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param({"region": "kazakhstan", "scheme": "prepaid"}, "Казахстан, Предоплата", id="combination"),
        pytest.param({"region": "kazakhstan"}, "Казахстан", id="a-facet-that-does-not-matter-is-left-out"),
        pytest.param({}, "все", id="everyone"),
    ],
)
def test_a_finding_names_its_readers(wanted: dict[str, str], expected: str) -> None:
    everyone = judged(("region", "moscow"), ("scheme", "prepaid"))
    affected = [one for one in everyone if wanted.items() <= dict(one.chosen).items()]
    assert told(affected, everyone, bundled_facets()) == expected


def test_a_section_for_some_is_judged_for_these() -> None:
    facets = bundled_facets()
    page = parse_source("a.md", "## Для региона Москва\n\nТекст.", facets)
    (seen,) = views(Parsed((page,), facets))
    assert [view.reader.chosen for view in seen.judged] == [(("region", "moscow"),)]

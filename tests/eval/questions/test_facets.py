"""The questions labelled with facet values name values that exist."""

from eval.bench.infer import read_labelled
from ingest.content.facets import read_facets
from tests.conftest import FAQ

KNOWN = {"residency": {"home", "foreign"}, **read_facets(FAQ / "facets.toml").values()}


def test_every_labelled_value_is_known() -> None:
    labelled = read_labelled(FAQ.parent / "eval" / "questions" / "facets.jsonl")
    said = {(facet, value) for one in labelled for facet, value in one.facets.items()}
    assert not {(facet, value) for facet, value in said if value not in KNOWN[facet]}
    assert {("residency", "home"), ("residency", "foreign")} <= said

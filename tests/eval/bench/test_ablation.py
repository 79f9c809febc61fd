"""Taking a part of the query path out changes what that part decides."""

from pathlib import Path

import pytest

from eval.bench.ablation import PARTS
from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Query
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from tests.conftest import FAQ

PAGE = "## Где получить акт сверки?\n\nВ разделе документов.\n\n## Какие регионы есть?\n\nМосква и Казахстан.\n"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder: Path = tmp_path_factory.mktemp("ablation")
    (folder / "page.md").write_text(PAGE, encoding="utf-8")
    build(folder, folder / ".index", HashEncoder(), default_facets=FAQ / "facets.toml")
    return load(folder / ".index", open_bundle)


@pytest.mark.parametrize("part", ["masking", "facets from the text"])
def test_without_masking_a_region_drags_the_ranking_to_the_section_that_names_it(part: str, bundle: Bundle) -> None:
    query = Query("акт сверки получить, проект в регионе Казахстан", {}, abstain=False)
    whole = Searcher(bundle, HashEncoder())(query)
    without = PARTS[part](bundle, HashEncoder())(query)
    scores = [{one.id: one.score for one in result.answers} for result in (whole, without)]
    assert scores[1]["page.md#kakie_regiony_est"] > scores[0]["page.md#kakie_regiony_est"]

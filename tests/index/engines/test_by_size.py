"""Few passages are searched exactly, many by lists; the manifest and the builder say which, why, and how well."""

from pathlib import Path

import numpy as np
import pytest

from index.build import Built, build
from index.encoders.hash import HashEncoder
from index.engines.approximate import ApproximateEngine
from index.engines.exact import ExactEngine
from index.engines.protocol import Space, Wanted
from index.errors import BrokenIndex
from index.result import Query
from index.search import Searcher
from index.storage.bundle import LISTS, Bundle, open_bundle
from index.storage.generations import load
from index.storage.ivf_store import IvfStore
from index.vectors import Vectors, unit
from tests.index.engines.contents import write_content


def built_for(folder: Path, many: int) -> tuple[Built, Bundle]:
    content = write_content(folder / "content")
    made = build(content, folder / "index", HashEncoder(64), default_facets=content / "facets.toml", many=many)
    return made, load(folder / "index", open_bundle)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Bundle]:
    return built_for(tmp_path_factory.mktemp("large"), many=100)


def test_many_passages_are_searched_by_lists_and_the_manifest_says_how_well(large: tuple[Built, Bundle]) -> None:
    made, bundle = large
    told = bundle.manifest.nearest
    assert LISTS in bundle.manifest.files
    assert isinstance(Searcher(bundle, HashEncoder(64))._ranker._engine, ApproximateEngine)
    assert (told["search"], told["many"], told["passages"]) == ("lists", 100, len(bundle.passages))
    assert made.nearest == (
        f"search by {told['lists']} lists of eight-bit vectors (100 passages or more), "
        f"recall@10 {told['recall@10']:.3f} against exact search for 100 passages"
    )


def test_few_passages_are_searched_exactly(tmp_path: Path) -> None:
    made, bundle = built_for(tmp_path, many=10_000)
    assert bundle.manifest.nearest == {"search": "exact", "passages": len(bundle.passages), "many": 10_000}
    assert LISTS not in bundle.manifest.files
    assert isinstance(Searcher(bundle, HashEncoder(64))._ranker._engine, ExactEngine)
    assert made.nearest == "exact search (fewer than 10,000 passages)"


@pytest.mark.parametrize("chosen", [{}, {"city": "almaty"}, {"city": "-moscow", "way": "pickup"}], ids=str)
def test_a_question_gets_what_its_reader_may_see(large: tuple[Built, Bundle], chosen: dict[str, str]) -> None:
    _, bundle = large
    result = Searcher(bundle, HashEncoder(64))(Query("как вернуть палатку", chosen, abstain=False))
    assert result.answers[0].section.startswith("Как вернуть палатку")
    if chosen.get("city") == "almaty":
        assert not [one.text for one in result.answers if "Москва" in one.text or "Москве" in one.section]


@pytest.mark.parametrize("damage", ["cut", "other", "of-fewer"])
def test_a_damaged_file_of_lists_is_named(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "index"
    build(
        write_content(tmp_path / "content"),
        folder,
        HashEncoder(64),
        default_facets=tmp_path / "content/facets.toml",
        many=100,
    )
    path = next(folder.glob("generations/*")) / LISTS
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:500])
    elif damage == "other":
        path.write_bytes((path.parent / "vectors.faiss").read_bytes())
    else:
        IvfStore.trained(clustered(50)).write(path)
    with pytest.raises(BrokenIndex, match=rf"{LISTS}: .*; build the index again"):
        open_bundle(path.parent)


def clustered(count: int, dim: int = 32) -> Vectors:
    """As texts are: some hundred subjects, and what is said of each."""
    rng = np.random.default_rng(3)
    subjects = rng.standard_normal((200, dim)).astype(np.float32)
    return unit(subjects[rng.integers(200, size=count)] + 0.4 * rng.standard_normal((count, dim)).astype(np.float32))


@pytest.fixture(scope="module")
def space() -> Space:
    vectors = clustered(12_000)
    kinds = np.resize(np.array([0, 1, 2, 2], np.int8), len(vectors))
    return Space(vectors, kinds)


@pytest.mark.parametrize("share", [1.0, 0.3, 0.05, 0.01, 0.001, 0.0])
def test_the_lists_find_nearly_all_however_few_may_be_found(space: Space, share: float) -> None:
    rng, exact = np.random.default_rng(5), ExactEngine(space)
    engine = ApproximateEngine(space, IvfStore.trained(space.vectors), few=100)
    found, may = [1.0], rng.random(len(space.kinds)) < share
    for row in rng.integers(len(space.kinds), size=30):
        wanted = [Wanted(space.vectors[row], may, {})]
        (rows,), (best,) = engine.nearest(wanted, 100).rows, exact.nearest(wanted, 10).rows
        assert may[rows].all()
        found += [float(np.isin(best, rows).mean())] if len(best) else []
    assert np.mean(found) >= 0.98


def test_few_rows_are_compared_one_by_one(space: Space) -> None:
    lists = IvfStore.trained(space.vectors)
    lists._index.reset()  # finds nothing any more
    wanted = [Wanted(space.vectors[0], np.arange(len(space.kinds)) % 40 == 0, {})]
    engine = ApproximateEngine(space, lists, few=400)
    assert engine.nearest(wanted, 9).rows[0].tolist() == ExactEngine(space).nearest(wanted, 9).rows[0].tolist()


def test_few_of_very_many_are_compared_one_by_one(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    lists, wanted = (
        IvfStore.trained(space.vectors),
        [Wanted(space.vectors[0], np.arange(len(space.kinds)) % 40 == 0, {})],
    )
    monkeypatch.setattr(lists, "scanned", lambda share: 1_000_000)
    monkeypatch.delattr(IvfStore, "search")
    found = ApproximateEngine(space, lists, few=1).nearest(wanted, 9).rows[0]
    assert found.tolist() == ExactEngine(space).nearest(wanted, 9).rows[0].tolist()


def test_the_rarer_what_may_be_found_the_more_is_scanned(space: Space) -> None:
    scanned = [IvfStore.trained(space.vectors).scanned(share) for share in (1.0, 0.3, 0.01, 0.0)]
    assert scanned == sorted(scanned)
    assert scanned[0] < len(space.kinds) / 10
    assert scanned[-1] == len(space.kinds)


def test_lists_are_the_same_each_time_and_read_back(tmp_path: Path) -> None:
    vectors = clustered(3000)
    one, other = IvfStore.trained(vectors), IvfStore.trained(vectors)
    one.write(tmp_path / "lists.faiss")
    read, everything = IvfStore.read(tmp_path / "lists.faiss"), np.ones(3000, np.bool_)
    for query in vectors[:20]:
        rows = [store.search(query, 10, allowed=everything, share=1.0).tolist() for store in (one, other, read)]
        assert rows[0] == rows[1] == rows[2]

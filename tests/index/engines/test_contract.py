"""What every engine does alike."""

import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from index.engines.address import Address
from index.engines.approximate import ApproximateEngine
from index.engines.exact import ExactEngine
from index.engines.protocol import Engine, Space, Wanted
from index.storage.bundle import Bundle
from index.storage.ivf_store import IvfStore
from index.vectors import Rows, Vectors
from ingest.section import Chosen
from tests.index.engines.contents import built, wanted

WITHIN = 0.01
"""A score may be off by this much where vectors are kept in eight bits, so passages as near as that change places."""

CHOICES: list[Chosen] = [
    {},
    {"city": "moscow"},
    {"city": "-moscow"},
    {"city": "kazakhstan"},
    {"city": "moscow,almaty"},
    {"city": "astana", "way": "pickup"},
]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return built(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def space(bundle: Bundle) -> Space:
    return Space.of(bundle)


@pytest.fixture(scope="module", params=["exact", "eight-bit", "lists", "qdrant-local", "qdrant-over-http"])
def engine(
    request: pytest.FixtureRequest, bundle: Bundle, space: Space, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param in ("exact", "eight-bit"):
        yield ExactEngine(space, few=0 if request.param == "eight-bit" else len(space.kinds))
        return
    if request.param == "lists":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("index.storage.ivf_store.PROBES", 1.0)  # all: how many are enough is measured elsewhere
            yield ApproximateEngine(space, IvfStore.trained(space.vectors), few=20)
        return
    qdrant_client = pytest.importorskip("qdrant_client")
    from index.engines.qdrant import QdrantEngine
    from index.engines.qdrant_cluster import QdrantCluster

    def engine_of(cluster: QdrantCluster, client: object) -> Engine:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Payload indexes have no effect")
            cluster.write(bundle)
        cluster.make_live(bundle.manifest)
        return QdrantEngine(client, cluster.collection(bundle.manifest), passages=len(bundle.passages), where="here")

    if request.param == "qdrant-local":
        client = qdrant_client.QdrantClient(":memory:")
        yield engine_of(QdrantCluster(Address.parse("qdrant://localhost/faq"), client, client), client)
        client.close()
    else:
        from index.engines.qdrant import connect
        from tests.qdrant_server import Collections, serving

        with serving(Collections(tmp_path_factory.mktemp("qdrant"))) as port:
            address = Address.parse(f"qdrant://127.0.0.1:{port}/faq")
            yield engine_of(QdrantCluster.at(address, ""), connect(address, ""))


def assert_nearest(found: Rows, scores: Vectors, may: Rows, k: int) -> None:
    """Of the rows that may be found, the ``k`` with the best scores are, whoever comes last among equals."""
    least = np.sort(scores[may])[-k:][0] if len(may) else np.inf
    assert set(may[scores[may] > least + WITHIN]) <= set(found)


def check(space: Space, search: Wanted, k: int, found: Rows) -> None:
    assert found.tolist() == sorted(set(found.tolist()))
    assert search.mask[found].all()
    scores, least = space.vectors @ search.vector, []
    for kind in np.unique(space.kinds):
        may = np.flatnonzero(search.mask & (space.kinds == kind))
        assert_nearest(found, scores, may, k)
        least.append(len(may))
    assert len(found) <= sum(min(k, count) for count in least)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "elsewhere"])
@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_the_nearest_of_each_kind_that_may_be_found_are(
    engine: Engine, bundle: Bundle, space: Space, chosen: Chosen, elsewhere: bool
) -> None:
    search = wanted(bundle, space, chosen, elsewhere=elsewhere)
    for k in (1, 7, 1000):
        found = engine.nearest([search], k)
        assert not found.is_stand_in
        (rows,) = found.rows
        check(space, search, k, rows)


def test_searches_asked_together_find_what_each_finds_alone(engine: Engine, bundle: Bundle, space: Space) -> None:
    searches = [wanted(bundle, space, chosen, seed=seed) for seed, chosen in enumerate(CHOICES)]
    together = engine.nearest(searches, 5).rows
    assert [rows.tolist() for rows in together] == [engine.nearest([one], 5).rows[0].tolist() for one in searches]


def test_the_content_has_something_to_filter(bundle: Bundle, space: Space) -> None:
    parts = [wanted(bundle, space, chosen).mask.mean() for chosen in CHOICES if chosen]
    assert all(0.1 < part < 0.99 for part in parts)
    assert sum(wanted(bundle, space, chosen, elsewhere=True).mask.any() for chosen in CHOICES) >= 3


def test_where_nothing_may_be_found_nothing_is(engine: Engine, bundle: Bundle, space: Space) -> None:
    everywhere = wanted(bundle, space, {"city": "moscow,kazakhstan"}, elsewhere=True)
    assert not everywhere.mask.any()
    assert engine.nearest([everywhere], 5).rows[0].tolist() == []

"""A generation in Qdrant: written whole, live by a swap of the alias, and what is answered while Qdrant is away."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from uuid import UUID

import pytest

pytest.importorskip("qdrant_client")

from index.build import build
from index.encoders.hash import HashEncoder
from index.engines import qdrant, qdrant_cluster
from index.engines.address import Address
from index.engines.qdrant_cluster import QdrantCluster
from index.engines.stand_in import FIRST, LONGEST, WithStandIn
from index.errors import EngineAway, EngineRefuses
from index.notices import ENGINE_AWAY
from index.remembered import remembered
from index.result import Query, Result
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from tests.index.engines.contents import built, write_content
from tests.qdrant_server import Collections, Refused, serving

QUESTION = Query("как вернуть палатку в алматы", {"city": "almaty"}, abstain=False)


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdrant, "PAUSE", 0.001)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return built(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def here(bundle: Bundle) -> Searcher:
    return Searcher(bundle, HashEncoder(64))


@pytest.fixture
def collections(tmp_path: Path) -> Collections:
    return Collections(tmp_path / "qdrant")


@pytest.fixture
def port(collections: Collections) -> Iterator[int]:
    with serving(collections) as port:
        yield port


def cluster_at(port: int, settings: str = "", *, key: str = "") -> QdrantCluster:
    return QdrantCluster.at(Address.parse(f"qdrant://127.0.0.1:{port}/faq{settings}"), key)


def another(bundle: Bundle, created: str) -> Bundle:
    """The same passages as a generation of another time."""
    return dataclasses.replace(bundle, manifest=dataclasses.replace(bundle.manifest, created=created))


def timeless(result: Result) -> Result:
    return dataclasses.replace(result, took_ms=0.0)


def test_a_generation_becomes_a_collection_with_indexes_and_settings(
    bundle: Bundle, collections: Collections, port: int
) -> None:
    cluster = cluster_at(port, "?shards=4&replicas=2")
    cluster.write(bundle)
    name = cluster.collection(bundle.manifest)
    settings = collections.settings[name]
    assert (settings["shard_number"], settings["replication_factor"]) == (4, 2)
    assert {vector: one["size"] for vector, one in settings["vectors"].items()} == {"text": 64}
    assert settings["quantization_config"]["scalar"]["type"] == "int8"
    assert collections.indexed[name] == {"kind": "integer", "holds": "keyword", "around": "keyword"}
    assert cluster.live() is None, "nobody is sent to it yet"


def test_the_alias_moves_at_once_and_one_generation_before_stays(
    bundle: Bundle, collections: Collections, port: int
) -> None:
    cluster, names = cluster_at(port), []
    for created in ("2031-01-01", "2031-01-02", "2031-01-03"):
        generation = another(bundle, created)
        cluster.write(generation)
        cluster.make_live(generation.manifest)
        names.append(cluster.collection(generation.manifest))
        assert cluster.live() == names[-1]
    assert set(collections.shards) == set(names[1:])
    assert collections.requests.count("POST /collections/aliases") == 3
    cluster.make_live(another(bundle, "2031-01-02").manifest)
    assert cluster.live() == names[1]
    assert set(collections.shards) == set(names[1:]), "what was live is there to go back to"


def test_other_peoples_collections_stay(bundle: Bundle, collections: Collections, port: int) -> None:
    others = ["faq-archive", "faq-0123456789ab-copy", "shop-0123456789ab"]
    for name in others:
        collections.answer("PUT", f"/collections/{name}", {"vectors": {"text": {"size": 4, "distance": "Dot"}}})
    cluster = cluster_at(port)
    for created in ("2031-01-01", "2031-01-02", "2031-01-03"):
        cluster.write(another(bundle, created))
        cluster.make_live(another(bundle, created).manifest)
    assert set(others) < set(collections.shards)


def test_a_build_that_qdrant_does_not_take_changes_nothing(collections: Collections, port: int, tmp_path: Path) -> None:
    content, index, encoder = write_content(tmp_path / "content"), tmp_path / "index", HashEncoder(64)
    cluster = cluster_at(port)
    build(content, index, encoder, default_facets=content / "facets.toml", before_live=cluster.write)
    before = load(index, open_bundle)
    cluster.make_live(before.manifest)
    (content / "page-0.md").write_text("## Как починить лодку?\n\nСамим.\n", encoding="utf-8")

    def full(request: str) -> None:
        if request.endswith("/points"):
            raise Refused(507, "no space left")

    collections.broken = full
    with pytest.raises(EngineAway, match=r"qdrant://127\.0\.0\.1:\d+/faq: answered 507 .*; check that it runs"):
        build(content, index, encoder, default_facets=content / "facets.toml", before_live=cluster.write)
    assert collections.requests.count(collections.requests[-1]) == qdrant_cluster.ATTEMPTS
    assert load(index, open_bundle).name == before.name
    assert cluster.live() == cluster.collection(before.manifest)


def test_what_a_stopped_build_left_of_a_collection_goes(bundle: Bundle, collections: Collections, port: int) -> None:
    cluster = cluster_at(port)
    cluster.write(dataclasses.replace(bundle, passages=bundle.passages[:9]))
    cluster.write(bundle)
    name = cluster.collection(bundle.manifest)
    assert collections.answer("POST", f"/collections/{name}/points/count", {})["count"] == len(bundle.passages)


def test_points_that_do_not_arrive_are_noticed(bundle: Bundle, collections: Collections, port: int) -> None:
    real = collections.answer
    collections.answer = lambda method, path, body: (  # type: ignore[method-assign]
        {"operation_id": 1, "status": "completed"} if path.endswith("/points") else real(method, path, body)
    )
    with pytest.raises(EngineRefuses, match=rf"holds 0 of {len(bundle.passages)} passages; build the index again"):
        cluster_at(port).write(bundle)


@pytest.mark.parametrize("is_written", [False, True])
def test_a_searcher_answers_from_its_own_generation(
    bundle: Bundle, here: Searcher, port: int, is_written: bool
) -> None:
    """The alias may have moved on: rows of another generation would be other passages."""
    cluster = cluster_at(port)
    cluster.write(another(bundle, "before"))
    cluster.make_live(another(bundle, "before").manifest)
    if is_written:
        cluster.write(bundle)
    result = Searcher(bundle, HashEncoder(64), engine=cluster.engine)(QUESTION)
    assert [one.id for one in result.answers] == [one.id for one in here(QUESTION).answers]
    assert (ENGINE_AWAY in [one.code for one in result.notices]) != is_written


@pytest.mark.parametrize(
    "question",
    [QUESTION, Query("где палатка", {}, abstain=False), Query("обменять котелок", {"city": "-moscow"}, abstain=False)],
    ids=["elsewhere-too", "no-choice", "all-but-one"],
)
def test_a_question_is_one_request_and_its_answer_the_same_as_here(
    bundle: Bundle, here: Searcher, collections: Collections, port: int, question: Query
) -> None:
    cluster = cluster_at(port)
    cluster.write(bundle)
    there, before = Searcher(bundle, HashEncoder(64), engine=cluster.engine), len(collections.requests)
    assert timeless(there(question)) == timeless(here(question))
    name = cluster.collection(bundle.manifest)
    assert collections.requests[before:] == [f"POST /collections/{name}/points/query/batch"]


def test_while_qdrant_is_away_the_copy_answers_and_says_so(
    bundle: Bundle, here: Searcher, collections: Collections
) -> None:
    now = [0.0]
    with serving(collections) as port:
        cluster = cluster_at(port)
        cluster.write(bundle)

    def engine(bundle: Bundle, local: object) -> WithStandIn:
        made = cluster.engine(bundle, local)  # type: ignore[arg-type]
        assert isinstance(made, WithStandIn)
        made._clock = lambda: now[0]
        return made

    search = remembered(Searcher(bundle, HashEncoder(64), engine=engine))

    def notices() -> list[str]:
        result = search(QUESTION)
        assert [one.id for one in result.answers] == [one.id for one in here(QUESTION).answers]
        return [one.code for one in result.notices if one.code == ENGINE_AWAY]

    with serving(collections, port):
        assert notices() == []
    other = dataclasses.replace(QUESTION, limit=4)
    assert [one.code for one in search(other).notices][-1] == ENGINE_AWAY
    assert notices() == [], "what was found before is still right"
    with serving(collections, port):
        asked = len(collections.requests)
        assert search(other).notices[-1].code == ENGINE_AWAY, "it is not asked again at once"
        assert len(collections.requests) == asked
        now[0] += FIRST
        assert ENGINE_AWAY not in [one.code for one in search(other).notices], "and what passes is not remembered"


def test_the_message_of_an_outage_comes_once_and_so_does_its_end(
    bundle: Bundle, collections: Collections, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "index.engines.stand_in")
    now = [0.0]
    with serving(collections) as port:
        cluster = cluster_at(port)
        cluster.write(bundle)
    search = Searcher(bundle, HashEncoder(64), engine=cluster.engine)
    engine = search._ranker._engine
    assert isinstance(engine, WithStandIn)
    engine._clock = lambda: now[0]
    waits = []
    for _ in range(6):
        search(QUESTION)
        waits.append(engine._wait)
        now[0] = engine._next
    assert waits == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, LONGEST, LONGEST]
    with serving(collections, port):
        search(QUESTION)
    first, last = [record.getMessage() for record in caplog.records]
    assert first.startswith(f"qdrant://127.0.0.1:{port}/faq: does not answer (")
    assert first.endswith("Meanwhile the index on this machine is searched.")
    assert last == "the engine answers again"


@pytest.mark.parametrize(
    ("broken", "attempts"),
    [
        pytest.param(Refused(503, "starting"), qdrant.ATTEMPTS, id="starting"),
        pytest.param(Refused(400, "bad request"), 1, id="refused"),
    ],
)
def test_a_reader_waits_for_few_attempts(
    bundle: Bundle, collections: Collections, port: int, broken: Refused, attempts: int
) -> None:
    cluster = cluster_at(port)
    cluster.write(bundle)
    search, before = Searcher(bundle, HashEncoder(64), engine=cluster.engine), len(collections.requests)

    def break_it(request: str) -> None:
        raise broken

    collections.broken = break_it
    assert search(QUESTION).notices[-1].code == ENGINE_AWAY
    assert len(collections.requests) - before == attempts


def test_a_server_that_says_nothing_is_not_waited_for_long(bundle: Bundle, collections: Collections, port: int) -> None:
    cluster = cluster_at(port, "?seconds=1")
    cluster.write(bundle)
    search, before = Searcher(bundle, HashEncoder(64), engine=cluster.engine), len(collections.requests)
    collections.broken = lambda request: sleep(3)
    assert search(QUESTION).notices[-1].code == ENGINE_AWAY
    assert len(collections.requests) - before == qdrant.ATTEMPTS


@pytest.mark.parametrize(
    ("batch", "told"),
    [
        pytest.param([{"points": [{"id": 10**6, "version": 1, "score": 1.0}]}] * 3, "no passages", id="too-many"),
        pytest.param(
            [{"points": [{"id": str(UUID(int=1)), "version": 1, "score": 1.0}]}] * 3, "no passages", id="uuid"
        ),
        pytest.param([], "answered 0 of", id="too-few"),
    ],
)
def test_points_that_others_wrote_into_the_collection_are_told_and_the_copy_answers(
    bundle: Bundle, here: Searcher, collections: Collections, port: int, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, batch: list[object], told: str,
) -> None:  # fmt: skip
    cluster = cluster_at(port)
    cluster.write(bundle)
    searcher = Searcher(bundle, HashEncoder(64), engine=cluster.engine)
    monkeypatch.setattr(collections, "answer", lambda method, path, body: batch * (len(body["searches"]) // 3))
    result = searcher(QUESTION)
    assert [one.id for one in result.answers] == [one.id for one in here(QUESTION).answers]
    assert ENGINE_AWAY in {notice.code for notice in result.notices}
    assert told in caplog.text


@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_wrong_key_is_told(bundle: Bundle, collections: Collections, port: int, key: str) -> None:
    collections.key = "right"
    with pytest.raises(EngineRefuses, match="refuses the key; set OTVET_ENGINE_KEY to one that it knows"):
        cluster_at(port, key=key).write(bundle)
    cluster_at(port, key="right").write(bundle)


def test_a_key_is_not_sent_in_the_open() -> None:
    with pytest.raises(EngineRefuses, match=r"would be sent unencrypted; write qdrant\+https:// instead"):
        QdrantCluster.at(Address.parse("qdrant://search.example.kz/faq"), "s3cret")

"""`--engine`: from `otvet index` to an answer, over HTTP, with Qdrant's engine behind it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("qdrant_client")

from index.engines import qdrant
from otvet.main import main
from tests.index.engines.contents import write_content
from tests.qdrant_server import Collections, serving

QUESTION = "как вернуть палатку"
AWAY = "Общий поиск сейчас недоступен; ответ найден по копии на этом сервере."


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdrant, "PAUSE", 0.001)
    monkeypatch.delenv("OTVET_ENGINE", raising=False)


@pytest.fixture
def collections(tmp_path: Path) -> Collections:
    return Collections(tmp_path / "qdrant", key="s3cret")


@pytest.fixture
def port(collections: Collections, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setenv("OTVET_ENGINE_KEY", "s3cret")
    with serving(collections) as port:
        yield port


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_a_content_is_indexed_asked_and_rolled_back_with_a_cluster(
    tmp_path: Path, collections: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTVET_ENGINE_KEY", "s3cret")
    content, index = write_content(tmp_path / "content"), tmp_path / "index"
    with serving(collections) as port:
        engine = ("--engine", f"qdrant://127.0.0.1:{port}/faq")
        built = run("index", content, "--encoder", "hash", "--out", index, *engine)
        assert built.exit_code == 0, built.output
        first = collections.aliases["faq"]
        assert f"qdrant://127.0.0.1:{port}/faq: collection {first} is live" in built.stderr
        answered = run("ask", QUESTION, "--index", index, *engine)
        assert AWAY not in answered.stderr
        assert collections.requests[-1] == f"POST /collections/{first}/points/query/batch"
        (content / "page-0.md").unlink()
        assert run("index", content, "--encoder", "hash", "--out", index, *engine).exit_code == 0
        assert collections.aliases["faq"] != first
        assert run("index", "--rollback", "--out", index, *engine).exit_code == 0
        assert collections.aliases["faq"] == first
    away = run("ask", QUESTION, "--index", index, *engine)
    assert (away.stdout, away.exit_code) == (answered.stdout, answered.exit_code)
    assert AWAY in away.stderr


def test_a_build_without_the_cluster_says_what_is_wrong_and_leaves_nothing(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTVET_ENGINE_KEY", "guess")
    content = write_content(tmp_path / "content")
    arguments = ("index", content, "--encoder", "hash", "--out", tmp_path / "index")
    refused = run(*arguments, "--engine", f"qdrant://127.0.0.1:{port}/faq")
    assert (refused.exit_code, "refuses the key; set OTVET_ENGINE_KEY" in refused.stderr) == (1, True)
    assert not list((tmp_path / "index").rglob("manifest.json"))


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", QUESTION), ("serve",), ("index", "faq")])
def test_an_address_that_is_none_is_wrong_usage(command: tuple[str, ...], tmp_path: Path) -> None:
    place = "--out" if command[0] == "index" else "--index"
    refused = run(*command, place, tmp_path / "index", "--engine", "http://host/faq")
    assert (refused.exit_code, "engine 'http://host/faq': no address" in refused.stderr) == (2, True)


def test_without_the_client_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("qdrant_client", "index.engines.qdrant"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "qdrant_client", None)
    refused = run("index", "faq", "--out", tmp_path, "--engine", "qdrant://host/faq")
    assert (refused.exit_code, "pip install --editable '.[qdrant]'" in refused.stderr) == (1, True)

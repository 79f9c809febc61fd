"""A new index is served without a restart, and no client goes on showing what the old one said."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask
from werkzeug.test import Client

from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import live, load, rollback
from otvet.wiring import service_of
from server.app import create_app
from server.reload import Reloader
from server.resources import Resources
from server.settings import Settings
from tests.conftest import FAQ
from tests.hand_service import by_hand

BEFORE = "# Оплата\n\n## Как оплатить счёт?\n\nПереведите деньги.\n"
AFTER = BEFORE.replace("Переведите деньги.", "Заплатите картой.") + "\n## Как вернуть деньги?\n\nНапишите нам.\n"
URL = "/api/v1/search?q=Как+оплатить+счёт?&abstain=false"


class Content:
    """Pages, their index, and what serves it."""

    def __init__(self, folder: Path) -> None:
        self.page, self.index = folder / "pay.md", folder / "index"
        self.resources = Resources.of(Settings(rate=0))
        self.write(BEFORE)

    def write(self, text: str) -> None:
        self.page.write_text(text, encoding="utf-8")
        build(self.page, self.index, HashEncoder(), default_facets=FAQ / "facets.toml")

    def opened(self) -> tuple[str, Flask]:
        searcher = Searcher(load(self.index, open_bundle), HashEncoder())
        return searcher.info.generation, create_app(service_of(searcher), resources=self.resources)

    def name(self) -> str:
        return live(self.index)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_new_generation_answers_without_a_restart_and_changes_every_etag(content: Content) -> None:
    with Reloader(content.name, content.opened, every=0.02) as app:
        client = Client(app)
        first = client.get(URL)
        assert "Переведите деньги." in first.text
        assert first.headers["Cache-Control"] == "no-cache"
        tag = {"If-None-Match": first.headers["ETag"]}
        same = client.get(URL, headers=tag)
        assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
        content.write(AFTER)
        wait(lambda: client.get("/readyz").json["index"]["generation"] == content.name())  # type: ignore[index]
        changed = client.get(URL, headers=tag)
        assert changed.status_code == 200
        assert "Заплатите картой." in changed.text
        assert changed.headers["ETag"] != first.headers["ETag"]
        rollback(content.index)
        wait(lambda: client.get(URL, headers=tag).status_code == 304)


def test_requests_go_on_while_the_index_is_replaced(content: Content) -> None:
    with Reloader(content.name, content.opened, every=0.01) as app:
        statuses: list[int] = []
        ended = threading.Event()

        def ask() -> None:
            while not ended.is_set():
                statuses.append(Client(app).get(URL).status_code)

        asking = [threading.Thread(target=ask) for _ in range(2)]
        for thread in asking:
            thread.start()
        for text in (AFTER, BEFORE):
            content.write(text)
            wait(lambda: Client(app).get("/readyz").json["index"]["generation"] == content.name())  # type: ignore[index]
        ended.set()
        for thread in asking:
            thread.join()
    assert set(statuses) == {200}


def test_a_new_generation_that_cannot_be_opened_leaves_the_old_one(
    content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    live = Reloader(content.name, content.opened)
    content.write(AFTER)
    sections = content.index / "generations" / content.name() / "sections.jsonl"
    whole = sections.read_bytes()
    sections.write_bytes(b"")
    with caplog.at_level(logging.ERROR):
        assert [live.refresh(), live.refresh()] == [False, False]
    assert "Переведите деньги." in Client(live).get(URL).text
    assert len(caplog.records) == 1  # said once, not each second
    sections.write_bytes(whole)
    content.write(BEFORE)
    assert live.refresh()


def lost(pointer: Path) -> None:
    pointer.unlink()


def unreadable(pointer: Path) -> None:
    pointer.unlink()
    pointer.mkdir()


def repaired(pointer: Path, name: str) -> None:
    if pointer.is_dir():
        pointer.rmdir()
    pointer.write_text(f"{name}\n", encoding="utf-8")


POINTERS = {
    "lost": lost,
    "unreadable": unreadable,
    "empty": lambda pointer: pointer.write_bytes(b""),
    "cut": lambda pointer: pointer.write_bytes(pointer.read_bytes()[:9]),
    "no-text": lambda pointer: pointer.write_bytes(b"\xff\xfe\x00\x81"),
}


@pytest.mark.parametrize("damage", POINTERS.values(), ids=POINTERS)
def test_a_pointer_that_names_nothing_is_told_and_survived(
    content: Content, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    pointer, before = content.index / "CURRENT", content.name()
    with (
        caplog.at_level(logging.INFO, "server.reload"),
        Reloader(content.name, content.opened, every=0.01, state=content.resources.reload) as app,
    ):
        client = Client(app)
        damage(pointer)
        wait(lambda: content.resources.reload.failures > 2)
        ready = client.get("/readyz")
        warning = f"the index on disk cannot be found; generation {before} is still served"
        assert (ready.status_code, ready.json["warnings"]) == (200, [warning])  # type: ignore[index]
        assert "otvet_index_stale 1.0" in client.get("/metrics").text
        assert "Переведите деньги." in client.get(URL).text
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        repaired(pointer, before)
        wait(lambda: not content.resources.reload.warning)
        assert client.get("/readyz").json["warnings"] == []  # type: ignore[index]
        content.write(AFTER)
        wait(lambda: "Заплатите картой." in client.get(URL).text)
        assert "otvet_index_stale 0.0" in client.get("/metrics").text
        assert "otvet_reload_failures 0.0" not in client.get("/metrics").text


def test_a_generation_that_is_still_being_copied_is_served_once_it_is_whole(content: Content) -> None:
    """As rsync does it: the pointer first, the largest file last."""
    with Reloader(content.name, content.opened, every=0.01, state=content.resources.reload) as app:
        content.write(AFTER)
        tokens = content.index / "generations" / content.name() / "tokens.npy"
        aside = content.index / "tokens"
        tokens.rename(aside)
        wait(lambda: content.resources.reload.failures > 0 or "Заплатите картой." in Client(app).get(URL).text)
        aside.rename(tokens)
        wait(lambda: "Заплатите картой." in Client(app).get(URL).text)


def test_attempts_become_rarer_and_a_new_name_is_tried_at_once() -> None:
    now, name, tried = 0.0, "one", []

    def make() -> tuple[str, WSGIApplication]:
        tried.append(now)
        if len(tried) > 1 and name != "three":
            raise OSError("disk full")
        return name, create_app(by_hand())

    live = Reloader(lambda: name, make, clock=lambda: now)
    name = "two"
    while now < 200:
        assert not live.refresh()
        now += 1
    assert tried == [0, 0, 1, 3, 7, 15, 31, 63, 123, 183]
    name = "three"
    assert live.refresh()
    assert live.state.warning == ""


def test_a_name_that_cannot_be_told_does_not_end_the_thread(caplog: pytest.LogCaptureFixture) -> None:
    answers: Iterator[str | Exception] = chain(["a", ValueError("odd"), OSError("gone")], repeat("b"))

    def name() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with Reloader(name, lambda: (name(), create_app(by_hand())), every=0.01) as live:
        wait(lambda: live.state.failures == 2 and not live.state.warning)
    assert [record.getMessage().partition("again: ")[2] for record in caplog.records] == [
        "ValueError: odd",
        "OSError: gone",
    ]


def test_what_cannot_be_opened_at_first_is_the_callers_error() -> None:
    def broken() -> tuple[str, WSGIApplication]:
        raise OSError("no index")

    with pytest.raises(OSError, match="no index"):
        Reloader(lambda: "", broken)


@pytest.mark.parametrize(
    ("path", "tagged"),
    [
        ("/api/v1/search?q=акт", True),
        ("/api/v1/suggest?q=акт", True),
        ("/api/v1/sections", True),
        ("/api/v1/sections/billing/pay.md%23oplata", True),
        ("/openapi.json", True),
        ("/api/v1/search?q=", False),
        ("/api/v1/sections/no", False),
        ("/readyz", False),
        ("/metrics", False),
    ],
)
def test_what_only_the_index_can_change_has_an_etag(path: str, tagged: bool) -> None:
    client = create_app(by_hand()).test_client()
    response = client.get(path)
    assert ("ETag" in response.headers) == tagged
    assert client.head(path).headers.get("ETag") == response.headers.get("ETag")


def test_each_address_has_its_own_etag() -> None:
    client = create_app(by_hand()).test_client()
    paths = ["q=акт", "q=акты", "q=акт&region=moscow", "q=акт&limit=2", "q=акт&region=kazakhstan"]
    assert len({client.get(f"/api/v1/search?{path}").headers["ETag"] for path in paths}) == len(paths)

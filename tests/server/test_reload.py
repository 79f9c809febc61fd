"""A new index is served without a restart, and no client goes on showing what the old one said."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask
from werkzeug.test import Client

from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load, rollback
from otvet.commands.serve import current_generation
from otvet.wiring import service_of
from server.app import create_app
from server.reload import Reloader
from tests.conftest import FAQ
from tests.hand_service import by_hand

BEFORE = "# Оплата\n\n## Как оплатить счёт?\n\nПереведите деньги.\n"
AFTER = BEFORE.replace("Переведите деньги.", "Заплатите картой.") + "\n## Как вернуть деньги?\n\nНапишите нам.\n"
URL = "/api/v1/search?q=Как+оплатить+счёт?&abstain=false"


class Content:
    """Pages, their index, and what serves it."""

    def __init__(self, folder: Path) -> None:
        self.page, self.index = folder / "pay.md", folder / "index"
        self.write(BEFORE)

    def write(self, text: str) -> None:
        self.page.write_text(text, encoding="utf-8")
        build(self.page, self.index, HashEncoder(), default_facets=FAQ / "facets.toml")

    def opened(self) -> tuple[str, Flask]:
        searcher = Searcher(load(self.index, open_bundle), HashEncoder())
        return searcher.info.generation, create_app(service_of(searcher))

    def name(self) -> str:
        return current_generation(self.index)


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


def test_an_index_that_went_away_goes_on_being_served(content: Content) -> None:
    live = Reloader(content.name, content.opened)
    (content.index / "CURRENT").unlink()
    assert not live.refresh()
    assert Client(live).get(URL).status_code == 200


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

"""An encoder is loaded once, whoever asks first."""

import threading
from pathlib import Path
from time import sleep

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from otvet import loaded_encoder
from otvet.loaded_encoder import encoder_named, load_ahead
from tests.conftest import FAQ


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the encoders that are loaded, each slowly."""
    found: list[str] = []

    def load(name: str, cache: Path) -> HashEncoder:
        found.append(name)
        sleep(0.05)
        return HashEncoder()

    monkeypatch.setattr(loaded_encoder, "load_encoder", load)
    loaded_encoder._loaded.cache_clear()
    return found


def test_threads_that_ask_at_once_get_the_same_one(loads: list[str]) -> None:
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(encoder_named("hash"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == ["hash"]
    assert len(set(map(id, got))) == 1


def test_the_encoder_of_the_live_index_is_loaded_before_anyone_asks(loads: list[str], tmp_path: Path) -> None:
    page = tmp_path / "pay-faq.md"
    page.write_text("## Как оплатить?\n\nКартой.\n", encoding="utf-8")
    build(page, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    load_ahead(tmp_path / "index")
    wait()
    assert loads == ["hash"]


def test_what_is_wrong_with_an_index_is_left_to_whoever_opens_it(loads: list[str], tmp_path: Path) -> None:
    load_ahead(tmp_path / "nowhere")
    wait()
    assert loads == []


def wait() -> None:
    for thread in threading.enumerate():
        if thread.name == "encoder":
            thread.join()

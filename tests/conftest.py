"""What several test files need, made once: the bundled encoder, the bundled FAQ's index and its site, a browser.

Hypothesis generates the same examples in every run, so that none fails for what nobody changed. With the environment
variable ``EXPLORE`` it generates others each time, and a failing one is printed with the line that repeats it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from index.build import build
from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import BUNDLED, load_encoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from tests.browser import chromium
from tests.foreign import Shop, shop_of
from tests.site import Site, bundled_site

FAQ = Path(__file__).parent.parent / "faq"
STORE = Path(__file__).parent.parent / "eval/contents/shop"

settings.register_profile(
    "exploring",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # the machine may be busy with other workers
)
settings.register_profile("repeatable", settings.get_profile("exploring"), derandomize=True, database=None)
settings.load_profile("exploring" if os.environ.get("EXPLORE") else "repeatable")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    # One thread: pytest-xdist keeps every core busy with a worker of its own.
    return load_encoder(BUNDLED, cache=default_cache(os.environ), threads=1)


@pytest.fixture(scope="session")
def faq_index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the first worker that needs it; tests only read it."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder = shared / "faq" / "index"
    with FileLock(shared / "faq.lock"):
        if not (folder / "CURRENT").exists():
            build(FAQ, folder, encoder, default_facets=FAQ / "facets.toml")
    return folder


@pytest.fixture(scope="session")
def searcher(encoder: Encoder, faq_index: Path) -> Searcher:
    return Searcher(load(faq_index, open_bundle), encoder)


@pytest.fixture(scope="session")
def store(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A content whose facets are the city and the way of delivery."""
    folder = tmp_path_factory.mktemp("store")
    build(STORE, folder, encoder, default_facets=FAQ / "facets.toml")
    return Searcher(load(folder, open_bundle), encoder)


@pytest.fixture(scope="session")
def site(searcher: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with bundled_site(searcher, tmp_path_factory.mktemp("traffic") / "traffic.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def shop(searcher: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(searcher, tmp_path_factory.mktemp("traffic") / "traffic.db") as opened:
        yield opened


@pytest.fixture(scope="module")  # while one is open, no other event loop can run in this thread
def browser() -> Iterator[Any]:
    with chromium() as launched:
        yield launched

"""What several test files need: the bundled encoder and the bundled FAQ's index, made once."""

import os
from pathlib import Path

import pytest

from index.build import build
from index.bundle import open_bundle
from index.encoder import BUNDLED, Encoder, load_encoder
from index.encoder_cache import default_cache
from index.generations import load
from index.search import Searcher

FAQ = Path(__file__).parent.parent / "faq"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder(BUNDLED, cache=default_cache(os.environ))


@pytest.fixture(scope="session")
def faq_index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faq") / "index"
    build(FAQ, folder, encoder, default_facets=FAQ / "facets.toml")
    return folder


@pytest.fixture(scope="session")
def searcher(encoder: Encoder, faq_index: Path) -> Searcher:
    return Searcher(load(faq_index, open_bundle), encoder)

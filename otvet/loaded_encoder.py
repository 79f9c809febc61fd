"""The encoder of an index, loaded once for all who ask, and before anyone does while a server starts."""

import os
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import is_light, load_encoder
from index.storage.generations import live_manifest

_turn = threading.Lock()


def encoder_named(name: str) -> Encoder:
    """An encoder, kept while the server reloads generations; whoever asks while it is being loaded waits."""
    with _turn:
        return _loaded(name)


def load_ahead(folder: Path) -> None:
    """Load the encoder of the live index in a thread: digests and weights are read while the interpreter does the rest.

    What is wrong with it is told to whoever asks for it. The thread is waited for when the process ends.
    """
    threading.Thread(target=_load, args=(folder,), name="encoder").start()


def _load(folder: Path) -> None:
    with suppress(Exception):
        name = live_manifest(folder).encoder
        if is_light(name):
            encoder_named(name)


@lru_cache(maxsize=1)
def _loaded(name: str) -> Encoder:
    return load_encoder(name, cache=default_cache(os.environ))

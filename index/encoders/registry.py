"""The table of encoders by name; each is loaded on first use."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UnknownEncoder

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder

BUNDLED = "otvet-e5-small"
"""The encoder used when none is named: the base, adapted to the language of support."""

BASE = "multilingual-e5-small"

HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


def load_encoder(name: str, *, cache: Path, threads: int = 1) -> "Encoder":
    """Make an encoder ready for use.

    Args:
        name: A key of `ENCODERS`, an adapter that ``otvet tune encoder`` wrote (a ``.npz`` file), or the folder or hub
            name (``owner/name``) of a sentence-transformers model.
        cache: Where the bundled encoder is kept, see `index.bundled_model.cache.default_cache`; written at first use.
        threads: Most threads that one text is worked on with. More than one shorten a build on free cores; questions
            are short, and the server answers several at once.

    Raises:
        UnknownEncoder: the name is none of these.
        IndexingError: the encoder cannot be loaded; the message says what to do.
    """
    if name in ENCODERS:
        return ENCODERS[name](cache, threads)
    if name.endswith(".npz"):
        return _adapted(Path(name), cache, threads, name=str(Path(name).absolute()))
    if Path(name).is_dir() or HUB_NAME.fullmatch(name):
        from index.encoders.sentence_transformer import SentenceTransformerEncoder  # torch, only when asked for

        return SentenceTransformerEncoder(name, threads=threads)
    raise UnknownEncoder(name, ENCODERS)


def is_light(name: str) -> bool:
    """Whether this is an encoder without torch, which may be loaded before a process is forked."""
    return name in ENCODERS or name.endswith(".npz")


def bundled(cache: Path, threads: int) -> "Encoder":
    """The bundled multilingual-e5-small with the shipped adapter."""
    from index.bundled_model.adapter import SHIPPED

    return _adapted(SHIPPED, cache, threads, name=BUNDLED)


def _adapted(adapter: Path, cache: Path, threads: int, *, name: str) -> "Encoder":
    from index.bundled_model.cache import bundled_folder
    from index.encoders.onnx import OnnxEncoder

    return OnnxEncoder(bundled_folder(cache, adapter), threads=threads, name=name)


def base(cache: Path, threads: int) -> "Encoder":
    """The bundled multilingual-e5-small as it was published."""
    from index.bundled_model.cache import bundled_folder
    from index.encoders.onnx import OnnxEncoder

    return OnnxEncoder(bundled_folder(cache), threads=threads)


def hashing(cache: Path, threads: int) -> "Encoder":
    """Hashed character n-grams: no weights, fast."""
    from index.encoders.hash import HashEncoder

    return HashEncoder()


ENCODERS: dict[str, "Callable[[Path, int], Encoder]"] = {BUNDLED: bundled, BASE: base, "hash": hashing}
"""Encoders by name; each takes the cache folder and the number of threads."""

"""Keep the memory of a server small: load what its workers can share before they are forked, and give back the rest."""

import ctypes
import gc
import sys
from pathlib import Path

from index.encoders.registry import is_light
from index.storage.generations import live_manifest
from otvet.wiring import encoder_named

FORKS_WHOLE = sys.platform == "linux"
"""Elsewhere what the libraries have begun does not survive a fork, and each worker loads all for itself."""


def load_shared(folder: Path) -> None:
    """Load what does not depend on the generation: the libraries, the encoder of the live one, the dictionary.

    A new generation shares these too, and a worker that is started later takes the generation that is live then.
    """
    if not FORKS_WHOLE:
        return
    import index.autocomplete  # noqa: F401
    import server.app
    import server.wsgi.waitress_server  # noqa: F401
    from index.analysis.dictionary import russian
    from index.query.gazetteer import gazetteer

    gazetteer()
    russian().lemma("слово")
    name = live_manifest(folder).encoder
    if is_light(name):
        encoder_named(name).encode_queries(["слово"])
    gc.collect()
    gc.freeze()  # a collection writes to what it looks at, and what is written is not shared any more


def give_back() -> None:
    """Return to the system what the allocator keeps of memory that is free; loading an index leaves some 10 MB."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc alone has it
    if trim is not None:
        trim(0)

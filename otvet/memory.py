"""Keep the memory of a server small: load what its workers can share before they are forked, and give back the rest."""

import ctypes
import gc
import sys
from importlib import import_module
from pathlib import Path

FORKS_WHOLE = sys.platform == "linux"
"""Elsewhere what the libraries have begun does not survive a fork, and each worker loads all for itself."""

MODULES = ("index.autocomplete", "server.app", "server.wsgi.waitress_server", "numpy.ma")
"""What a worker would import: the last of them at its first question."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""The names of the settings in glibc's malloc.h."""

_KEPT = 1 << 20
"""Bytes free at the end of a pool that the allocator keeps, and from which on a block is one of its own."""


def one_arena() -> None:
    """Have all threads allocate from one pool: each of its own would keep what it once needed, some 20 MB together.

    What is free at its end goes back to the system. By itself glibc keeps more the larger the blocks are, some 4 MB.
    """
    _call("mallopt", _ARENA_MAX, 1)
    _call("mallopt", _MMAP_THRESHOLD, _KEPT)
    _call("mallopt", _TRIM_THRESHOLD, _KEPT)


def give_back() -> None:
    """Return to the system what is free and kept by the allocator: loading an index leaves some 10 MB. Takes 0.1 s."""
    gc.collect()
    _call("malloc_trim", 0)


def load_shared(folder: Path) -> None:
    """Load what does not depend on the generation: the libraries, the encoder of the live one, the dictionary.

    A new generation shares these too, and a worker that is started later takes the generation that is live then.
    """
    if not FORKS_WHOLE:
        return
    from index.analysis.dictionary import russian
    from index.analysis.vocabulary import vocabulary
    from index.encoders.registry import is_light
    from index.query.gazetteer import gazetteer
    from index.storage.generations import live_manifest
    from otvet.loaded_encoder import encoder_named

    for module in MODULES:
        import_module(module)
    gazetteer()
    vocabulary(())
    russian().lemma("слово")
    name = live_manifest(folder).encoder
    if is_light(name):
        encoder_named(name).encode_queries(["слово"])
    give_back()
    gc.freeze()  # a collection writes to what it looks at, and what is written is not shared any more


def _call(name: str, *arguments: int) -> None:
    """Call a function of glibc; other systems do without."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*arguments)

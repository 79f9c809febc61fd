"""Encode the texts of a build, in several processes if there are many, and keep what is made as it comes."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np
from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]

from index.encoders.protocol import Encoder
from index.errors import EncodingKilled
from index.storage.encoded import Made, Text, Unfinished
from index.storage.token_store import coarse

AT_ONCE = 32
"""Texts that a process gets, and that are kept together."""

FEW = 8 * AT_ONCE
"""Texts up to which further processes are not worth their start."""

Make = Callable[[Sequence[Text]], list[Made]]


def encode_texts(
    texts: Sequence[Text], encoder: Encoder, unfinished: Unfinished, *, processes: int = 1, progress: bool = False
) -> dict[Text, Made]:
    """What is made of each text.

    Args:
        texts: No text twice.
        encoder: For more than one process it must be one that works after a fork, with one thread.
        unfinished: What was made before a build was killed; what is made now is added.
        processes: That encode at the same time. The results are the same for any number of them.
        progress: A bar on stderr, by characters, since a long text takes longer.

    Raises:
        EncodingKilled: if one of several processes ends before its work is done.
    """
    known = unfinished.read()
    made = {text: known[text] for text in texts if text in known}
    left = sorted((text for text in texts if text not in made), key=lambda text: -len(text.text))  # long ones first
    parts = [left[at : at + AT_ONCE] for at in range(0, len(left), AT_ONCE)]
    characters = sum(len(text.text) for text in texts)
    with (
        tqdm(desc="Embedding", total=characters, unit="char", unit_scale=True, disable=not progress) as bar,
        _spread(encoder, processes if len(left) > FEW else 1) as make_all,
    ):
        bar.update(sum(len(text.text) for text in made))
        for part, found in zip(parts, make_all(parts), strict=True):
            unfinished.add(part, found)
            made |= zip(part, found, strict=True)
            bar.update(sum(len(text.text) for text in part))
    return made


def make(encoder: Encoder, texts: Sequence[Text]) -> list[Made]:
    """Encode texts, in their order."""
    wholes = iter(encoder.passages([text.text for text in texts if text.whole]))
    leaves = iter(encoder.encode_passages([text.text for text in texts if not text.whole]))
    made = []
    for text in texts:
        if text.whole:
            vector, tokens = next(wholes)
            made.append(Made(vector, coarse(tokens)))
        else:
            made.append(Made(next(leaves), np.empty((0, encoder.width), np.int8)))
    return made


@contextmanager
def _spread(encoder: Encoder, processes: int) -> Iterator[Callable[[Sequence[Sequence[Text]]], Iterator[list[Made]]]]:
    """A function that encodes parts, and gives what is made of each in their order."""
    global _encoder
    _encoder = encoder
    if processes == 1:
        yield lambda parts: map(_make, parts)
        return
    life = os.pipe()
    ends = [*life]
    pool = ProcessPoolExecutor(processes, get_context("fork"), initializer=_end_with_parent, initargs=life)
    try:
        yield lambda parts: pool.map(_make, parts)
    except BaseException as exc:
        os.close(ends.pop())  # the others end too, whatever they are at
        if isinstance(exc, BrokenProcessPool):
            raise EncodingKilled from exc
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for end in ends:
            os.close(end)


def _end_with_parent(life: int, parents: int) -> None:
    """Have this process end when its parent does, however that ends: then nobody holds the other end of the pipe.

    Ctrl-C reaches every process of a terminal; the parent says what follows from it.
    """

    def watch() -> None:
        os.read(life, 1)
        os._exit(1)

    os.close(parents)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch, daemon=True).start()


_encoder: Encoder
"""Of this process; those that are forked from it have it too."""


def _make(texts: Sequence[Text]) -> list[Made]:
    return make(_encoder, texts)

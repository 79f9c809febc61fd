"""Encode the texts of a build, in several processes if there are many, and keep what is made as it comes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import numpy as np
from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]

from index.encoders.protocol import Encoder
from index.errors import BuildKilled
from index.storage.encoded import Made, Text, Unfinished
from index.storage.token_store import coarse
from ingest.processes import spread

AT_ONCE = 32
"""Texts that a process gets, and that are kept together."""

FEW = 8 * AT_ONCE
"""Texts up to which further processes are not worth their start."""

T = TypeVar("T")
R = TypeVar("R")


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
        BuildKilled: if one of several processes ends before its work is done.
    """
    known = unfinished.read()
    made = {text: known[text] for text in texts if text in known}
    left = sorted((text for text in texts if text not in made), key=lambda text: -len(text.text))  # long ones first
    parts = [left[at : at + AT_ONCE] for at in range(0, len(left), AT_ONCE)]
    characters = sum(len(text.text) for text in texts)
    with (
        tqdm(desc="Embedding", total=characters, unit="char", unit_scale=True, disable=not progress) as bar,
        in_processes(partial(make, encoder), processes if len(left) > FEW else 1) as make_all,
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
def in_processes(work: Callable[[T], R], processes: int) -> Iterator[Callable[[Iterable[T]], Iterator[R]]]:
    """As `ingest.processes.spread`; where a process is killed the error says what to do."""
    try:
        with spread(work, processes) as done:
            yield done
    except BrokenProcessPool as exc:
        raise BuildKilled from exc

"""What is made of the texts of a build, and kept until the build is done, so that a killed one goes on where it was."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from index.passages import Passage, embedded
from index.storage.manifest import FORMAT
from index.storage.token_store import Coarse
from index.vectors import Vectors
from ingest.section import Section

FOLDER = ".encoded"

_NAME = re.compile(r"\d{8}\.npz", re.ASCII)
_UNREADABLE = (
    *(OSError, EOFError, BadZipFile, NotImplementedError, RuntimeError),  # what zipfile says of a damaged file
    *(ValueError, KeyError, IndexError, TypeError, MemoryError),  # arrays that do not fit each other
)


class Text(NamedTuple):
    """What the encoder gets of a passage."""

    text: str
    whole: bool
    """Not a leaf: its tokens are kept."""

    @classmethod
    def of(cls, passage: Passage, section: Section) -> "Text":
        """The text of a passage."""
        return cls(embedded(passage, section), passage.kind != "leaf")


class Made(NamedTuple):
    """What was made of a text."""

    vector: Vectors
    tokens: Coarse
    """None for a leaf."""


class Unfinished:
    """The texts that a build has encoded, in files of the index; used by the one process that builds there."""

    def __init__(self, index: Path, encoder: str) -> None:
        """Those of another encoder or of another index format are not found; ``encoder`` is its name and digest."""
        self._home = index / FOLDER
        self._folder = self._home / hashlib.sha256(f"{FORMAT} {encoder}".encode()).hexdigest()[:16]
        self._files = 0

    def read(self) -> Mapping[Text, Made]:
        """What a killed build has left; a file that is damaged, or that is none of ours, counts as none."""
        found: dict[Text, Made] = {}
        for path in sorted(path for path in self._folder.glob("*.npz") if _NAME.fullmatch(path.name)):
            self._files = max(self._files, int(path.stem) + 1)
            try:
                with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                    found |= _unpacked({name: arrays[name] for name in arrays.files})
            except _UNREADABLE:
                continue
        return found

    def add(self, texts: Sequence[Text], made: Sequence[Made]) -> None:
        """Keep what was made of some texts."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._files:08d}.npz"
        self._files += 1
        written = path.with_suffix(".part")
        with written.open("wb") as file:
            np.savez(file, allow_pickle=False, **_packed(texts, made))
        os.replace(written, path)

    def remove(self) -> None:
        """Forget all, of other encoders too."""
        shutil.rmtree(self._home, ignore_errors=True)


def _packed(texts: Sequence[Text], made: Sequence[Made]) -> dict[str, np.ndarray]:
    """Arrays of numbers alone: texts as UTF-8, one after the other, with where each starts."""
    written = [text.text.encode("utf-8", "surrogatepass") for text in texts]
    return {
        "texts": np.frombuffer(b"".join(written), np.uint8),
        "text_starts": np.cumsum([0, *map(len, written)]),
        "whole": np.array([text.whole for text in texts]),
        "vectors": np.array([one.vector for one in made]),
        "tokens": np.concatenate([one.tokens for one in made]),
        "token_starts": np.cumsum([0, *(len(one.tokens) for one in made)]),
    }


def _unpacked(arrays: Mapping[str, np.ndarray]) -> dict[Text, Made]:
    written, found = arrays["texts"].tobytes(), {}
    for row, (whole, (start, end), (first, last)) in enumerate(
        zip(arrays["whole"], pairwise(arrays["text_starts"]), pairwise(arrays["token_starts"]), strict=True)
    ):
        text = Text(written[start:end].decode("utf-8", "surrogatepass"), bool(whole))
        found[text] = Made(arrays["vectors"][row], arrays["tokens"][first:last])
    return found

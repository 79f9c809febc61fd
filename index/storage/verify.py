"""Check an index on demand: the pointer, and every byte of every generation that is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import BrokenIndex, NoIndex
from index.storage.certificate import read_certificate
from index.storage.generations import HOME, generations, live
from index.storage.manifest import damaged, read_manifest


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of one generation, or of the pointer."""

    path: Path
    live: bool
    files: int
    """Of the generation, its manifest included."""
    bytes: int
    """Of the files that its manifest lists."""
    wrong: tuple[str, ...]
    """``FILE: what is wrong``, a line for each file."""


def verify(folder: Path) -> Iterator[Verified]:
    """The pointer if it is wrong, then each generation in order of age.

    Raises:
        NoIndex: if there is no generation.
    """
    name = ""
    try:
        name = live(folder)
    except NoIndex:
        raise
    except BrokenIndex as exc:
        yield Verified(folder, True, 1, 0, (f"{exc.place}: {exc.found}",))
    for kept in sorted(generations(folder)):
        yield _verified(folder / HOME / kept, live=kept == name)


def _verified(generation: Path, *, live: bool) -> Verified:
    try:
        manifest = read_manifest(generation)
        wrong = [f"{path}: {found}" for path, found in damaged(generation, manifest)]
    except BrokenIndex as exc:
        return Verified(generation, live, 1, 0, (f"{exc.place}: {exc.found}",))
    try:
        read_certificate(generation)
    except BrokenIndex as exc:
        wrong.append(f"{exc.place}: {exc.found}")
    size = sum(file.size for file in manifest.files.values())
    return Verified(generation, live, len(manifest.files) + 1, size, tuple(wrong))

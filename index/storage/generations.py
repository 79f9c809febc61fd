"""A folder of immutable generations, and the pointer to the live one.

    generations/000007-20261122T190000Z/   live, as CURRENT says
    generations/000006-20261121T080000Z/   the one before, for rollback
    generations/.draft/                    being written, or left by a killed build
    CURRENT                                one line: the live generation's name
    .lock, .builder                        held by the process that builds; who that is

A generation is written as a draft, checked, brought to disk, renamed, and only then pointed at; the pointer is
replaced by a rename. So CURRENT names a whole generation at any moment, also after a crash. An older generation is
deleted once the new pointer is on disk and no reader has the old one open.
"""

import re
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from index.errors import BrokenIndex, CannotWriteIndex, IndexingError, NoEarlierGeneration, NoIndex
from index.storage.build_lock import only_builder
from index.storage.lease import unread
from index.storage.manifest import Manifest, check_files, read_manifest
from ingest.atomic_file import replace_text, sync

_Opened = TypeVar("_Opened")
POINTER, HOME = "CURRENT", "generations"
_NAME = re.compile(r"[0-9]{6,}-[0-9]{8}T[0-9]{6}Z")
_LONGEST = 100
"""Bytes of CURRENT that are read."""
_DRAFT = ".draft"
_GOING = ".going-"
"""Before a generation is removed it gets this prefix, so that half a generation is never taken for a whole one."""


def live(folder: Path) -> str:
    """The name of the live generation, by CURRENT alone: cheap, the generation itself is not looked into.

    Raises:
        NoIndex: if there is no generation.
        BrokenIndex: if CURRENT is missing or names no generation that is there.
    """
    pointer = folder / POINTER
    try:
        with pointer.open("rb") as file:
            name = file.read(_LONGEST).decode("ascii", "backslashreplace").strip()
    except (FileNotFoundError, NotADirectoryError):
        if generations(folder):
            raise BrokenIndex(pointer, "is missing", _repair(folder, None)) from None
        raise NoIndex(folder, _what_is_there(folder)) from None
    except OSError as exc:
        raise BrokenIndex(pointer, f"cannot be read ({exc.strerror})", _repair(folder, None)) from exc
    if name not in generations(folder):
        found = f"names generation {name!r}, which is not there" if name else "is empty"
        raise BrokenIndex(pointer, found, _repair(folder, name))
    return name


def current(folder: Path) -> Path:
    """The live generation's folder, its manifest read and every byte of its files checked.

    Raises:
        NoIndex: if nothing was built here.
        BrokenIndex: if CURRENT names no generation, or the generation is damaged or of another format version.
    """
    name = live(folder)
    generation = folder / HOME / name
    with _repair_told(folder, name):
        check_files(generation, read_manifest(generation))
    return generation


def live_manifest(folder: Path) -> Manifest:
    """The manifest of the live generation, whose files are not looked into.

    Raises:
        NoIndex, BrokenIndex: as ``current``.
    """
    name = live(folder)
    with _repair_told(folder, name):
        return read_manifest(folder / HOME / name)


def load(folder: Path, opener: Callable[[Path], _Opened]) -> _Opened:
    """Open the live generation; if it was replaced and removed meanwhile, open the one that is live now.

    Raises:
        IndexingError, OSError: as ``current`` or the opener raise them.
    """
    while True:
        name = live(folder)
        try:
            with _repair_told(folder, name):
                return opener(current(folder))
        except (IndexingError, OSError):
            if _live_or_none(folder) in (name, None):
                raise


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write a generation into, manifest included; on success it becomes the live one.

    The generation that was live stays for rollback; older ones that no reader has open go, and leftovers of killed
    builds. On any exception the draft goes and nothing is deleted.

    Raises:
        IndexBusy: if another process is building here.
        CannotWriteIndex: if the folder cannot be made or written.
        BrokenIndex: if the draft has no manifest or does not match it; it is not published.
    """
    with only_builder(folder):
        home = folder / HOME
        draft = _empty_draft(home)
        try:
            yield draft
            check_files(draft, read_manifest(draft))
            before = _live_or_none(folder) or max(generations(folder), key=_number, default=None)
            name = _next_name(folder)
            _to_disk(draft)
            draft.rename(home / name)
            sync(home)
            _point(folder, name)
        except OSError as exc:
            # NumPy tells of a full disk by the bytes that it wrote, with no word of the system.
            raise CannotWriteIndex(folder, str(exc) if exc.strerror else f"the disk may be full: {exc}") from exc
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _retire(folder, keep={name, before})


def rollback(folder: Path) -> Path:
    """Make the generation before the live one live again, and return its folder.

    Where CURRENT names no generation that is there, this is the newest one.

    Raises:
        NoIndex: if nothing was built here.
        NoEarlierGeneration: if none is kept.
        BrokenIndex: if the earlier one is damaged; then the live one stays.
        IndexBusy: if another process is building here.
        CannotWriteIndex: if CURRENT cannot be written.
    """
    if not generations(folder):
        raise NoIndex(folder, _what_is_there(folder))
    with only_builder(folder):
        name = _live_or_none(folder)
        earlier = _earlier(folder, name)
        if not earlier:
            raise NoEarlierGeneration(folder, name or "")
        target = folder / HOME / max(earlier, key=_number)
        check_files(target, read_manifest(target))
        try:
            _point(folder, target.name)
        except OSError as exc:
            raise CannotWriteIndex(folder, str(exc)) from exc
    return target


def generations(folder: Path) -> list[str]:
    """The names of the generations that are there, in no order."""
    try:
        return [path.name for path in (folder / HOME).iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return []


def _live_or_none(folder: Path) -> str | None:
    try:
        return live(folder)
    except IndexingError:
        return None


def _earlier(folder: Path, name: str | None) -> list[str]:
    """The generations before the one named; all if it is not there."""
    names = generations(folder)
    return [other for other in names if _number(other) < _number(name)] if name in names else names


@contextmanager
def _repair_told(folder: Path, name: str) -> Iterator[None]:
    """Say of a broken index how it is repaired."""
    try:
        yield
    except BrokenIndex as exc:
        raise BrokenIndex(exc.place, exc.found, _repair(folder, name)) from exc


def _repair(folder: Path, name: str | None) -> str:
    back = f"go back with: otvet index --rollback --out {folder}, or " if _earlier(folder, name) else ""
    return f"{back}build the index again with: otvet index CONTENT --out {folder}"


def _what_is_there(folder: Path) -> str:
    try:
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as exc:
        return exc.strerror or str(exc)
    return f"only {', '.join(names[:3])}{', …' * (len(names) > 3)}" if names else "the folder is empty"


def _empty_draft(home: Path) -> Path:
    draft = home / _DRAFT
    try:
        _remove_leftovers(home)
        draft.mkdir(parents=True)
    except OSError as exc:
        raise CannotWriteIndex(home, exc.strerror or str(exc)) from exc
    return draft


def _number(name: str) -> int:
    """A generation's number, from 1."""
    return int(name.split("-")[0])


def _next_name(folder: Path) -> str:
    number = max(map(_number, generations(folder)), default=0) + 1
    return f"{number:06d}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"


def _point(folder: Path, name: str) -> None:
    replace_text(folder / POINTER, f"{name}\n")


def _to_disk(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def _retire(folder: Path, *, keep: Collection[str | None]) -> None:
    """Delete all generations but some, and but those that a reader has open."""
    home = folder / HOME
    for name in generations(folder):
        if name not in keep:
            with unread(home / name) as free, suppress(OSError):  # what cannot go now goes with a later build
                if free:
                    (home / name).rename(home / f"{_GOING}{name}")
                    shutil.rmtree(home / f"{_GOING}{name}")
    _remove_leftovers(home)


def _remove_leftovers(home: Path) -> None:
    for path in (home / _DRAFT, *home.glob(f"{_GOING}*")):
        shutil.rmtree(path, ignore_errors=True)  # what cannot go now goes with the next build

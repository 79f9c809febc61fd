"""A folder of immutable generations, and the pointer to the live one.

    generations/000007-20261122T190000Z/   live, as CURRENT says
    generations/000006-20261121T080000Z/   the one before, for rollback
    generations/.draft/                    being written, or left by a killed build
    CURRENT                                one line: the live generation's name
    .lock                                  held by the process that builds

A generation is written as a draft, checked, brought to disk, renamed, and only then pointed at; the pointer is
replaced by a rename. So CURRENT names a whole generation at any moment, also after a crash.
"""

import fcntl
import math
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from index.errors import BrokenIndex, CannotWriteIndex, IndexBusy, IndexingError, NoEarlierGeneration, NoIndex
from index.storage.manifest import check_files, read_manifest
from ingest.atomic_file import replace_text, sync

_Opened = TypeVar("_Opened")
_NAME = re.compile(r"\d{6,}-\d{8}T\d{6}Z")
_DRAFT = ".draft"
_GOING = ".going-"
"""Before a generation is removed it gets this prefix, so that half a generation is never taken for a whole one."""


def current(folder: Path) -> Path:
    """The live generation's folder, its manifest read and its files checked.

    Raises:
        NoIndex: if nothing was built here.
        BrokenIndex: if CURRENT names no generation, or the generation is damaged or of another format version.
    """
    name = _current_name(folder)
    if name is None:
        raise NoIndex(folder)
    generation = folder / "generations" / name
    if not _NAME.fullmatch(name) or not generation.is_dir():
        raise BrokenIndex(folder / "CURRENT", f"names generation {name!r}, which is not there")
    check_files(generation, read_manifest(generation))
    return generation


def load(folder: Path, opener: Callable[[Path], _Opened]) -> _Opened:
    """Open the live generation; if it was replaced and removed meanwhile, open the one that is live now.

    Raises:
        IndexingError, OSError: as ``current`` or the opener raise them.
    """
    while True:
        name = _current_name(folder)
        try:
            return opener(current(folder))
        except (IndexingError, OSError):
            if name == _current_name(folder):
                raise


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write a generation into, manifest included; on success it becomes the live one.

    The generation that was live stays for rollback, older ones and leftovers of killed builds go. On any exception
    the draft goes and nothing else changes.

    Raises:
        IndexBusy: if another process is building here.
        CannotWriteIndex: if the folder cannot be made or written.
        BrokenIndex: if the draft has no manifest or does not match it; it is not published.
    """
    with _only_builder(folder):
        home = folder / "generations"
        draft = _empty_draft(home)
        try:
            yield draft
            check_files(draft, read_manifest(draft))
            before = _current_name(folder)
            name = _next_name(home, before)
            _to_disk(draft)
            draft.rename(home / name)
            sync(home)
            _point(folder, name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _retire(home, keep={name, before})


def rollback(folder: Path) -> Path:
    """Make the generation before the live one live again, and return its folder.

    Raises:
        NoIndex: if nothing was built here.
        NoEarlierGeneration: if none is kept.
        BrokenIndex: if the earlier one is damaged; then the live one stays.
        IndexBusy: if another process is building here.
    """
    current_name = _current_name(folder)
    if current_name is None:
        raise NoIndex(folder)
    with _only_builder(folder):
        home = folder / "generations"
        earlier = [name for name in _names(home) if _number(name) < (_number(current_name) or math.inf)]
        if not earlier:
            raise NoEarlierGeneration(folder, current_name)
        target = home / max(earlier, key=_number)
        check_files(target, read_manifest(target), thorough=True)
        _point(folder, target.name)
    return target


def _current_name(folder: Path) -> str | None:
    try:
        return (folder / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise BrokenIndex(folder / "CURRENT", f"cannot be read ({exc.strerror})") from exc


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("ab")
    except OSError as exc:
        raise CannotWriteIndex(folder, exc.strerror or str(exc)) from exc
    with lock:  # the system lets go of it when the process ends, however it ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(folder) from None
        yield


def _empty_draft(home: Path) -> Path:
    draft = home / _DRAFT
    try:
        _remove_leftovers(home)
        draft.mkdir(parents=True)
    except OSError as exc:
        raise CannotWriteIndex(home, exc.strerror or str(exc)) from exc
    return draft


def _names(home: Path) -> list[str]:
    return [path.name for path in home.iterdir() if _NAME.fullmatch(path.name)]


def _number(name: str) -> int:
    """A generation's number, from 1; 0 if the name is not a generation's."""
    return int(name.split("-")[0]) if _NAME.fullmatch(name) else 0


def _next_name(home: Path, current_name: str | None) -> str:
    number = max(map(_number, [*_names(home), current_name or ""])) + 1
    return f"{number:06d}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"


def _point(folder: Path, name: str) -> None:
    replace_text(folder / "CURRENT", f"{name}\n")


def _to_disk(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def _retire(home: Path, *, keep: set[str | None]) -> None:
    for name in _names(home):
        if name not in keep:
            (home / name).rename(home / f"{_GOING}{name}")
    _remove_leftovers(home)


def _remove_leftovers(home: Path) -> None:
    for path in (home / _DRAFT, *home.glob(f"{_GOING}*")):
        shutil.rmtree(path, ignore_errors=True)  # what cannot go now goes with the next build

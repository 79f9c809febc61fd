"""Write arrays as a safetensors file, one after the other, so that none needs to be whole in memory."""

import json
from collections.abc import Iterable, Iterator
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Tensor(NamedTuple):
    """One array, in pieces."""

    name: str
    dtype: type[np.float16] | type[np.float32]
    shape: tuple[int, ...]
    parts: Iterator[NDArray[np.float32]]
    """Runs of rows that make the whole, in order."""


def write_safetensors(path: Path, tensors: Iterable[Tensor]) -> None:
    """Write them all.

    Source of the format: https://huggingface.co/docs/safetensors, a JSON header behind its length, then the bytes.
    """
    tensors = list(tensors)
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, dtype, shape, _ in tensors:
        start, at = at, at + prod(shape) * np.dtype(dtype).itemsize
        header[name] = {"dtype": f"F{8 * np.dtype(dtype).itemsize}", "shape": shape, "data_offsets": [start, at]}
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        for _, dtype, _, parts in tensors:
            for part in parts:
                file.write(part.astype(np.dtype(dtype).newbyteorder("<")).tobytes())

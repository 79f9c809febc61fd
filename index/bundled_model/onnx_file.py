"""Write a graph in ONNX's format, its constants in a file beside it that onnxruntime maps.

Source of the field numbers: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto; of the encoding:
https://protobuf.dev/programming-guides/encoding.
"""

import os
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FUSED = "com.microsoft"
OPERATORS = {"": 21, FUSED: 1}
"""Sets of operators and their versions: ONNX's own, and onnxruntime's, see its docs/ContribOperators.md."""
IR_VERSION = 10
TYPES = {np.dtype(np.float32): 1, np.dtype(np.int8): 3, np.dtype(np.int64): 7}
PAGE = 4096
"""Bytes; a constant starts on a page of the file beside the graph."""
SMALL = 1024
"""Bytes; smaller constants stand in the graph, where onnxruntime looks for the numbers of axes."""

Constants = Mapping[str, NDArray[np.generic]]
Value = TypeVar("Value", int, float, str, bytes)


def node(kind: str, inputs: Iterable[str], outputs: Iterable[str], *, domain: str, **attributes: int | float) -> bytes:
    """A call of an operator."""
    named = b"".join(_field(5, _attribute(name, value)) for name, value in attributes.items())
    return _each(1, inputs) + _each(2, outputs) + _field(4, kind) + named + _field(7, domain)


def floats(name: str, shape: Sequence[int | str]) -> bytes:
    """An input or output of float32; a length may be a name."""
    lengths = b"".join(_field(1, _field(1 if isinstance(length, int) else 2, length)) for length in shape)
    tensor = _field(1, TYPES[np.dtype(np.float32)]) + _field(2, lengths)
    return _field(1, name) + _field(2, _field(1, tensor))


def write_graph(
    path: Path, *, nodes: Sequence[bytes], inputs: Sequence[bytes], outputs: Sequence[bytes], constants: Constants
) -> None:
    """Write the graph, and its larger constants into a file of the same name and ``.data``."""
    data = path.with_name(path.name + ".data")
    tensors = []
    with data.open("wb") as file:
        for name, array in constants.items():
            tensor = _each(1, array.shape) + _field(2, TYPES[array.dtype]) + _field(8, name)
            if array.nbytes < SMALL:
                tensors.append(tensor + _field(9, array.tobytes()))
                continue
            start = file.seek(-file.tell() % PAGE, os.SEEK_CUR)
            file.write(array.tobytes())
            tensors.append(tensor + _elsewhere(location=data.name, offset=start, length=array.nbytes))
    graph = _each(1, nodes) + _field(2, path.stem) + _each(5, tensors) + _each(11, inputs) + _each(12, outputs)
    sets = [_field(1, domain) + _field(2, version) for domain, version in OPERATORS.items()]
    path.write_bytes(_field(1, IR_VERSION) + _field(7, graph) + _each(8, sets))


def _elsewhere(**place: object) -> bytes:
    """The end of a tensor whose numbers stand in another file."""
    entries = [_field(1, key) + _field(2, str(value)) for key, value in place.items()]
    external = 1
    return _each(13, entries) + _field(14, external)


def _attribute(name: str, value: int | float) -> bytes:
    number, kind = (2, 1) if isinstance(value, float) else (3, 2)
    return _field(1, name) + _field(number, value) + _field(20, kind)


def _each(number: int, values: Iterable[Value]) -> bytes:
    return b"".join(_field(number, value) for value in values)


def _field(number: int, value: int | float | str | bytes) -> bytes:
    """One field of a message of Protocol Buffers; a message inside it is given as its bytes."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value % (1 << 64))  # negative: two's complement
    if isinstance(value, float):
        return _varint(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the highest bit says that more follow."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])

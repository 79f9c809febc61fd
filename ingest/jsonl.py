"""Read JSON lines: one record a line, checked against a model, with errors that say where and what to write."""

import codecs
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from ingest import encoding

T = TypeVar("T")

BadLine = Callable[[Path, int, str, str], Exception]
"""Makes a room's error from the file, the line (from 1), what was found, and what to write instead."""

KINDS = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
WRITE = {
    "string_type": "write a string",
    "int_type": "write a whole number",
    "tuple_type": "write a list",
    "list_type": "write a list",
    "dict_type": "write an object",
    "mapping_type": "write an object",
}
"""Kind of pydantic's error → what to write."""


class BadRecord(ValueError):
    """A line does not hold the record that it should."""

    def __init__(self, found: str, write: str) -> None:
        super().__init__(f"{found}; {write}")
        self.found, self.write = found, write


def _whole(text: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise PydanticCustomError("surrogate", "holds half a character")
    return text


def _visible(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "is an empty string")
    return text


String = Annotated[str, AfterValidator(_whole)]
"""A string that can be written as UTF-8."""

Text = Annotated[String, AfterValidator(_visible)]
"""A string that is not blank."""


def read(path: Path, model: TypeAdapter[T], bad: BadLine) -> Iterator[tuple[int, T]]:
    """Pairs (line from 1, record) of the lines that are not blank.

    Args:
        path: A UTF-8 file; lines end with ``\\n`` or ``\\r\\n``, and a byte order mark is skipped.
        model: What a record is: of a dataclass for objects, of a tuple for arrays.
        bad: Makes the error of a line that is not such a record.

    Raises:
        OSError: the file cannot be read.
    """
    for number, line in lines(path, bad):
        try:
            record = validate(parse(line), model)
        except BadRecord as exc:
            raise bad(path, number, exc.found, exc.write) from exc
        yield number, record


def lines(path: Path, bad: BadLine) -> Iterator[tuple[int, str]]:
    """Pairs (line from 1, text without white space around it) of the lines that are not blank; raises as ``read``."""
    try:
        text = encoding.decoded(path.read_bytes(), path.name)
    except encoding.NotUtf8 as exc:
        raise bad(path, exc.line, exc.found, exc.advice) from exc
    # str.splitlines would split at U+2028, U+2029 and U+0085 too, which may stand inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if stripped := line.removeprefix("\ufeff").strip():
            yield number, stripped


def decoded(line: bytes) -> str:
    """A line's text without a byte order mark and white space around it.

    Raises:
        BadRecord: the line is not UTF-8.
    """
    try:
        return line.removeprefix(codecs.BOM_UTF8).decode("utf-8").strip()
    except UnicodeDecodeError as exc:
        found = f"not UTF-8 (byte 0x{exc.object[exc.start]:02x} at offset {exc.start} of the line)"
        raise BadRecord(found, "save the file as UTF-8") from exc


def parse(line: str) -> Any:
    """The JSON value on a line.

    Raises:
        BadRecord: the line is not JSON, or an object in it has a field twice.
    """
    try:
        return json.loads(line, object_pairs_hook=_once)
    except BadRecord:
        raise
    except (ValueError, RecursionError) as exc:
        where = f"{exc.msg}, column {exc.colno}" if isinstance(exc, json.JSONDecodeError) else str(exc)
        raise BadRecord(f"not JSON ({where})", "write one JSON object on the line") from exc


def validate(value: Any, model: TypeAdapter[T]) -> T:
    """A value as the model has it.

    Raises:
        BadRecord: the value does not fit the model; the first fault is named, unknown fields before others.
    """
    try:
        return model.validate_python(value)
    except ValidationError as exc:
        faults = sorted(exc.errors(include_url=False), key=lambda fault: fault["type"] != "unexpected_keyword_argument")
        raise _explained(faults[0], model) from exc


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRecord(f"field {twice!r} occurs twice", "keep one of them")
    return found


def _explained(fault: ErrorDetails, model: TypeAdapter[Any]) -> BadRecord:
    place, value, kind = fault["loc"], fault["input"], fault["type"]
    if kind in ("missing", "unexpected_keyword_argument"):
        holder = _name(place[:-1]) or "the record"
        if kind == "missing":
            return BadRecord(f"{holder} has no field {place[-1]!r}", "add it")
        known = ", ".join(_fields(model, place[:-1]))
        return BadRecord(f"{holder} has an unknown field {place[-1]!r}", f"write only {known}")
    name, found = _name(place), KINDS.get(type(value), "a number")
    if kind == "dataclass_type":
        fields = ", ".join(_fields(model, place))
        return BadRecord(f"{name} is {found}" if name else f"{found} on the line", f"write an object with {fields}")
    if kind == "empty":
        return BadRecord(f"{name} is an empty string", "write a text that can be seen")
    if kind == "too_short":
        return BadRecord(f"{name} is an empty list", "write at least one")
    if kind == "surrogate":
        return BadRecord(f"{name} holds half a character (a lone surrogate)", "write the whole character")
    if kind == "literal_error":
        return BadRecord(f"{name} is {value!r}", f"choose from {fault['ctx']['expected']}")
    if kind in WRITE:
        return BadRecord(f"{name or 'the record'} is {found}", WRITE[kind])
    return BadRecord(f"{name or 'the record'} is not right ({fault['msg']})", "write another value")


def _name(place: Sequence[str | int]) -> str:
    """``("expect", 0, "page")`` → ``expect[0].page``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def _fields(model: TypeAdapter[Any], place: Sequence[str | int]) -> list[str]:
    """Names of the fields that an object at this place may have."""
    schema: Mapping[str, Any] = model.json_schema()
    named = schema.get("$defs", {})
    for step in place:
        schema = schema.get("items", {}) if isinstance(step, int) else schema.get("properties", {}).get(step, {})
        schema = named.get(schema.get("$ref", "").rpartition("/")[2], schema)
    return list(schema.get("properties", ()))

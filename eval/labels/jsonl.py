"""Read JSON lines so that every complaint says where, what was found and what to write."""

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.errors import BadQuestion, QuestionsUnreadable

NAMES = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}


def content(path: Path) -> bytes:
    """The file as it is.

    Raises:
        QuestionsUnreadable: if it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise QuestionsUnreadable(path, exc.strerror or str(exc)) from exc


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Pairs (``file:line``, text) of the lines that are not blank, without a byte order mark.

    Raises:
        QuestionsUnreadable: if the file cannot be opened.
        BadQuestion: at a line that is not UTF-8.
    """
    # Split as bytes: str.splitlines would break a line at U+2028 inside a string.
    for number, line in enumerate(content(path).removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        place = f"{path}:{number}"
        try:
            text = line.decode("utf-8").strip()
        except UnicodeDecodeError as exc:
            found = f"not UTF-8 (byte 0x{line[exc.start]:02x} at offset {exc.start} of the line)"
            raise BadQuestion(place, found, "save the file as UTF-8") from exc
        if text:
            yield place, text


def record(place: str, line: str) -> dict[str, object]:
    """The JSON object on a line.

    Raises:
        BadQuestion: if it is not JSON, not an object, or says a field twice.
    """

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise BadQuestion(place, f"field {key!r} occurs twice", "keep one of them")
            found[key] = value
        return found

    try:
        value = json.loads(line, object_pairs_hook=once)
    except (ValueError, RecursionError) as exc:
        where = f"{exc.msg}, column {exc.colno}" if isinstance(exc, json.JSONDecodeError) else str(exc)
        raise BadQuestion(place, f"not JSON ({where})", "write one JSON object on the line") from exc
    if not isinstance(value, dict):
        raise BadQuestion(place, f"{kind(value)} on the line", "write one JSON object on the line")
    return value


def kind(value: object) -> str:
    """What a JSON value is, in words."""
    return NAMES.get(type(value), "a number")


def check_fields(
    place: str, what: str, value: Mapping[str, object], *, known: Sequence[str], required: Sequence[str]
) -> None:
    """Refuse a field that is not known, and the lack of one that is required, with BadQuestion."""
    for field in value:
        if field not in known:
            raise BadQuestion(place, f"{what} has an unknown field {field!r}", f"write only {', '.join(known)}")
    for field in required:
        if field not in value:
            raise BadQuestion(place, f"{what} has no field {field!r}", "add it")


def text(place: str, field: str, value: object) -> str:
    """A string with something to see in it; BadQuestion for anything else."""
    if not isinstance(value, str):
        raise BadQuestion(place, f"{field} is {kind(value)}", "write a string")
    if not value.strip():
        raise BadQuestion(place, f"{field} is an empty string", "write a text that can be seen")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise BadQuestion(place, f"{field} holds half a character (a lone surrogate)", "write the whole character")
    return value


def items(place: str, field: str, value: object, *, shape: str) -> list[tuple[str, object]]:
    """Pairs (name such as ``must[0]``, item) of a list; BadQuestion for anything else."""
    if not isinstance(value, list):
        raise BadQuestion(place, f"{field} is {kind(value)}", f"write a list of {shape}")
    return [(f"{field}[{at}]", item) for at, item in enumerate(value)]

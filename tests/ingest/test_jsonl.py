"""JSON lines are read by bytes, checked against a model, and refused with what was found and what to write."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter, with_config

from ingest.jsonl import Text, read


class Refused(Exception):
    pass


def refused(path: Path, line: int, found: str, write: str) -> Refused:
    return Refused(f"{path.name}:{line}: {found}; {write}.")


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class Part:
    name: Text
    count: int = 1


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class Record:
    text: Text
    parts: tuple[Part, ...] = ()


RECORD = TypeAdapter(Record)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param('{"text": "а"}\n{"text": "б"}\n', [(1, "а"), (2, "б")], id="plain"),
        pytest.param('{"text": "а"}\n{"text": "б"}', [(1, "а"), (2, "б")], id="last-line-without-end"),
        pytest.param('\ufeff{"text": "а"}\r\n\r\n  \r\n{"text": "б"}\r\n', [(1, "а"), (4, "б")], id="bom-and-windows"),
        pytest.param('{"text": "а\u2028б\u2029в\x85г\x0bд"}\n', [(1, "а\u2028б\u2029в\x85г\x0bд")], id="separators"),
        pytest.param("", [], id="empty"),
    ],
)
def test_lines_end_at_a_newline_and_nowhere_else(tmp_path: Path, data: str, expected: list[tuple[int, str]]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data.replace("\x0b", "\\u000b").encode())
    assert [(number, record.text) for number, record in read(path, RECORD, refused)] == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            b'{"text": "\xef\xee"}', "not UTF-8 (byte 0xef at offset 10 of the line); save the fil", id="utf-8"
        ),
        pytest.param(b'{"text": ', "not JSON (Expecting value, column 9); write one JSON object", id="cut-short"),
        pytest.param(b'{"text": "a", "text": "b"}', "field 'text' occurs twice; keep one of them.", id="field-twice"),
        pytest.param(b'"text"', "a string on the line; write an object with text, parts.", id="no-object"),
        pytest.param(b'{"txet": "a"}', "the record has an unknown field 'txet'; write only text, parts.", id="unknown"),
        pytest.param(b"{}", "the record has no field 'text'; add it.", id="missing"),
        pytest.param(b'{"text": null}', "text is null; write a string.", id="null"),
        pytest.param(b'{"text": true}', "text is true or false; write a string.", id="boolean"),
        pytest.param('{"text": "\u00a0"}'.encode(), "text is an empty string; write a text", id="blank"),
        pytest.param(b'{"text": "\\ud83d"}', "text holds half a character (a lone surrogate); write", id="surrogate"),
        pytest.param(b'{"text": "a", "parts": {}}', "parts is an object; write a list.", id="no-list"),
        pytest.param(b'{"text": "a", "parts": [1]}', "parts[0] is a number; write an object with name, c", id="part"),
        pytest.param(b'{"text": "a", "parts": [{"nmae": 1}]}', "parts[0] has an unknown field 'nmae'; wr", id="nested"),
        pytest.param(
            b'{"text": "a", "parts": [{"name": "b", "count": []}]}', "parts[0].count is a list; write a", id="number"
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "good"}\n' + line + b"\n")
    with pytest.raises(Refused) as raised:
        list(read(path, RECORD, refused))
    assert str(raised.value).startswith(f"a.jsonl:2: {message}")

"""Write tables as TOML that people edit: as much of TOML as facets.toml needs, with comments."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 120


def table(name: str, values: Mapping[str, Any], comment: str = "") -> str:
    """One table of strings, booleans, lists of strings and inline tables, with a final newline; keys may be dotted."""
    head = [f"# {comment}"] if comment else []
    return "\n".join([*head, f"[{name}]", *(_pair(key, value) for key, value in values.items())]) + "\n"


def commented(text: str) -> str:
    """The same lines, as a comment."""
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _pair(key: str, value: Any) -> str:
    match value:
        case bool():
            return f"{key} = {str(value).lower()}"
        case str():
            return f"{key} = {_string(value)}"
        case Mapping():
            return f"{key} = {{ {', '.join(_pair(inner, each) for inner, each in value.items())} }}"
        case _:
            strings = [_string(text) for text in value]
            line = f"{key} = [{', '.join(strings)}]"
            return line if len(line) <= WIDTH else "\n".join([f"{key} = [", *_wrapped(strings), "]"])


def _wrapped(strings: Sequence[str]) -> Iterator[str]:
    line = " "
    for text in strings:
        if len(line) + len(text) + 2 > WIDTH:
            yield line
            line = " "
        line += f" {text},"
    yield line


def _string(text: str) -> str:
    """A basic string. JSON's escapes are valid in TOML, which also requires DEL to be escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")

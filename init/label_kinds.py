"""What labels are names of: places, or things that say nothing of the reader."""

import re
from collections.abc import Sequence
from typing import Literal

from index.analysis.dictionary import russian
from index.query.gazetteer import gazetteer
from index.query.tokens import tokenise
from ingest.fold import fold_phrase

PlaceKind = Literal["city", "country"]

_NUMBER = re.compile(
    r"(?:шаг|вариант|пример|способ|часть|версия|step|option|example|version|v)?\.?\s*[№#]?\s*\d[\d.,x]*"
)
_FORMATS = frozenset(
    {
        *("pdf", "csv", "tsv", "json", "jsonl", "xml", "yaml", "yml", "toml", "html", "md", "markdown", "txt", "rtf"),
        *("doc", "docx", "word", "odt", "xls", "xlsx", "excel", "ods", "ppt", "pptx", "parquet", "avro"),
        *("zip", "rar", "gz", "tar", "7z", "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4"),
    }
)
_SOFTWARE = frozenset(
    {
        *("linux", "windows", "macos", "mac os", "mac", "ubuntu", "debian", "centos", "red hat", "fedora", "alpine"),
        *("astra linux", "android", "ios", "unix", "python", "go", "golang", "java", "javascript", "js", "typescript"),
        *("node.js", "nodejs", "php", "ruby", "rust", "c", "c++", "c#", ".net", "kotlin", "swift", "scala", "perl"),
        *("bash", "shell", "powershell", "cmd", "curl", "sql", "cli", "api", "rest", "grpc", "sdk", "http", "graphql"),
        *("terraform", "ansible", "helm", "kubectl", "docker", "npm", "yarn", "pip", "apt", "yum", "dnf", "brew"),
        *("chrome", "firefox", "safari", "edge", "opera"),
    }
)


def place_kind(labels: Sequence[str]) -> PlaceKind | None:
    """What all of the labels name; None for other labels, for a mixture and for none."""
    kinds = {_place(label) for label in labels}
    return kinds.pop() if len(kinds) == 1 else None


def no_choice(labels: Sequence[str]) -> str:
    """What most of the labels are, if a label of that kind says nothing of the reader; else empty."""
    kinds = {
        "numbers": _is_number,
        "file formats": _is_format,
        "names of software": _is_software,
        "actions": _is_action,
    }
    for what, test in kinds.items():
        if 2 * sum(map(test, labels)) > len(labels):
            return what
    return ""


def _place(label: str) -> PlaceKind | None:
    tokens = tokenise(label)
    named = next(gazetteer().find(tokens), None)
    whole = named is not None and (named.first, named.last) == (0, len(tokens) - 1)
    return named.kind if named and whole and named.kind in ("country", "city") else None


def _is_number(label: str) -> bool:
    return _NUMBER.fullmatch(fold_phrase(label)) is not None


def _is_format(label: str) -> bool:
    return fold_phrase(label).removeprefix(".") in _FORMATS


def _is_software(label: str) -> bool:
    """Whether its first words are the name, as in «Windows 11» and «Python (asyncio)»."""
    words = re.sub(r"\s*(?:\(.*\)|\d[\d.]*)$", "", fold_phrase(label)).split()
    return any(" ".join(words[:end]) in _SOFTWARE for end in (1, 2))


def _is_action(label: str) -> bool:
    """Whether it begins with an infinitive: «Запустить контейнер»."""
    first = label.lower().split()[0]
    return russian().known(first) and "INFN" in russian().parses(first)[0].tag

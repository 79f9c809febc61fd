"""The seal of a shared link: by it, whoever opens the link later sees whether the answer has changed for its choice.

A link carries everything that is needed: its day and short digests of the answer's lines. Nothing is kept on the
server, so a seal can be read after any number of rebuilds, and what it shows is only what the answer says now.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from index.result import Answer

NAME = "seen"
"""The parameter of an address that has the seal."""

MOST_LINES = 60
"""Lines of an answer whose digests a seal has; of a longer one it has the digest of the whole only."""

DIGEST = 4
"""Characters of a digest: 24 bits."""

_SEAL = re.compile(r"(\d{8})\.([\w-]{4})\.([\w-]{4})(?:\.((?:[\w-]{4}){0,60}))?", re.ASCII)
_SPACE = re.compile("[ \t\u00a0\u202f]+")
_MARK = re.compile(r"^(?:\d+\.|-) ")
"""What a list puts before a line: a step that got another number has not changed."""


class Seal(NamedTuple):
    """What a link says of the answer that it was made for."""

    day: date
    section: str
    whole: str
    lines: tuple[str, ...] | None
    """In order; None: the answer was too long."""


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of an answer since a link to it was made."""

    day: date
    state: Literal["same", "changed", "gone"]
    section: str = ""
    """Id; empty if it is gone."""
    now: tuple[str, ...] = ()
    """Lines that are new or reworded."""
    removed: int = 0
    """Lines that are there no more."""


def sealed(answer: Answer) -> str:
    """The seal of an answer as it is today."""
    lines = _lines(answer.text)
    parts = [f"{datetime.now():%Y%m%d}", _digest(answer.id), _digest("\n".join(lines))]
    return ".".join([*parts, "".join(map(_digest, lines))] if len(lines) <= MOST_LINES else parts)


def read(text: str) -> Seal | None:
    """The seal that an address has; None if that is none."""
    found = _SEAL.fullmatch(text)
    if found is None:
        return None
    day, section, whole, lines = found.groups()
    try:
        made = datetime.strptime(day, "%Y%m%d").date()
    except ValueError:
        return None
    each = None if lines is None else tuple(re.findall(f".{{{DIGEST}}}", lines))
    return Seal(made, section, whole, each)


def since(seal: Seal, answers: Iterable[Answer]) -> Since:
    """What has become of the sealed answer, among those of its page for the address's choice."""
    answer = next((one for one in answers if _digest(one.id) == seal.section), None)
    if answer is None:
        return Since(seal.day, "gone")
    lines = _lines(answer.text)
    if _digest("\n".join(lines)) == seal.whole:
        return Since(seal.day, "same", answer.id)
    now, removed = _changed(seal.lines, lines) if seal.lines is not None else ((), 0)
    return Since(seal.day, "changed", answer.id, now, removed)


def _changed(before: Sequence[str], lines: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The lines that are new or reworded, and how many are there no more without another in their place."""
    matcher = SequenceMatcher(None, before, list(map(_digest, lines)), autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    now = tuple(line for _, _, _, start, end in changes for line in lines[start:end])
    return now, sum(max(0, (was_end - was) - (end - start)) for _, was, was_end, start, end in changes)


def _lines(text: str) -> list[str]:
    """The lines of an answer, without the marks of lists."""
    lines = (_MARK.sub("", _SPACE.sub(" ", line).strip()) for line in text.split("\n"))
    return [line for line in lines if line]


def _digest(text: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", errors="replace")).digest()[:3]).decode()

"""Check the text of one question, for the API and the pages alike."""

import unicodedata
from collections.abc import Iterable

from ingest.fold import clean
from server.errors import Fault

WHITE_SPACE = "\t\n\r"
"""Control characters that pasted text may hold."""


def text_faults(where: str, text: str, *, longest: int) -> list[Fault]:
    """The faults of a question's text; none if it can be searched for."""
    if not clean(text).strip():
        return [Fault(where, f"{where} is empty; ask a question in words.", "question_empty")]
    if len(text) > longest:
        return [
            Fault(
                where,
                f"{where} has {len(text)} characters; at most {longest} are taken, so shorten it.",
                "question_long",
                {"found": len(text), "most": longest},
            )
        ]
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in WHITE_SPACE:
            found = f"U+{ord(character):04X}"
            return [
                Fault(
                    where,
                    f"{where} has the control character {found} at position {position}; remove it.",
                    "question_control",
                    {"found": found},
                )
            ]
    return []


def unknown_name(where: str, name: str, known: Iterable[str]) -> Fault:
    """A parameter or field that the endpoint does not have."""
    return Fault(where, f"{name[:40]!r} is unknown; known are {', '.join(known) or 'none'}.")


def shown(value: object) -> str:
    """A value as an error message shows it: short, and safe to print."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

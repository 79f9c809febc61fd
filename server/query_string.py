"""Parse the query string strictly: the framework would replace broken bytes silently and search for another text."""

import re
from collections.abc import Collection
from urllib.parse import unquote_to_bytes

from ingest.content.statement import JOIN
from server.errors import Fault

BROKEN_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)


def arguments(query_string: str, repeatable: Collection[str] = ()) -> tuple[dict[str, str], list[Fault]]:
    """Names and values of a query string, and its faults.

    Args:
        query_string: As WSGI gives it: bytes as Latin-1, percent-encoded.
        repeatable: Names that may be given several times; their values are joined, as one statement.

    Returns:
        The pairs that could be read, and one fault for each that is malformed, not UTF-8, or given twice.
    """
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for pair in query_string.encode("latin-1", errors="replace").split(b"&"):
        if not pair:
            continue
        raw_name, _, raw_value = pair.partition(b"=")
        name = decoded(raw_name).decode("utf-8", errors="replace")
        if broken := BROKEN_PERCENT.search(pair):
            faults.append(malformed(name, broken.group().decode("latin-1")))
            continue
        try:
            text = decoded(raw_value).decode("utf-8")
            decoded(raw_name).decode("utf-8")
        except UnicodeDecodeError as exc:
            faults.append(not_utf8(name, exc.object[exc.start]))
            continue
        if name in found and name not in repeatable:
            faults.append(repeated(name))
        found[name] = JOIN.join((found[name], text)) if name in found and name in repeatable else text
    return found, faults


def decoded(raw: bytes) -> bytes:
    """Decode percent-encoding and ``+``."""
    return unquote_to_bytes(raw.replace(b"+", b" "))


def malformed(name: str, found: str) -> Fault:
    """A percent sign without two hexadecimal digits."""
    return Fault(
        name,
        f"{name} has {found!r}, which is not percent-encoding; write a percent sign as %25.",
        "address_mistyped",
    )


def not_utf8(name: str, byte: int) -> Fault:
    """Bytes in another encoding."""
    return Fault(
        name,
        f"{name} is not UTF-8: byte 0x{byte:02x} was found; encode the text as UTF-8, then percent-encode it.",
        "address_encoding",
    )


def repeated(name: str) -> Fault:
    """A parameter given more than once."""
    return Fault(
        name,
        f"{name} is given more than once; give it once.",
        "address_twice",
    )
